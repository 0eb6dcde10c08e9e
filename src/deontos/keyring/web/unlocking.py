"""What every page asks of a vault: is it open, for how long, and give me the reader; or ask for the passphrase first.

A view that needs the reader writes::

    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deontos.access.web.keeping import kept_fields, typed_fields
from deontos.access.web.returning import FIELD
from deontos.access.web.unattended import is_unattended
from deontos.kernel import clock
from deontos.keyring.actions import rotation, upkeep, vaults
from deontos.keyring.models import Vault, VaultSession
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import open_vault_session, unlocked_reader
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import closes_at
from deontos.keyring.web import cookie
from deontos.keyring.web.forms import PASSPHRASE, UnlockForm
from deontos.organisations.models import Person
from deontos.vault.keys import UserKeys

ATTRIBUTE = "vault_at_hand"


@dataclass
class VaultAtHand:
    """The vault of whoever sends this request, and whether the browser's cookie has to follow."""

    person: Person | None = None
    key: bytes | None = field(default=None, repr=False)
    session: VaultSession | None = None
    reader: UnlockedReader | None = None
    cookie_changed: bool = False


@dataclass(frozen=True, slots=True)
class VaultStanding:
    """How the vault stands: the seconds until it closes, 0 when it is closed."""

    seconds_left: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it opens anything."""
        return self.seconds_left > 0


def look_at_vault(request: HttpRequest, person: Person | None) -> VaultAtHand:
    """Find the open vault that the cookie belongs to, and begin its idle time anew: every page of the desk does.

    What a page sends by itself does not.
    """
    at_hand = VaultAtHand(person, cookie.key_in(request))
    if person and at_hand.key:
        look = open_vault_session if is_unattended(request) else vaults.keep_open
        at_hand.session = look(person.id, at_hand.key, at=clock.now())
    setattr(request, ATTRIBUTE, at_hand)
    return at_hand


def vault_at_hand(request: HttpRequest) -> VaultAtHand:
    """What was found for this request; nothing where nobody looked, as at the letterbox."""
    found: VaultAtHand = getattr(request, ATTRIBUTE, None) or VaultAtHand()
    return found


def vault_state(request: HttpRequest) -> VaultStanding:
    """Whether the vault is open, and for how many seconds."""
    session = vault_at_hand(request).session
    if session is None:
        return VaultStanding()
    left = closes_at(opened_at=session.opened_at, used_at=session.used_at) - clock.now()
    return VaultStanding(max(0, int(left.total_seconds())))


def unlocked(request: HttpRequest) -> UnlockedReader | None:
    """The reader of whoever sends this request; None while the vault is closed."""
    at_hand = vault_at_hand(request)
    if at_hand.reader is None and at_hand.session and at_hand.key:
        at_hand.reader = unlocked_reader(at_hand.session, at_hand.key, on=clock.today())
        if at_hand.reader is not None and at_hand.reader.older:
            _let_go(at_hand, rotation.go_on(at_hand.reader, at=clock.now(), slices=1))
    return at_hand.reader


def unlocked_or_ask(
    request: HttpRequest, typed: Mapping[str, str | Iterable[str]] | None = None
) -> UnlockedReader | HttpResponse:
    """The reader; or else a page that keeps the typed text, asks for the passphrase, and sends the same form again.

    Without `typed`, every field of the form is kept. On the way back the passphrase comes with them, and this opens the
    vault for this request and those after it. Needs a door that lets POST through; a GET is led to the vault and back.
    """
    reader = unlocked(request)
    if reader is not None:
        return reader
    if request.method != "POST":
        return redirect(f"{reverse('vault')}?{urlencode({FIELD: request.get_full_path()})}")
    form = UnlockForm(request.POST if PASSPHRASE in request.POST else None)
    if form.is_valid():
        try:
            return open_vault(request, form.cleaned_data[PASSPHRASE])
        except VaultRefused as refusal:
            form.refuse(refusal)
    kept = typed_fields(request, leave_out={PASSPHRASE}) if typed is None else kept_fields(typed)
    context = {"form": form, "kept": kept, "address": request.get_full_path()}
    return render(request, "keyring/unlock_to_go_on.html", context)


def open_vault(request: HttpRequest, passphrase: str) -> UnlockedReader:
    """Open the vault of whoever sends this request; the cookie follows with the answer. Raises VaultRefused."""
    at_hand, now = vault_at_hand(request), clock.now()
    if at_hand.person is None:
        raise ValueError("only somebody who is signed in has a vault to open")
    at_hand.key = vaults.unlock(at_hand.person, passphrase, at=now)
    at_hand.session = vaults.keep_open(at_hand.person.id, at_hand.key, at=now)
    at_hand.cookie_changed = True
    reader = unlocked(request)
    assert reader is not None
    _let_go(at_hand, upkeep.after_unlocking(reader, at=now))
    return reader


def open_again(request: HttpRequest, vault: Vault, keys: UserKeys) -> None:
    """Go on with a vault that was just made or holds more than before, without asking for the passphrase again."""
    at_hand, now = vault_at_hand(request), clock.now()
    at_hand.key = vaults.open_session_for(vault, keys, at=now)
    at_hand.session = vaults.keep_open(vault.person_id, at_hand.key, at=now)
    at_hand.reader, at_hand.cookie_changed = None, True


def _let_go(at_hand: VaultAtHand, progress: rotation.Progress) -> None:
    """Forget the keys of before in the open vault too, once nothing lies under them."""
    if progress is rotation.Progress.DONE and at_hand.reader and at_hand.reader.older and at_hand.session:
        vaults.let_go_of_before(at_hand.session, at_hand.key or b"", at_hand.reader.keys, at=clock.now())
        at_hand.reader.older = ()


def close_vault(request: HttpRequest) -> None:
    """Close the vault everywhere; the cookie goes with the answer."""
    at_hand = vault_at_hand(request)
    if at_hand.person:
        vaults.lock(at_hand.person.id, at=clock.now())
    at_hand.key = at_hand.session = at_hand.reader = None
    at_hand.cookie_changed = True


def show_with_key(request: HttpRequest, key: bytes | None) -> None:
    """Let the cookie carry another key with the answer, such as that of a passphrase on show; None forgets it."""
    at_hand = vault_at_hand(request)
    at_hand.key, at_hand.cookie_changed = key, True
