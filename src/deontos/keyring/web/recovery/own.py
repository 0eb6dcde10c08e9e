"""What somebody does about the own vault: another passphrase, another code, new keys, and the keys of a lost vault."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deontos.access.doors import actor_at, door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.keyring.actions import ceremonies, passphrases, recovery, rotation, vaults
from deontos.keyring.own_vault import VaultRefused, existing_vault, lost_vaults
from deontos.keyring.queries import vault_of
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import contributions_to, is_recovery_on, own_ceremony, recoverable_vault
from deontos.keyring.vocabulary import Showing
from deontos.keyring.web.forms import RefusableForm
from deontos.keyring.web.recovery.forms import FoundForm, LostForm, OwnPhraseForm, PresentForm, ReasonForm
from deontos.keyring.web.unlocking import open_again, show_with_key, unlocked_or_ask, vault_at_hand
from deontos.keyring.web.views import addresses_at, person_at
from deontos.organisations.models import Person

Act = Callable[[HttpRequest, Person, UnlockedReader, RefusableForm], HttpResponse]


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_passphrase(request: HttpRequest) -> HttpResponse:
    """Change what opens the vault: seven new words, a passphrase of one's own, or a new recovery code."""
    acts: dict[str, tuple[type[RefusableForm], Act]] = {
        "words": (PresentForm, _new_words),
        "own": (OwnPhraseForm, _own_phrase),
        "code": (PresentForm, _new_code),
    }
    if vault_of(person_at(request).id) is None:
        return redirect("vault")
    what = request.POST.get("what", "")
    forms = {name: form(request.POST if name == what else None, prefix=name) for name, (form, _act) in acts.items()}
    if what in acts:
        answer = _done(request, forms[what], acts[what][1])
        if answer is not None:
            return answer
    return render(request, "keyring/recovery/vault_passphrase.html", {**forms, "tried": forms.get(what)})


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_new_keys(request: HttpRequest) -> HttpResponse:
    """Make new keys while the present ones are at hand, as when somebody may have seen the passphrase."""
    if vault_of(person_at(request).id) is None:
        return redirect("vault")
    form = PresentForm(request.POST if request.method == "POST" else None)
    answer = _done(request, form, _new_keys) if form.is_bound else None
    return answer or render(request, "keyring/recovery/vault_new_keys.html", {"form": form})


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_lost(request: HttpRequest) -> HttpResponse:
    """Passphrase and code are both lost: what that means, and a new vault in place of the one that nobody opens."""
    person = person_at(request)
    if vault_of(person.id) is None:
        return redirect("vault")
    form = LostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        show_with_key(request, vaults.propose_passphrase(person, at=clock.now(), showing=Showing.LOST))
        return redirect("vault_make")
    on = is_recovery_on(person.organisation_id, on=clock.today())
    return render(request, "keyring/recovery/vault_lost.html", {"form": form, "recovery_is_on": on})


@door(open_to=Entrant.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def vault_recovery(request: HttpRequest) -> HttpResponse:
    """How the keys of a lost vault come back: by the old words, or by two stewards."""
    person, what = person_at(request), request.POST.get("what", "")
    if not lost_vaults(person.id).exists():
        return render(request, "keyring/recovery/vault_recovery.html", {"nothing_lost": True})
    if what == "call_off":
        return _call_off(request, person)
    found = FoundForm(request.POST if what == "found" else None)
    reason = ReasonForm(request.POST if what == "begin" else None)
    acts: dict[str, tuple[RefusableForm, Act]] = {
        "found": (found, _bring_back),
        "begin": (reason, _begin),
        "take_back": (RefusableForm(request.POST), _take_back),
    }
    tried, act = acts.get(what, (None, None))
    answer = _done(request, tried, act) if tried is not None and act is not None else None
    context = {"found": found, "reason": reason, "tried": tried, **_standing(person)}
    return answer or render(request, "keyring/recovery/vault_recovery.html", context)


def _standing(person: Person) -> dict[str, object]:
    now = clock.now()
    ceremony = own_ceremony(person.id, at=now)
    handed_on = list(contributions_to(ceremony)) if ceremony else []
    can_begin = recoverable_vault(person.id) is not None and is_recovery_on(person.organisation_id, on=clock.today())
    return {"ceremony": ceremony, "handed_on": handed_on, "can_begin": can_begin}


def _done(request: HttpRequest, form: RefusableForm, act: Act) -> HttpResponse | None:
    """What the act answers; None when something was refused, which the form then says."""
    if not form.is_valid():
        return None
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    try:
        return act(request, person_at(request), reader, form)
    except VaultRefused as refusal:
        form.refuse(refusal)
        return None


def _new_words(request: HttpRequest, person: Person, _reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    return _shown(request, person, form, Showing.CHANGE)


def _new_keys(request: HttpRequest, person: Person, _reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    return _shown(request, person, form, Showing.NEW_KEYS)


def _shown(request: HttpRequest, person: Person, form: RefusableForm, showing: Showing) -> HttpResponse:
    passphrases.confirm_present(person, form.cleaned_data["vault_present"], at=clock.now())
    vaults.propose_passphrase(person, at=clock.now(), showing=showing, key=vault_at_hand(request).key)
    return redirect("vault_make")


def _own_phrase(request: HttpRequest, person: Person, reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    typed = form.cleaned_data
    passphrases.choose_passphrase(person, reader, typed["vault_present"], typed["vault_chosen"], at=clock.now())
    return render(request, "keyring/recovery/vault_changed.html")


def _new_code(request: HttpRequest, person: Person, reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    code = passphrases.renew_recovery_code(person, reader, form.cleaned_data["vault_present"], at=clock.now())
    return render(request, "keyring/vault_made.html", {"code": code, "only_code": True})


def _bring_back(request: HttpRequest, person: Person, reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    rotation.bring_back_by_words(person, form.cleaned_data["vault_found"], at=clock.now())
    return _brought_back(request, person, reader)


def _take_back(request: HttpRequest, person: Person, reader: UnlockedReader, _form: RefusableForm) -> HttpResponse:
    ceremony, now = own_ceremony(person.id, at=clock.now()), clock.now()
    if ceremony is not None:
        recovery.take_back(ceremony, reader, at=now, addresses=addresses_at(request))
    return _brought_back(request, person, reader)


def _brought_back(request: HttpRequest, person: Person, reader: UnlockedReader) -> HttpResponse:
    open_again(request, existing_vault(person.id), reader.keys)
    return render(request, "keyring/recovery/vault_brought_back.html")


def _begin(request: HttpRequest, person: Person, _reader: UnlockedReader, form: RefusableForm) -> HttpResponse:
    ceremonies.begin(person, form.cleaned_data["reason"], at=clock.now(), addresses=addresses_at(request))
    return redirect("vault_recovery")


def _call_off(request: HttpRequest, person: Person) -> HttpResponse:
    """Needs no open vault: whoever did not ask for this may have none that opens."""
    ceremony, actor = own_ceremony(person.id, at=clock.now()), actor_at(request)
    if ceremony is not None and actor is not None:
        with suppress(VaultRefused):
            ceremonies.call_off(ceremony, by=actor, at=clock.now())
    return redirect("vault_recovery")
