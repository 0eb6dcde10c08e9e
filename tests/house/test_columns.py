"""Every column says what it knows about people, is named for what it holds, and tells no moment of a reporter's act."""

import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.complaints import Complaint, insist

pytestmark = pytest.mark.row("1.2")

# nothing: nobody can be found by it · personal: about somebody known by name · sealed: unreadable without a key.
PRIVACY = {"nothing", "personal", "sealed"}
# Everything in these rooms is written by a reporter's act, or lies beside what is.
REPORTERS_ROOMS = {"correspondence", "speakup"}
# Tables of other rooms into which a reporter's act writes, or what it sets off. Audit entries and letters are mixed:
# a constraint of their own keeps the moment out of a reporter's rows.
REPORTERS_TABLES = {
    *("keyring.ReceiptHolder", "keyring.Pair", "keyring.Epoch", "keyring.ItemKey", "keyring.Envelope"),
    *("keyring.SharedSecret", "keyring.Share"),
    *("cases.CaseFile", "cases.CaseClock", "cases.CaseTerm", "cases.CaseStep"),
}
ENDINGS = (("at", models.DateTimeField), ("on", models.DateField), ("by", models.ForeignKey))

Model = type[models.Model]


def our_models() -> list[Model]:
    """The tables of our rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("deontos.")]


def columns_of(model: Model) -> list[str]:
    """The names of the columns of a table, and of its many-to-many tables."""
    return [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]


def place_of(model: Model) -> str:
    """Where a table is defined."""
    return f"{model.__module__}.{model.__name__}"


def unsaid_privacy(model: Model) -> Iterator[Complaint]:
    """Columns that do not say what they know about people, and words for columns that are not there."""
    said = model.__dict__.get("PRIVACY")
    if said is None:
        yield Complaint(place_of(model), "has no PRIVACY")
        return
    for column in columns_of(model):
        if column not in said:
            yield Complaint(f"{place_of(model)}.{column}", "does not say what it knows about people")
    for column, word in said.items():
        if column not in columns_of(model):
            yield Complaint(f"{place_of(model)}.{column}", "stands in PRIVACY and is no column")
        if word not in PRIVACY:
            yield Complaint(f"{place_of(model)}.{column}", f"{word}: say one of {', '.join(sorted(PRIVACY))}")


def misnamed_column(model: Model) -> Iterator[Complaint]:
    """Moments that do not end in ``_at``, dates not in ``_on``, and columns that end so and are neither."""
    for field in model._meta.local_fields:
        ending = field.name.rsplit("_", 1)[-1]
        is_moment = isinstance(field, models.DateTimeField)
        wanted = "at" if is_moment else "on" if isinstance(field, models.DateField) else ""
        if wanted and ending not in {wanted, "from", "until"}:
            yield Complaint(f"{place_of(model)}.{field.name}", f"should end in _{wanted}")
        for each, kind in ENDINGS:
            fits = isinstance(field, kind) and not (each == "on" and is_moment)
            if ending == each and not fits:
                yield Complaint(f"{place_of(model)}.{field.name}", f"ends in _{each} and is no {kind.__name__}")


def telling_column(model: Model) -> Iterator[Complaint]:
    """Columns by which a reporter's act could be placed in time: a moment, a counting key, a key made from a clock."""
    for field in model._meta.local_fields:
        place = f"{place_of(model)}.{field.name}"
        if isinstance(field, models.DateTimeField | models.TimeField):
            yield Complaint(place, "holds a moment: what a reporter does has a civil date")
        if isinstance(field, models.AutoField | models.BigAutoField):
            yield Complaint(place, "counts: what a reporter does has a random id")
        if (
            field.default is not models.NOT_PROVIDED
            and isinstance(field, models.UUIDField)
            and field.default is not uuid.uuid4
        ):
            yield Complaint(place, "is not made by uuid4: what a reporter does has a random id")


def named(model: Model) -> str:
    """A table by its room: ``keyring.Pair``."""
    return f"{model.__module__.split('.')[1]}.{model.__name__}"


def is_reporters(model: Model) -> bool:
    """Whether rows of this table are written by a reporter's act, or by what it sets off."""
    return named(model).split(".")[0] in REPORTERS_ROOMS or named(model) in REPORTERS_TABLES


@pytest.mark.parametrize("habit", [unsaid_privacy, misnamed_column], ids=lambda habit: habit.__name__)
def test_every_column_keeps_the_habit(habit: type) -> None:
    assert our_models()
    insist(habit.__name__, [wrong for model in our_models() for wrong in habit(model)])


def test_no_row_on_the_reporters_side_tells_a_moment() -> None:
    reporters = [model for model in our_models() if is_reporters(model)]
    assert {named(model) for model in reporters} >= REPORTERS_TABLES
    insist("telling_column", [wrong for model in reporters for wrong in telling_column(model)])


@isolate_apps("deontos.organisations")
def test_columns_that_keep_no_habit_are_noticed() -> None:
    class Row(models.Model):
        id = models.BigAutoField(primary_key=True)
        other = models.UUIDField(default=uuid.uuid1)
        opened = models.DateTimeField()
        closed = models.DateField()
        seen_on = models.DateTimeField()
        kept_at = models.DateField()
        made_by = models.TextField()
        valid_until = models.DateField()

        PRIVACY = {
            "id": "nothing",
            "other": "secretive",
            "gone": "personal",
            "opened": "personal",
            "closed": "personal",
        }

        class Meta:
            app_label = "organisations"

    place = place_of(Row)
    assert sorted(wrong.place.removeprefix(f"{place}.") for wrong in unsaid_privacy(Row)) == [
        *("gone", "kept_at", "made_by", "other", "seen_on", "valid_until"),
    ]
    assert [wrong.place.removeprefix(f"{place}.") for wrong in misnamed_column(Row)] == [
        *("opened", "closed", "seen_on", "seen_on", "kept_at", "kept_at", "made_by"),
    ]
    assert [wrong.place.removeprefix(f"{place}.") for wrong in telling_column(Row)] == [
        "id",
        "other",
        "opened",
        "seen_on",
    ]


@isolate_apps("deontos.organisations")
def test_columns_that_keep_every_habit_are_fine() -> None:
    class Row(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        received_on = models.DateField()

        PRIVACY = {"id": "nothing", "received_on": "sealed"}

        class Meta:
            app_label = "organisations"

    assert [*unsaid_privacy(Row), *misnamed_column(Row), *telling_column(Row)] == []


@isolate_apps("deontos.organisations")
def test_a_table_without_privacy_is_noticed_even_when_its_parent_has_it() -> None:
    class Parent(models.Model):
        PRIVACY = {"id": "nothing"}

        class Meta:
            app_label = "organisations"
            abstract = True

    class Child(Parent):
        class Meta:
            app_label = "organisations"

    assert list(unsaid_privacy(Child)) == [Complaint(place_of(Child), "has no PRIVACY")]
