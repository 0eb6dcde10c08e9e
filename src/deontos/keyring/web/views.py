"""The pages of a vault: how it stands, opening and closing it, and making one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.access.web.returning import FIELD, way_back
from deontos.kernel import clock
from deontos.keyring.actions import passphrases, rotation, vaults
from deontos.keyring.own_vault import Proposal, VaultRefused, lost_vaults, proposal_of
from deontos.keyring.queries import own_certificate, vault_of
from deontos.keyring.vocabulary import KeyringCode, Showing
from deontos.keyring.web.forms import PASSPHRASE, TwoWordsForm, UnlockForm
from deontos.keyring.web.unlocking import close_vault, open_vault, show_with_key, unlocked, vault_at_hand, vault_state
from deontos.keyring.words import key_words, keys_at_hand
from deontos.organisations.models import Person


def person_at(request: HttpRequest) -> Person:
    """Whoever came in by a door for people who sign in."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def addresses_at(request: HttpRequest) -> list[str]:
    """Where whoever is signed in hears of what happens to the own keys, besides the person's own address."""
    return [address] if (address := getattr(request.user, "email", "")) else []


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault(request: HttpRequest) -> HttpResponse:
    """How the vault stands; the passphrase opens it and leads back to where it was needed."""
    person, back = person_at(request), way_back(request, reverse("vault"))
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            open_vault(request, form.cleaned_data[PASSPHRASE])
            return redirect(back)
        except VaultRefused as refusal:
            form.refuse(refusal)
    certificate = own_certificate(person, on=clock.today())
    own = vault_of(person.id)
    context = {"form": form, "back": back, "back_field": FIELD, "certificate": certificate, "vault": own}
    reader = unlocked(request)
    words = key_words(keys_at_hand(reader.keys), get_language()) if reader else None
    context |= {"words": words, "lost": own is not None and lost_vaults(person.id).exists()}
    return render(request, "keyring/vault.html", {**context, "at": vault_state(request)})


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def vault_lock(request: HttpRequest) -> HttpResponse:
    """Close the vault, here and in every other window."""
    close_vault(request)
    return redirect("vault")


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_make(request: HttpRequest) -> HttpResponse:
    """Draw a passphrase, then show it word by word, to be copied by hand."""
    person = person_at(request)
    try:
        if request.method == "POST":
            show_with_key(request, vaults.propose_passphrase(person, at=clock.now()))
            return redirect("vault_make")
        proposal = _proposal(request)
    except VaultRefused:
        return redirect("vault")
    words = enumerate(proposal.passphrase.split(), start=1)
    return render(request, "keyring/vault_make.html", {"words": list(words), "language": person.language})


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_words(request: HttpRequest) -> HttpResponse:
    """Ask two of the words back; with the right ones the vault is made, and its recovery code shown once."""
    form = TwoWordsForm(request.POST if request.method == "POST" else None)
    try:
        proposal = _proposal(request)
    except VaultRefused:
        return redirect("vault")
    form.ask(proposal.asked)
    if form.is_valid():
        try:
            return _done(request, (form.cleaned_data["first"], form.cleaned_data["second"]))
        except VaultRefused as refusal:
            form.refuse(refusal)
    return render(request, "keyring/vault_words.html", {"form": form, "showing": proposal.showing})


def _done(request: HttpRequest, words: tuple[str, str]) -> HttpResponse:
    """What the passphrase was shown for. Raises VaultRefused."""
    person, key, now = person_at(request), vault_at_hand(request).key or b"", clock.now()
    proposal = vaults.taken_down(person, key, words, at=now)
    match proposal.showing:
        case Showing.FIRST:
            return _made(request, vaults.make_vault(person, key, words, at=now))
        case Showing.LOST:
            return _made(
                request, rotation.start_anew(person, proposal.passphrase, at=now, addresses=addresses_at(request))
            )
    reader = unlocked(request)
    if reader is None:
        raise VaultRefused(KeyringCode.LOCKED)
    if proposal.showing is Showing.CHANGE:
        passphrases.change_passphrase(person, reader, proposal.passphrase, at=now)
        return render(request, "keyring/recovery/vault_changed.html")
    code = rotation.renew_keys(person, reader, proposal.passphrase, at=now, addresses=addresses_at(request))
    return _made(request, code)


def _made(request: HttpRequest, recovery_code: str) -> HttpResponse:
    """The only page that ever shows the recovery code; it is not kept, so there is nothing to redirect to."""
    show_with_key(request, None)
    return render(request, "keyring/vault_made.html", {"code": recovery_code})


def _proposal(request: HttpRequest) -> Proposal:
    return proposal_of(person_at(request), vault_at_hand(request).key or b"", at=clock.now())
