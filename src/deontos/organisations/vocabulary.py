"""The kinds of organisation, office and capacity. Sources: R-002.04 (members), R-000.11-.16 and glossary (offices)."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is; the list of members of R-002.04, and who stands around them."""

    MUNICIPALITY = "municipality"
    PUBLIC_WELFARE_CENTRE = "public_welfare_centre"
    POLICE_ZONE = "police_zone"
    EMERGENCY_ZONE = "emergency_zone"
    AUTONOMOUS_MUNICIPAL_COMPANY = "autonomous_municipal_company"
    WELFARE_ASSOCIATION = "welfare_association"
    COOPERATION_STRUCTURE = "cooperation_structure"
    INTERMUNICIPAL_COMPANY = "intermunicipal_company"
    ASSOCIATION = "association"
    SISTER_ASSOCIATION = "sister_association"
    PARTNER = "partner"


class OfficeKind(StrEnum):
    """The offices that somebody holds with a mandate."""

    INTEGRITY_OFFICER = "integrity_officer"
    INTEGRITY_ADVISER = "integrity_adviser"
    COMPLAINTS_MANAGER = "complaints_manager"
    CONFIDENTIAL_COUNSELLOR = "confidential_counsellor"
    INTEGRITY_COORDINATOR = "integrity_coordinator"
    WORKING_GROUP_MEMBER = "working_group_member"
    PROGRAMME_MANAGER = "programme_manager"
    FINANCIAL_MANAGER = "financial_manager"
    HR_MANAGER = "hr_manager"
    DEPARTMENT_HEAD = "department_head"
    GENERAL_DIRECTOR = "general_director"
    BOARD_READER = "board_reader"
    CHAMBER_SECRETARIAT = "chamber_secretariat"
    FACILITATOR = "facilitator"
    CHAMBER_MEMBER = "chamber_member"
    EXTERNAL_EXPERT = "external_expert"
    STEWARD = "steward"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


HELD_BY_ONE = frozenset(
    {
        OfficeKind.INTEGRITY_OFFICER,
        OfficeKind.COMPLAINTS_MANAGER,
        OfficeKind.INTEGRITY_COORDINATOR,
        OfficeKind.GENERAL_DIRECTOR,
        OfficeKind.HR_MANAGER,
        OfficeKind.FINANCIAL_MANAGER,
    }
)
"""Offices that one person at a time holds in an organisation (house rule)."""


class CapacityKind(StrEnum):
    """In which quality a person belongs to an organisation (contract: import of people)."""

    STAFF = "staff"
    ELECTED_OFFICIAL = "elected_official"
    PROGRAMME_OFFICIAL = "programme_official"
    DELEGATION_MEMBER = "delegation_member"
    PARTNER = "partner"
    SUPPLIER = "supplier"


class Language(StrEnum):
    """The four languages of the house."""

    DUTCH = "nl"
    FRENCH = "fr"
    ENGLISH = "en"
    SPANISH = "es"


class Relation(StrEnum):
    """How two people of one organisation stand to each other (T5, R-000.90)."""

    NONE = "none"
    SAME_TEAM = "same_team"
    IN_LINE = "in_line"


class CombinationWarning(StrEnum):
    """What a combination of offices or a relation asks attention for. It warns, it never blocks (T5)."""

    OFFICER_IS_ADVISER = "officer_is_adviser"
    MANAGER_IS_DEPARTMENT_HEAD = "manager_is_department_head"
    MANAGER_IN_OPERATIONS = "manager_in_operations"
    MANAGER_IS_OFFICER = "manager_is_officer"
    MANAGER_IS_ADVISER = "manager_is_adviser"
    STEWARD_IS_ADMINISTRATOR = "steward_is_administrator"
    COUNSELLOR_IS_HR_MANAGER = "counsellor_is_hr_manager"
    DEPUTY_IN_LINE_OF_MANAGER = "deputy_in_line_of_manager"
    DEPUTY_IN_TEAM_OF_MANAGER = "deputy_in_team_of_manager"
    READER_IN_LINE_OF_PERSON_CONCERNED = "reader_in_line_of_person_concerned"
    READER_IN_TEAM_OF_PERSON_CONCERNED = "reader_in_team_of_person_concerned"
