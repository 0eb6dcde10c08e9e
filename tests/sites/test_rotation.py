"""After each renewal of a secret: what was made before still opens, and what is made now uses the new version."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.models import SignInProvider
from deontos.administration.sealing import sealed_text
from deontos.audit.models import ChainHead, Entry
from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.correspondence.models import Conversation, Draft
from deontos.correspondence.queries import conversation_of, draft_of
from deontos.kernel.clock import civil_date
from deontos.keyring import ways_in
from deontos.keyring.actions import vaults
from deontos.keyring.actions.envelopes import wake
from deontos.keyring.models import Envelope, UnlockSlot, Vault
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.vocabulary import KeyringCode, WakeReason
from deontos.notices.actions import send_due, write_prompt
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.sites.rotation import with_new_version
from deontos.sites.secrets_in_use import is_of_other_secrets, uses
from deontos.vault.install_secrets import InstallSecrets
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from deontos.vault.signatures import sign, verify
from deontos.vault.slots import make_slot, open_slot, slot_version
from tests.factories.administration import PASSWORD, account, code
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, organisation, person
from tests.factories.speakup import CERTIFIED_ON, Reporter, reporting_point

pytestmark = [pytest.mark.row("2.12"), pytest.mark.django_db]

PHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"
Renew = Callable[[str], InstallSecrets]
TODAY: date = civil_date(NOW)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def renew(settings: Settings) -> Renew:
    """Renew one secret, as `deontos secrets renew` and a restart do; the answer is what was held before."""

    def renewed(name: str) -> InstallSecrets:
        before: InstallSecrets = settings.INSTALL_SECRETS
        settings.INSTALL_SECRETS = with_new_version(before, name)
        settings.SECRET_KEY = settings.INSTALL_SECRETS.django_secret.current_value.hex()
        return before

    return renewed


@pytest.fixture
def house() -> KeyedTown:
    """A town with an open reporting point."""
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def used(name: str) -> list[tuple[int, int]]:
    """Version and rows of everything that needs a secret."""
    return [(use.version, use.rows) for use in uses(name)]


def test_receipts_and_drafts_of_before_are_found(house: KeyedTown, renew: Renew) -> None:
    home = house.town.organisation.id
    sent, begun = Reporter().confide(), Reporter().fill("happened")
    renew("PEPPER_LOCATOR")
    assert (conversation_of(sent, home), draft_of(begun, home)) == (Conversation.objects.get(), Draft.objects.get())
    assert Reporter().open_with(sent).status_code == 303
    later = Reporter().confide()
    assert conversation_of(later, home) != conversation_of(sent, home)
    assert used("PEPPER_LOCATOR") == [(1, 1), (1, 1), (2, 1)]


def test_a_report_sent_again_after_the_renewal_is_stored_once(house: KeyedTown, renew: Renew) -> None:
    """The receipt is the idempotency key: it is looked for under every version."""
    reporter = Reporter()
    receipt = reporter.fill("send")
    renew("PEPPER_LOCATOR")
    for _ in range(2):
        assert reporter.send("send", receipt_kept="on", go="send").status_code == 303
    assert Conversation.objects.get().locator_version == 2
    assert conversation_of(receipt, house.town.organisation.id) == Conversation.objects.get()


@pytest.fixture
def vault() -> tuple[Vault, str]:
    """A vault under version 1, and its recovery code."""
    mira = person(organisation(), "Mira Halewijn")
    recovery = vaults.store_vault(mira, new_user_keys(), PHRASE, new_recovery_code(), at=NOW)
    return Vault.objects.get(), recovery


def versions() -> dict[str, int]:
    return {slot.kind: slot_version(bytes(slot.wrapped)) for slot in UnlockSlot.objects.all()}


def test_vaults_open_and_each_way_in_moves_when_it_is_used(vault: tuple[Vault, str], renew: Renew) -> None:
    [mira, recovery] = vault[0].person, vault[1]
    renew("PEPPER_KEK")
    assert used("PEPPER_KEK") == [(1, 1), (1, 1)]
    for typed, after in ((PHRASE, {"passphrase": 2, "recovery_code": 1}), (recovery, dict.fromkeys(versions(), 2))):
        for _ in range(2):
            vaults.unlock(mira, typed, at=NOW)
            assert versions() == after
    assert used("PEPPER_KEK") == [(2, 1), (2, 1)]
    with pytest.raises(VaultRefused) as refused:
        vaults.unlock(mira, PHRASE.replace("haven", "hagel"), at=NOW)
    assert refused.value.code is KeyringCode.WRONG_PASSPHRASE


def test_a_passphrase_changed_during_an_unlocking_stays_changed(vault: tuple[Vault, str], renew: Renew) -> None:
    renew("PEPPER_KEK")
    slot = UnlockSlot.objects.get(kind="passphrase")

    def meanwhile(*given: object) -> bytes:
        UnlockSlot.objects.filter(pk=slot.pk).update(wrapped=b"of the new passphrase")
        return open_slot(*given)  # type: ignore[arg-type]

    ways_in._opened(slot, meanwhile, make_slot, PHRASE)
    assert bytes(UnlockSlot.objects.get(pk=slot.pk).wrapped) == b"of the new passphrase"


def test_a_process_with_older_secrets_says_so_and_takes_nobody_for_a_guesser(
    vault: tuple[Vault, str], renew: Renew, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    older = renew("PEPPER_KEK")
    vaults.unlock(vault[0].person, PHRASE, at=NOW)
    before, settings.INSTALL_SECRETS = versions(), older
    for typed in (PHRASE, "something else altogether"):
        with pytest.raises(VaultRefused) as refused:
            vaults.unlock(vault[0].person, typed, at=NOW)
        assert refused.value.code is KeyringCode.SECRETS_MOVED_ON
    assert versions() == before
    assert not Entry.objects.filter(fact="vault.refused").exists()
    line = "this process started with an older secrets file than the database needs. Restart it."
    assert caplog.messages == [f"A vault was not opened: {line}"] * 2


def test_keys_that_sleep_wake_under_the_old_version(house: KeyedTown, renew: Renew) -> None:
    Reporter().confide()
    renew("PEPPER_ABSENCE")
    Reporter().confide()
    assert {version for version, _rows in used("PEPPER_ABSENCE")} == {1, 2}
    for pair in Envelope.objects.filter(dormant=True).values_list("epoch__pair", flat=True).distinct():
        assert wake(pair, house.town.deputy.id, WakeReason.ABSENCE, on=TODAY)
    assert not Envelope.objects.filter(dormant=True, certificate__person=house.town.deputy).exists()


def test_a_process_with_older_secrets_wakes_nothing_and_says_so(
    house: KeyedTown, renew: Renew, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    older = renew("PEPPER_ABSENCE")
    newer = settings.INSTALL_SECRETS
    Reporter().confide()
    before = set(Envelope.objects.values_list("id", "sealed", "dormant"))
    pair = Envelope.objects.filter(dormant=True).values_list("epoch__pair", flat=True)[0]
    settings.INSTALL_SECRETS = older
    assert not wake(pair, house.town.deputy.id, WakeReason.ABSENCE, on=TODAY)
    assert set(Envelope.objects.values_list("id", "sealed", "dormant")) == before
    assert caplog.messages[0].startswith("A sleeping key was not woken: this process started with an older secrets")
    settings.INSTALL_SECRETS = newer
    assert wake(pair, house.town.deputy.id, WakeReason.ABSENCE, on=TODAY)


def test_letters_that_wait_are_sent_with_what_is_in_them(house: KeyedTown, renew: Renew) -> None:
    home, manager = house.town.organisation.id, house.town.manager
    Letter.objects.all().delete()
    write_prompt(home, manager, LetterTemplate.INVITATION, at=NOW, details={"path": "/nl/lindewater/link/a/"})
    renew("NOTICE_KEY")
    write_prompt(home, manager, LetterTemplate.INVITATION, at=NOW, details={"path": "/nl/lindewater/link/b/"})
    assert used("NOTICE_KEY") == [(1, 1), (2, 1)]
    outcome = send_due(at=NOW)
    assert (Letter.objects.filter(sent_on=None).count(), outcome.failed if outcome else None) == (0, 0)
    assert used("NOTICE_KEY") == []


def test_the_pair_for_addresses_of_reporters_is_there_in_both_versions(renew: Renew, settings: Settings) -> None:
    before = renew("NOTICE_KEY").notice_pair()
    assert settings.INSTALL_SECRETS.notice_pair(1) == before
    assert settings.INSTALL_SECRETS.notice_pair() != before


def test_rows_sealed_before_stay_authentic_and_certificates_trusted(house: KeyedTown, renew: Renew) -> None:
    home, manager = house.town.organisation.id, house.town.manager.id
    renew("AUDIT_KEY")
    Reporter().confide()
    assert [list(findings(home, kind)) for kind in ChainKind] == [[], []]
    assert set(trusted_certificates(home, [manager], on=TODAY)) == {manager}
    assert {version for version, _rows in used("AUDIT_KEY")} == {1, 2}


def test_what_an_anchor_was_signed_with_before_still_verifies(renew: Renew, settings: Settings) -> None:
    before = renew("ANCHOR_KEY").anchor_pair()
    signature = sign(before, "heads of today")
    assert verify(settings.INSTALL_SECRETS.anchor_pair(1).public, signature, "heads of today")
    assert not verify(settings.INSTALL_SECRETS.anchor_pair().public, signature, "heads of today")


def test_sign_ins_end_and_one_time_codes_work(renew: Renew) -> None:
    mira = person(organisation(), "Mira Halewijn")
    account(mira, password=PASSWORD)
    client = signed_in(mira.email, code())
    assert client.get("/desk/").status_code == 200
    renew("DJANGO_SECRET")
    assert client.get("/desk/").status_code == 302
    assert used("DJANGO_SECRET") == [(1, 1)]
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert signed_in(mira.email, code()).get("/desk/").status_code == 200
    assert used("DJANGO_SECRET") == [(2, 1)]
    assert Authenticator.objects.get().data["secret"].startswith("2.")


def signed_in(email: str, one_time: str) -> Client:
    """A browser after both steps."""
    client = Client()
    client.post("/desk/sign-in/", {"login": email, "password": PASSWORD})
    client.post("/desk/second-factor/", {"code": one_time})
    return client


def test_a_database_of_other_secrets_is_known_and_a_single_spoilt_end_is_not_taken_for_one(
    house: KeyedTown, settings: Settings
) -> None:
    assert not is_of_other_secrets(settings.INSTALL_SECRETS)
    assert is_of_other_secrets(InstallSecrets.generate())
    Reporter().confide()
    ChainHead.objects.filter(chain=ChainKind.DESK).update(seal=bytes(32))
    assert not is_of_other_secrets(settings.INSTALL_SECRETS)


def test_the_secret_of_an_organisations_own_sign_in_counts(renew: Renew, settings: Settings) -> None:
    SignInProvider.objects.create(
        organisation=organisation(), issuer="https://id.example", client_name="x", client_secret=sealed_text("s", "p")
    )
    renew("DJANGO_SECRET")
    assert used("DJANGO_SECRET") == [(1, 1)]


def test_every_sealed_text_of_a_column_is_counted_somewhere() -> None:
    """A new one that is not would be lost when its version is forgotten: count it in `secrets_in_use`."""
    sealed = {
        f"{model._meta.label}.{column}"
        for model in apps.get_models()
        for column, knows in getattr(model, "PRIVACY", {}).items()
        if knows == "sealed" and isinstance(model._meta.get_field(column), CharField | TextField)
    }
    hashed = {"administration.Account.password"}
    assert sealed - hashed == {"administration.SignInProvider.client_secret", "notices.Letter.sealed_details"}
