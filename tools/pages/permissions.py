"""The page that says which office carries which permission."""

from deontos.access.permissions import Permission
from deontos.access.roles import ROLES


def page() -> str:
    """The offices with their sentence, then a table: one row a permission, one column an office."""
    offices = [role.office.value.replace("_", " ") for role in ROLES]
    lines = ["# Who may do what", "", "An office that is not named here carries nothing.", ""]
    lines += [f"* **{office}**: {role.sentence}" for office, role in zip(offices, ROLES, strict=True)]
    lines += ["", f"| Permission | {' | '.join(offices)} |", f"|---|{'---|' * len(offices)}"]
    for permission in sorted(Permission):
        marks = ["yes" if permission in role.permissions else "" for role in ROLES]
        lines.append(f"| `{permission}` | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"
