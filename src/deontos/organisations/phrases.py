"""The labels of offices, organisations, capacities and warnings, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.organisations.vocabulary import CapacityKind, CombinationWarning, OfficeKind, OrganisationKind

OFFICES: dict[OfficeKind, Promise] = {
    OfficeKind.INTEGRITY_OFFICER: _("integrity officer"),
    OfficeKind.INTEGRITY_ADVISER: _("integrity adviser"),
    OfficeKind.COMPLAINTS_MANAGER: _("complaints manager"),
    OfficeKind.CONFIDENTIAL_COUNSELLOR: _("confidential counsellor"),
    OfficeKind.INTEGRITY_COORDINATOR: _("integrity coordinator"),
    OfficeKind.WORKING_GROUP_MEMBER: _("member of the integrity working group"),
    OfficeKind.PROGRAMME_MANAGER: _("programme manager"),
    OfficeKind.FINANCIAL_MANAGER: _("financial manager"),
    OfficeKind.HR_MANAGER: _("HR manager"),
    OfficeKind.DEPARTMENT_HEAD: _("department head"),
    OfficeKind.GENERAL_DIRECTOR: _("general director"),
    OfficeKind.BOARD_READER: _("board reader"),
    OfficeKind.CHAMBER_SECRETARIAT: _("secretariat of the reflection chamber"),
    OfficeKind.FACILITATOR: _("process facilitator"),
    OfficeKind.CHAMBER_MEMBER: _("member of the reflection chamber"),
    OfficeKind.EXTERNAL_EXPERT: _("external expert"),
    OfficeKind.STEWARD: _("steward"),
    OfficeKind.AUDITOR: _("auditor"),
    OfficeKind.ADMINISTRATOR: _("administrator"),
}

DEPUTY_COMPLAINTS_MANAGER = _("deputy complaints manager")

ORGANISATIONS: dict[OrganisationKind, Promise] = {
    OrganisationKind.MUNICIPALITY: _("city or municipality"),
    OrganisationKind.PUBLIC_WELFARE_CENTRE: _("public welfare centre"),
    OrganisationKind.POLICE_ZONE: _("police zone"),
    OrganisationKind.EMERGENCY_ZONE: _("emergency zone"),
    OrganisationKind.AUTONOMOUS_MUNICIPAL_COMPANY: _("autonomous municipal company"),
    OrganisationKind.WELFARE_ASSOCIATION: _("welfare association"),
    OrganisationKind.COOPERATION_STRUCTURE: _("cooperation structure"),
    OrganisationKind.INTERMUNICIPAL_COMPANY: _("intermunicipal company"),
    OrganisationKind.ASSOCIATION: _("association of local governments"),
    OrganisationKind.SISTER_ASSOCIATION: _("sister association"),
    OrganisationKind.PARTNER: _("partner"),
}

CAPACITIES: dict[CapacityKind, Promise] = {
    CapacityKind.STAFF: _("staff"),
    CapacityKind.ELECTED_OFFICIAL: _("elected official"),
    CapacityKind.PROGRAMME_OFFICIAL: _("programme official"),
    CapacityKind.DELEGATION_MEMBER: _("delegation member"),
    CapacityKind.PARTNER: _("partner"),
    CapacityKind.SUPPLIER: _("supplier"),
}

WARNINGS: dict[CombinationWarning, Promise] = {
    CombinationWarning.OFFICER_IS_ADVISER: _(
        "The integrity officer is also the adviser. That is allowed. The officer then also watches over their own work."
    ),
    CombinationWarning.MANAGER_IS_DEPARTMENT_HEAD: _(
        "The complaints manager also heads a department. A report about that department should go to the deputy."
    ),
    CombinationWarning.MANAGER_IN_OPERATIONS: _(
        "The complaints manager also runs a programme. The manager should stay out of daily work as much as possible."
    ),
    CombinationWarning.MANAGER_IS_OFFICER: _(
        "The complaints manager is also the integrity officer, who watches over the manager's work."
    ),
    CombinationWarning.MANAGER_IS_ADVISER: _(
        "The complaints manager is also the adviser. "
        "What somebody told in confidence must not become a report by itself."
    ),
    CombinationWarning.STEWARD_IS_ADMINISTRATOR: _(
        "This steward is also an administrator. Not all stewards may be administrators."
    ),
    CombinationWarning.COUNSELLOR_IS_HR_MANAGER: _(
        "This counsellor also decides about staff. People may not dare to speak freely."
    ),
    CombinationWarning.DEPUTY_IN_LINE_OF_MANAGER: _(
        "The deputy and the complaints manager stand above or below each other in the organisation."
    ),
    CombinationWarning.DEPUTY_IN_TEAM_OF_MANAGER: _("The deputy and the complaints manager work in the same team."),
    CombinationWarning.READER_IN_LINE_OF_PERSON_CONCERNED: _(
        "This reader stands above or below the person concerned. Consider the next deputy, or somebody from outside."
    ),
    CombinationWarning.READER_IN_TEAM_OF_PERSON_CONCERNED: _(
        "This reader works in the same team as the person concerned. "
        "Consider the next deputy, or somebody from outside."
    ),
}
