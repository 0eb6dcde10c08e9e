"""How the rooms hear of one another, read from top to bottom; synchronous, inside the caller's transaction.

After the facts stand what rooms put on pages of others, the sweeps on the full hour, and the timetable on the clock of
Brussels.
"""

from django.utils.translation import gettext_lazy as _

from deontos.access.permissions import Permission
from deontos.access.web.proving import PROVING
from deontos.administration import checklists, seats
from deontos.administration import jobs as administration
from deontos.administration import verifying as administration_verifying
from deontos.administration.consequences import CONSEQUENCES
from deontos.administration.events import (
    AbsenceRecorded,
    DeputyshipEnded,
    HelpAsked,
    OfficeEnded,
    OrganisationFounded,
)
from deontos.administration.readiness import READINESS
from deontos.administration.web.step_up import proved_or_ask
from deontos.audit import jobs as audit
from deontos.audit import verifying as audit_verifying
from deontos.audit.events import AnchorsMade
from deontos.audit.verification import verifies
from deontos.cases import jobs as cases
from deontos.cases import verifying as cases_verifying
from deontos.cases.actions.dialogue import hear
from deontos.cases.actions.identity import hear_of_custody, hear_of_identity
from deontos.cases.actions.opening import open_for_disclosure
from deontos.cases.actions.passing_on import hear_of_passing_on
from deontos.cases.web import agenda as cases_agenda
from deontos.cases.web import untold_agenda
from deontos.cases.web.mailbox import steps_section
from deontos.correspondence import file_verifying, mailbox
from deontos.correspondence import jobs as correspondence
from deontos.correspondence import verifying as correspondence_verifying
from deontos.correspondence.events import IdentityDecided, ReporterWrote
from deontos.jobs import clearing, sweeps
from deontos.jobs.sweeps import sweep
from deontos.jobs.timetable import every
from deontos.kernel.events import when
from deontos.keyring import jobs as keyring
from deontos.keyring import verifying as keyring_verifying
from deontos.keyring.events import CustodyEnded
from deontos.notices import jobs as notices
from deontos.notices.actions import write_anchors
from deontos.notices.events import LetterWritten
from deontos.questionnaires import verifying as questionnaires_verifying
from deontos.sites.desk import counts
from deontos.sites.desk.agenda import AGENDA, Source
from deontos.sites.desk.navigation import NAVIGATION, GroupName, Place
from deontos.sites.letterbox.terms import promises_of
from deontos.speakup import jobs as speakup
from deontos.speakup import promises, readers, set_up
from deontos.speakup import verifying as speakup_verifying
from deontos.speakup.actions.founding import prepare_channel
from deontos.speakup.events import DisclosureReceived, PassingOnDecided
from deontos.speakup.web import agenda as speakup_agenda

when(OrganisationFounded, prepare_channel)
when(DisclosureReceived, open_for_disclosure)
when(ReporterWrote, hear)
when(IdentityDecided, hear_of_identity)
when(PassingOnDecided, hear_of_passing_on)
when(CustodyEnded, hear_of_custody)
when(AbsenceRecorded, cases.look_at_absence)
when(OfficeEnded, cases.look_at_end_of_office)
when(DeputyshipEnded, cases.look_at_end_of_office)
when(LetterWritten, notices.send_soon)
when(HelpAsked, administration.answer_help)
when(AnchorsMade, write_anchors)

PROVING.register(proved_or_ask)

mailbox.register(steps_section)
promises.register(promises_of)

checklists.register(seats.offices_in_place)
checklists.register(set_up.channel_in_place)

CONSEQUENCES.add(readers.closing_with)
READINESS.add(readers.tests_needed)

AGENDA.add(Source(cases_agenda.counts, cases_agenda.rows, late=cases_agenda.late))
AGENDA.add(Source(speakup_agenda.counts, speakup_agenda.rows))
AGENDA.add(Source(untold_agenda.counts, untold_agenda.rows))

