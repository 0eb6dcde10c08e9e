"""Whatever stands in a file or is typed: only the one refusal is raised, and what is hidden has no answer."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deontos.questionnaires.rules.checking import Checked, check, newly_shown, visible
from deontos.questionnaires.rules.definition import AllOf, AnyOf, Definition, Look, Not, Option, Question, Row, Section
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.files import FORMAT, read_file, written_file
from deontos.questionnaires.rules.parts import all_names
from deontos.questionnaires.rules.reading import DefinitionRefused, definition_in
from deontos.questionnaires.rules.scoring import scored
from deontos.questionnaires.rules.writing import plain
from deontos.questionnaires.telling import told
from deontos.questionnaires.vocabulary import QuestionKind, Test
from tests.questionnaires.samples import BOTH, EVERYTHING, WHOLE

pytestmark = pytest.mark.row("3.1", "3.2")

IDS = st.sampled_from(["a", "b", "c", "d", "e"])
WORDS = st.sampled_from(sorted(set(json.dumps(plain(WHOLE)).replace('"', " ").replace(":", " ").split())))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
KEYS = st.sampled_from(
    ["id", "kind", "label", "questions", "options", "shown_if", "all", "not", "question", "equals", "nl", "points"]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | WORDS, inner, max_size=5), max_leaves=20
)


FAULTLESS = Definition("refused without a fault", 1, {}, ())


def at_every_place(value: Any) -> list[tuple[Any, Any]]:
    """Every place of plain values, as what holds it and under which key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in ((value, key), *at_every_place(value[key]))]


def read(content: bytes) -> Definition | None:
    """The definition in a file, if it is one; nothing but the refusal may be raised."""
    try:
        return read_file(content)
    except DefinitionRefused as refusal:
        return None if refusal.faults else FAULTLESS


@settings(max_examples=60)
@given(st.binary(max_size=300) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_file_raises_anything_but_the_refusal(content: bytes) -> None:
    assert read(content) is not FAULTLESS


@settings(max_examples=60)
@given(st.data())
def test_no_change_of_a_good_file_raises_anything_but_the_refusal(data: st.DataObject) -> None:
    values = json.loads(written_file(WHOLE))
    assert values["format"] == FORMAT
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(at_every_place(values)))
        holder[key] = data.draw(VALUES)
    found = read(json.dumps(values).encode())
    assert found is not FAULTLESS
    if found is not None:
        assert read_file(written_file(found)) == found
        check(found, EVERYTHING)


def texts() -> st.SearchStrategy[dict[str, str]]:
    """A text in some languages."""
    return st.dictionaries(st.sampled_from(["nl", "fr", "en", "es"]), st.text(max_size=5).filter(is_kept), max_size=4)


def is_kept(text: str) -> bool:
    """Whether a text has only signs that can be kept."""
    return "\0" not in text and text.isprintable()


COMPARING = [test for test in Test if test is not Test.ANSWERED]
COMPARED = st.builds(Look, IDS, st.sampled_from(COMPARING), st.sampled_from(["a", "b", "yes", "no", "2", "1.5"]))
LOOKS = COMPARED | st.builds(Look, IDS, st.just(Test.ANSWERED))
CONDITIONS = st.recursive(
    LOOKS,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
QUESTIONS = st.builds(
    Question,
    id=IDS,
    kind=st.sampled_from(QuestionKind),
    label=texts(),
    required=st.booleans(),
    shown_if=st.none() | CONDITIONS,
    longest=st.integers(1, 10),
    options=st.lists(st.builds(Option, IDS, texts(), texts(), st.booleans()), max_size=3).map(tuple),
    rows=st.lists(st.builds(Row, IDS, texts()), max_size=2).map(tuple),
    fewest=st.none() | st.integers(0, 3),
    most=st.none() | st.integers(0, 3),
    lowest=st.none() | st.decimals(-99, 99, places=2),
    highest=st.none() | st.decimals(-99, 99, places=2),
    decimals=st.integers(0, 4),
    currencies=st.lists(st.sampled_from(["EUR", "XOF"]), max_size=2).map(tuple),
    partial=st.booleans(),
    earliest=st.none() | st.dates(),
    latest=st.none() | st.dates(),
    to_agree=st.booleans(),
    points=st.dictionaries(IDS | st.sampled_from(["yes", "no"]), st.integers(0, 9), max_size=3),
)
SECTIONS = st.builds(Section, IDS, texts(), st.lists(QUESTIONS, max_size=4).map(tuple), shown_if=st.none() | CONDITIONS)
DEFINITIONS = st.builds(Definition, st.just("x"), st.just(1), texts(), st.lists(SECTIONS, max_size=3).map(tuple))
NAMES = st.builds(
    lambda id, part: f"{id}{part}",  # noqa: A006 as it is called
    IDS,
    st.sampled_from(
        ["", ".day", ".month", ".year", ".from_year", ".until_year", ".until_day", ".amount", ".currency", ".a"]
    ),
)
TYPED_WORDS = st.sampled_from(["a", "b", "yes", "no", "2", "1,5", "2026", "mei", "31", "EUR", "XOF", "on", "", " "])
TYPED = st.dictionaries(NAMES, st.lists(TYPED_WORDS | st.text(max_size=6), max_size=3), max_size=12)


def outcome(checked: Checked) -> tuple[Any, ...]:
    """What became of what was typed, in values that can be compared."""
    refused = {id: {part: each.code for part, each in parts.items()} for id, parts in checked.refused.items()}  # noqa: A001
    return checked.answers, refused, checked.shown


@settings(max_examples=60)
@given(DEFINITIONS, TYPED, TYPED)
def test_nothing_that_is_typed_for_anything_that_is_defined_raises(
    definition: Definition, typed: dict[str, list[str]], before: dict[str, list[str]]
) -> None:
    checked = check(definition, typed)
    assert set(checked.answers) <= set(checked.shown)
    assert set(checked.refused) <= set(checked.shown)
    assert outcome(check(definition, {**typed, "other": ["x"]})) == outcome(checked)
    json.dumps(dict(checked.answers))
    newly_shown(definition, before, typed, set(typed))
    scored(definition, checked.answers)
    told(definition, checked.answers, "nl")
    faults(definition, BOTH)


@settings(max_examples=60)
@given(DEFINITIONS, TYPED)
def test_what_is_hidden_never_has_an_answer(definition: Definition, typed: dict[str, list[str]]) -> None:
    if any(fault for fault in faults(definition, ()) if not fault.is_only_unfinished):
        return
    checked = check(definition, typed)
    shown = {question.id for each in visible(definition, checked.answers) for question in each.questions}
    assert shown == set(checked.shown)
    assert set(checked.answers) <= shown
    hidden = [name for name in all_names(definition) if name.partition(".")[0] not in shown]
    typed_in_sight = {name: values for name, values in typed.items() if name not in hidden}
    assert outcome(check(definition, typed_in_sight)) == outcome(checked)


@settings(max_examples=50)
@given(DEFINITIONS)
def test_every_definition_reads_back_from_plain_values(definition: Definition) -> None:
    kept = json.loads(json.dumps(plain(definition)))
    assert definition_in(kept, id="x", version=1) == definition


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(all_names(WHOLE))), st.lists(TYPED_WORDS | st.text(), max_size=3)))
def test_the_questionnaire_with_everything_takes_only_what_it_shows(typed: dict[str, list[str]]) -> None:
    checked = check(WHOLE, typed)
    assert set(checked.answers) <= set(checked.shown)
    answered = [each for each in checked.shown if each in checked.answers]
    assert [line.id for line in told(WHOLE, checked.answers, "fr")] == answered
