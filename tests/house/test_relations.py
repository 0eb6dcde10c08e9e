"""Every relation between rows points down the storeys: import-linter cannot see ``ForeignKey("cases.CaseFile")``."""

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps

from tests.house.complaints import Complaint, insist
from tests.house.plan import storey_of

pytestmark = pytest.mark.row("1.2")

# A relation: the module that has the column, the name of the column, the module that the column points to.
Relation = tuple[str, str, str]


def relations() -> Iterator[Relation]:
    """Every relation of every model that Django knows, the hidden ones of many-to-many tables too."""
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.remote_field:
                yield model.__module__, f"{model.__name__}.{field.name}", field.related_model.__module__


def room_of(module: str) -> str:
    """The room of a module by its dotted name; empty for what is not ours."""
    parts = module.split(".")
    return parts[1] if parts[0] == "deontos" and len(parts) > 1 else ""


def upward(found: Iterable[Relation]) -> Iterator[Complaint]:
    """Relations of our rooms that point up or sideways. Rows of others' packages may be pointed to."""
    for origin, column, target in found:
        below, above = room_of(origin), room_of(target)
        if below and above and below != above and storey_of(above) >= storey_of(below):
            yield Complaint(f"{origin}.{column}", f"points to {above}, which is not below {below}")


def test_every_relation_points_down() -> None:
    every = list(relations())
    assert {room_of(origin) for origin, _column, _target in every} > {"organisations", "keyring", "audit"}
    insist("relations", upward(every))


@pytest.mark.parametrize(
    ("origin", "target", "count"),
    [
        ("deontos.keyring.models", "deontos.cases.models", 1),
        ("deontos.cases.models", "deontos.advice.models", 1),
        ("deontos.cases.models.files", "deontos.keyring.models", 0),
        ("deontos.cases.models", "deontos.cases.models", 0),
        ("deontos.administration.models", "django.contrib.auth.models", 0),
        ("allauth.account.models", "deontos.administration.models", 0),
    ],
)
def test_a_relation_that_points_up_or_sideways_is_noticed(origin: str, target: str, count: int) -> None:
    assert len(list(upward([(origin, "Row.column", target)]))) == count


def test_a_room_that_is_not_in_the_plan_is_noticed() -> None:
    with pytest.raises(KeyError):
        list(upward([("deontos.attic.models", "Row.column", "deontos.cases.models")]))