NAVIGATION.add(Place(GroupName.TODAY, _("Today"), "desk_home", "inbox", count=counts.late_things))
NAVIGATION.add(
    Place(
        GroupName.IN_CONFIDENCE,
        _("Cases"),
        "case_list",
        "shield",
        Permission.CASES_CASE_READ,
        counts.open_cases,
    )
)
NAVIGATION.add(
    Place(
        GroupName.IN_CONFIDENCE,
        _("Write down a report"),
        "disclosure_enter",
        "phone",
        Permission.SPEAKUP_DISCLOSURE_ENTER,
    )
)
NAVIGATION.add(
    Place(
        GroupName.ACCOUNTING,
        _("Sign-in of the organisation"),
        "provider_list",
        "key-round",
        Permission.ADMINISTRATION_SIGN_IN_CONFIGURE,
    )
)

verifies("audit", audit_verifying.flaws)
verifies("keyring", keyring_verifying.flaws)
verifies("administration", administration_verifying.flaws)
verifies("questionnaires", questionnaires_verifying.flaws)
verifies("correspondence", correspondence_verifying.flaws)
verifies("speakup", speakup_verifying.flaws)
verifies("cases", cases_verifying.flaws)
verifies("files", file_verifying.flaws, beside_rows=True)

NAVIGATION.add(
    Place(GroupName.IN_CONFIDENCE, _("Keys"), "key_overview", "key-round", Permission.KEYRING_STEWARD_CERTIFY)
)
NAVIGATION.add(
    Place(
        GroupName.IN_CONFIDENCE,
        _("Test of the reporting point"),
        "channel_test",
        "eye",
        Permission.SPEAKUP_TEST_READ,
    )
)
NAVIGATION.add(
    Place(
        GroupName.ACCOUNTING,
        _("Reporting point"),
        "channel_setup",
        "list-checks",
        Permission.SPEAKUP_CHANNEL_SET_UP,
        around="/desk/settings/channel/",
    )
)
NAVIGATION.add(
    Place(
        GroupName.ACCOUNTING,
        _("Questionnaires"),
        "questionnaire_list",
        "clipboard-list",
        Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE,
    )
)
NAVIGATION.add(
    Place(
        GroupName.ACCOUNTING,
        _("Ready texts"),
        "ready_texts",
        "file-text",
        Permission.CASES_TEXTS_CHANGE,
        around="/desk/settings/ready-texts/",
    )
)
NAVIGATION.add(
    Place(
        GroupName.ACCOUNTING,
        _("The look of your pages"),
        "theme",
        "settings",
        Permission.ORGANISATIONS_ORGANISATION_CHANGE,
    )
)
NAVIGATION.add(
    Place(GroupName.ACCOUNTING, _("Settings"), "settings_home", "settings", Permission.ADMINISTRATION_SETTINGS_READ)
)

sweep("letters", notices.sweep_letters)
sweep("vaults", keyring.sweep_vaults)
sweep("sign-ins", administration.forget_sessions)
sweep("sittings and drafts", correspondence.sweep_sittings)
sweep("daily e-mails", correspondence.sweep_notices)
sweep("floods", speakup.sweep_floods)

every("sweep", sweeps.ON_THE_HOUR, sweeps.sweep_house)
every("who reads", cases.BEFORE_THE_FIRST_LETTERS, cases.look_after_readers)
every("withheld names", cases.BEFORE_THE_FIRST_LETTERS, cases.look_at_withheld_names)
every("reminders", cases.BEFORE_THE_FIRST_LETTERS, cases.remind_of_terms)
every("texts not sent", cases.EVERY_NIGHT, cases.clear_away_drafts)
every("letters", notices.WINDOWS, notices.open_window)
every("keys", keyring.EVERY_MORNING, keyring.watch_over_keys)
every("anchors", audit.EVERY_MORNING, audit.make_anchors)
every("clear away jobs", clearing.EVERY_NIGHT, clearing.clear_away)
every("forget sent letters", notices.NIGHTLY, notices.forget_sent_letters)
every("ask for tests", speakup.EVERY_MORNING, speakup.ask_for_tests)
every("files", correspondence.EVERY_NIGHT, correspondence.clear_store)
every("leavers", administration.AFTER_MIDNIGHT, administration.part_with_leavers)
