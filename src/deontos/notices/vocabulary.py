"""The letters there are, and what is wrong with an address for mail."""

from enum import StrEnum


class LetterTemplate(StrEnum):
    """Which letter; its words stand in `templates/notices` under this name."""

    SOMETHING_WAITS = "something_waits"
    VAULT_MADE = "vault_made"
