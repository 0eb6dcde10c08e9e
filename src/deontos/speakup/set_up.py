"""The entries of this room on the checklist: keys, stewards, the test, whom to call, an authority, law, who may.

They hold no names: an association that follows a member sees them too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deontos.access.permissions import Permission
from deontos.administration.checklists import OFFICES, Check, Way
from deontos.administration.rules import FEWEST_STEWARDS
from deontos.keyring.models import ReaderCertificate, Vault
from deontos.keyring.queries import every_trusted_certificate
from deontos.organisations.models import Deputy, Office, Organisation
from deontos.organisations.queries import on_day
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.legal import chosen_on
from deontos.speakup.models import Channel, ChannelGroup, ChannelProfile, ChannelQuestionnaire, TestReading
from deontos.speakup.queries import counting
from deontos.speakup.rules import InLine, has_readers, is_open
from deontos.speakup.vocabulary import Place

OWN_VAULT = Way("vault", gettext_lazy("Your own vault"))
KEYS = Way("key_overview", gettext_lazy("Keys"), Permission.KEYRING_STEWARD_CERTIFY)
TO_TERMS = Way("channel_terms", gettext_lazy("To the terms"), Permission.SPEAKUP_CHANNEL_SET_UP)
TO_QUESTIONS = Way("channel_questions", gettext_lazy("To the questions"), Permission.SPEAKUP_CHANNEL_SET_UP)
TO_TEST = Way("channel_test", gettext_lazy("To the test"), Permission.SPEAKUP_TEST_MAKE)
TO_REPORTERS = Way("channel_reporters", gettext_lazy("To who may report"), Permission.SPEAKUP_CHANNEL_SET_UP)
TO_SETTINGS = Way("channel_settings", gettext_lazy("To the settings"), Permission.SPEAKUP_CHANNEL_SET_UP)


@dataclass
class Standing:
    """How one organisation stands: who should hold a key, who does, and who has read a test with it."""

    manager: UUID | None = None
    deputies: list[UUID] = field(default_factory=list)
    stewards: set[UUID] = field(default_factory=set)
    vaults: set[UUID] = field(default_factory=set)
    certificates: dict[tuple[UUID, str], ReaderCertificate] = field(default_factory=dict)
    readings: list[TestReading] = field(default_factory=list)
    channel: Channel | None = None
    laws: int = 0
    groups_chosen: bool = False
    retired: int = 0

    @property
    def needed(self) -> set[UUID]:
        """Everybody who needs a vault: the readers and the stewards."""
        return {*self.deputies, *self.stewards, *([self.manager] if self.manager else [])}

    @property
    def line(self) -> list[InLine]:
        """The manager and the deputies, as the rules look at them."""
        held = {
            person: certificate
            for (person, office), certificate in self.certificates.items()
            if office == OfficeKind.COMPLAINTS_MANAGER
        }
        tested = counting(self.readings, held)
        people = [(self.manager, Place.MANAGER)] if self.manager else []
        return [
            InLine(person, place, certified=person in held, tested=person in tested)
            for person, place in (*people, *((deputy, Place.DEPUTY) for deputy in self.deputies))
        ]


def channel_in_place(organisations: Sequence[Organisation], on: date) -> Mapping[UUID, Sequence[Check]]:
    """Whether a channel of each organisation can open. Twelve queries, however many organisations."""
    return {organisation: _checks(standing) for organisation, standing in standings(organisations, on).items()}


def standings(organisations: Sequence[Organisation], on: date) -> dict[UUID, Standing]:
    """How each organisation stands on a day."""
    found = {each.id: Standing() for each in organisations}
    _seat(found, on)
    for certificate in every_trusted_certificate(found, on=on):
        found[certificate.organisation_id].certificates[certificate.person_id, certificate.office] = certificate
    people = {person for standing in found.values() for person in standing.needed}
    vaults = set(Vault.objects.filter(person__in=people, ended_at__isnull=True).values_list("person_id", flat=True))
    for channel in Channel.objects.filter(organisation__in=found):
        found[channel.organisation_id].channel = channel
    chosen = ChannelProfile.objects.filter(chosen_on(on), channel__organisation__in=found)
    for organisation in chosen.values_list("channel__organisation_id", flat=True):
        found[organisation].laws += 1
    groups = ChannelGroup.objects.filter(channel__organisation__in=found)
    for organisation in groups.values_list("channel__organisation_id", flat=True).distinct():
        found[organisation].groups_chosen = True
    gone = ChannelQuestionnaire.objects.filter(channel__organisation__in=found, own__retired_on__isnull=False)
    for organisation in gone.values_list("channel__organisation_id", flat=True):
        found[organisation].retired += 1
    readings = TestReading.objects.counted(on=on).filter(test__channel__organisation__in=found)
    for reading in readings.select_related("test__channel"):
        found[reading.test.channel.organisation_id].readings.append(reading)
    for standing in found.values():
        standing.vaults = standing.needed & vaults
    return found


def _seat(found: Mapping[UUID, Standing], on: date) -> None:
    deputies = Prefetch("deputies", queryset=Deputy.objects.filter(on_day(on)).order_by("position", "id"))
    kinds = (OfficeKind.COMPLAINTS_MANAGER, OfficeKind.STEWARD)
    offices = Office.objects.filter(on_day(on), organisation__in=found, kind__in=kinds).prefetch_related(deputies)
    for office in offices.order_by("started_on", "id"):
        standing = found[office.organisation_id]
        if office.kind == OfficeKind.STEWARD:
            standing.stewards.add(office.holder_id)
        elif standing.manager is None:
            standing.manager = office.holder_id
            standing.deputies = [deputy.person_id for deputy in office.deputies.all()]


def _checks(standing: Standing) -> Sequence[Check]:
    return (
        _vaults(standing),
        _stewards(standing),
        _readers(standing),
        _test(standing),
        *_ways(standing.channel),
        _law(standing),
        _reporters(standing),
        _questions(standing),
    )


def _vaults(standing: Standing) -> Check:
    have, need = len(standing.vaults), len(standing.needed)
    return Check(
        _("Whoever reads or vouches for keys has a vault"),
        _("%(have)d of %(need)d people have one.") % {"have": have, "need": need},
        bool(need) and have == need,
        _("The complaints manager, the deputies and the stewards each sign in and make their own vault."),
        _("House rule: only a key that somebody holds alone keeps a report between its readers"),
        (OWN_VAULT,),
    )


def _stewards(standing: Standing) -> Check:
    certified = {person for person, office in standing.certificates if office == OfficeKind.STEWARD}
    count = len(certified & standing.stewards)
    return Check(
        _("Three stewards have certified one another"),
        ngettext("%(count)d steward is certified.", "%(count)d stewards are certified.", count) % {"count": count},
        count >= FEWEST_STEWARDS,
        _("Three stewards come together once, compare their words and sign for one another."),
        _("House rule: two people confirm whose key is whose"),
        (KEYS, OFFICES),
    )


def _readers(standing: Standing) -> Check:
    line = standing.line
    count = sum(member.certified for member in line)
    told = ngettext("%(count)d of them holds a certified key.", "%(count)d of them hold a certified key.", count)
    return Check(
        _("The complaints manager and a deputy hold certified keys"),
        told % {"count": count},
        has_readers(line),
        _("Two stewards compare the words of the key with each of them, and sign."),
        _("The integrity policy: a report is sealed to these keys and no others"),
        (KEYS, OFFICES),
    )


def _test(standing: Standing) -> Check:
    count = sum(member.tested for member in standing.line)
    told = ngettext("%(count)d of them read a test.", "%(count)d of them read a test.", count) % {"count": count}
    return Check(
        _("The complaints manager and a deputy have both read a test in the past year"),
        told,
        is_open(standing.line),
        _("Make a test. Then the complaints manager and a deputy open it with their vault, each for themselves."),
        _("House rule: whoever cannot read a test could not read a report"),
        (TO_TEST,),
    )


def _law(standing: Standing) -> Check:
    told = ngettext("%(count)d law is chosen.", "%(count)d laws are chosen.", standing.laws)
    return Check(
        _("It is chosen which law applies"),
        told % {"count": standing.laws} if standing.laws else _("The terms of the European Directive apply meanwhile."),
        bool(standing.laws),
        _("The integrity officer or the administrator chooses the law. Ask a lawyer when in doubt."),
        _("Directive (EU) 2019/1937, art. 9, and the law that follows from it"),
        (TO_TERMS,),
    )


def _reporters(standing: Standing) -> Check:
    chosen = _("The form tells others where to go.")
    waiting = _("Meanwhile everybody who has a tie to the work may report, as far as the law allows it.")
    return Check(
        _("It is chosen who may report"),
        chosen if standing.groups_chosen else waiting,
        standing.groups_chosen,
        _("The integrity officer or the administrator chooses, and writes down the ordinary complaints service."),
        _("Directive (EU) 2019/1937, art. 4 and 8, and the law that follows from it"),
        (TO_REPORTERS,),
    )


def _questions(standing: Standing) -> Check:
    told = ngettext(
        "For %(count)d kind of report the chosen questions are not used any more. The ones that come with this "
        "program are asked meanwhile.",
        "For %(count)d kinds of report the chosen questions are not used any more. The ones that come with this "
        "program are asked meanwhile.",
        standing.retired,
    )
    return Check(
        _("What the form asks is what was chosen"),
        told % {"count": standing.retired} if standing.retired else _("Every kind of report has its questions."),
        not standing.retired,
        _("The integrity officer or the administrator chooses other questions for that kind of report."),
        _("House rule: who reports is asked what somebody chose on purpose"),
        (TO_QUESTIONS,),
    )


def _ways(channel: Channel | None) -> Sequence[Check]:
    by_telephone = bool(channel and channel.telephone)
    outside = bool(channel and channel.authority_name and (channel.authority_telephone or channel.authority_address))
    return (
        Check(
            _("The reporting point can be called"),
            _("A telephone number stands on the public page.") if by_telephone else _("No telephone number yet."),
            by_telephone,
            _("The integrity officer or the administrator writes down a number and its hours."),
            _("Directive (EU) 2019/1937, art. 9: also by word of mouth"),
            (TO_SETTINGS,),
        ),
        Check(
            _("Somebody outside the house can be reached"),
            _("An external authority stands on the public page.") if outside else _("No external authority yet."),
            outside,
            _("The integrity officer or the administrator writes down who it is and how to reach it."),
            _("Directive (EU) 2019/1937, art. 9: tell how to report outside"),
            (TO_SETTINGS,),
        ),
    )
