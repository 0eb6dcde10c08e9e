"""Definitions as files: read back as they were, and refused with the place of each fault."""

import json
from time import process_time
from typing import Any

import pytest

from deontos.questionnaires.phrases import FAULTS
from deontos.questionnaires.rules.files import FORMAT, LARGEST_FILE, read_file, written_file
from deontos.questionnaires.rules.reading import DefinitionRefused, definition_in
from deontos.questionnaires.rules.writing import plain
from deontos.questionnaires.shelf import shipped, versions
from deontos.questionnaires.vocabulary import FaultCode as Code
from tests.questionnaires.samples import SMALL, WHOLE

pytestmark = pytest.mark.row("3.2")

MOST_SECONDS = 20
"""Of computing, whatever else the machine does: a hundred times what it takes, a tenth of what looking up would."""


def refused(content: bytes) -> list[tuple[str, Code]]:
    """The faults for which a file is refused, by place."""
    with pytest.raises(DefinitionRefused) as caught:
        read_file(content)
    for fault in caught.value.faults:
        assert str(FAULTS[fault.code]) % fault.parameters
    return [(fault.place, fault.code) for fault in caught.value.faults]


def small(**changes: Any) -> Any:
    """A file of one question, as plain values."""
    question = {"id": "what", "kind": "short_text", "label": {"nl": "Wat?"}, **changes}
    section = {"id": "one", "title": {"nl": "Een"}, "questions": [question]}
    return {"format": FORMAT, "title": {"nl": "Klein"}, "sections": [section]}


def packed(values: Any) -> bytes:
    """Plain values as a file."""
    return json.dumps(values).encode()


def test_many_names_of_which_one_stands_twice_are_counted_once_each() -> None:
    """Looked up one by one, so many would keep the whole house waiting for minutes."""
    names = ",".join(f'"n{number}":0' for number in range(80_000))
    before = process_time()
    found = refused(f'{{"title":0,"title":0,{names}}}'.encode())
    assert ("title", Code.SAID_TWICE) in found
    assert process_time() - before < MOST_SECONDS


def test_a_file_reads_back_as_it_was() -> None:
    assert read_file(written_file(WHOLE), id="whole", version=3) == WHOLE
    assert read_file(written_file(SMALL), id="small", version=1) == SMALL


@pytest.mark.row("3.3")
def test_every_shipped_questionnaire_can_leave_and_come_back() -> None:
    for id_, numbers in versions().items():
        for number in numbers:
            definition = shipped(id_, number)
            assert read_file(written_file(definition), id=id_, version=number) == definition


def test_what_is_only_unfinished_may_come_in() -> None:
    empty = {"format": FORMAT, "title": {}, "sections": []}
    assert read_file(packed(empty)).sections == ()
    assert read_file(packed(small())).question("what") is not None


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_file(b"\xef\xbb\xbf" + packed(small())).title == {"nl": "Klein"}


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, 1),
        (b'{"a": 1', 1, 8),
        (b'{"format": "x",\n "title": }', 2, 11),
        (b"\xff\xfe{}", 1, 1),
        (b'{"a":\n "\xe9"}', 2, 3),
    ],
)
def test_a_file_that_is_no_json_is_refused_where_it_ends_to_be(content: bytes, line: int, column: int) -> None:
    with pytest.raises(DefinitionRefused) as caught:
        read_file(content)
    [fault] = caught.value.faults
    assert (fault.code, fault.parameters) == (Code.NOT_READABLE, {"line": line, "column": column})


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert refused(b" " * (LARGEST_FILE + 1)) == [("", Code.TOO_LARGE)]


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 200_000])
def test_a_bomb_of_brackets_is_refused(content: bytes) -> None:
    assert refused(content) == [("", Code.TOO_DEEP)]


def test_what_stands_too_deep_is_refused_at_its_place() -> None:
    condition: Any = {"question": "how", "answered": True}
    for _ in range(12):
        condition = {"not": condition}
    place = "sections[0].questions[0].shown_if" + ".not" * 11
    assert refused(packed(small(shown_if=condition))) == [(place, Code.TOO_DEEP)]


HERE = "sections[0].questions[0]"


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"id": "Wat"}, "id", Code.NOT_AN_ID),
        ({"id": ""}, "id", Code.NOT_AN_ID),
        ({"id": "a" * 41}, "id", Code.NOT_AN_ID),
        ({"id": 3}, "id", Code.NOT_A_TEXT),
        ({"id": "csrfmiddlewaretoken"}, "id", Code.ID_RESERVED),
        ({"kind": "essay"}, "kind", Code.UNKNOWN_WORD),
        ({"kind": None}, "kind", Code.NOT_A_TEXT),
        ({"label": "Wat?"}, "label", Code.NOT_AN_OBJECT),
        ({"label": {"de": "Was?"}}, "label", Code.UNKNOWN_WORD),
        ({"label": {"nl": 3}}, "label.nl", Code.NOT_A_TEXT),
        ({"label": {"nl": "x" * 4001}}, "label.nl", Code.TEXT_TOO_LONG),
        ({"label": {"nl": "\ud800"}}, "label.nl", Code.NOT_A_CHARACTER),
        ({"label": {"nl": "a\0b"}}, "label.nl", Code.NOT_A_CHARACTER),
        ({"required": "yes"}, "required", Code.NOT_TRUE_OR_FALSE),
        ({"longest": 2.5}, "longest", Code.NOT_A_WHOLE_NUMBER),
        ({"longest": True}, "longest", Code.NOT_A_WHOLE_NUMBER),
        ({"longest": -1}, "longest", Code.NOT_A_WHOLE_NUMBER),
        ({"longest": 10**18}, "longest", Code.NOT_A_WHOLE_NUMBER),
        ({"lowest": "veel"}, "lowest", Code.NOT_A_DECIMAL),
        ({"lowest": 1e300}, "lowest", Code.NOT_A_DECIMAL),
        ({"lowest": True}, "lowest", Code.NOT_A_DECIMAL),
        ({"earliest": "3/5/2026"}, "earliest", Code.NOT_A_DATE),
        ({"options": {}}, "options", Code.NOT_A_LIST),
        ({"options": [3]}, "options[0]", Code.NOT_AN_OBJECT),
        ({"options": [{"id": "a", "label": {}}] * 61}, "options", Code.TOO_MANY),
        ({"points": [1]}, "points", Code.NOT_AN_OBJECT),
        ({"points": {"a": "b"}}, "points.a", Code.NOT_A_WHOLE_NUMBER),
        ({"colour": "red"}, "", Code.UNKNOWN_WORD),
        ({"shown_if": {}}, "shown_if", Code.NOT_A_CONDITION),
        ({"shown_if": True}, "shown_if", Code.NOT_A_CONDITION),
        ({"shown_if": {"all": []}}, "shown_if.all", Code.NOT_A_CONDITION),
        ({"shown_if": {"any": [{}]}}, "shown_if.any[0]", Code.NOT_A_CONDITION),
        ({"shown_if": {"question": "a", "answered": False}}, "shown_if.answered", Code.NOT_A_CONDITION),
        ({"shown_if": {"question": "a", "equals": "b", "at_least": 1}}, "shown_if", Code.NOT_A_CONDITION),
        ({"shown_if": {"question": "a", "at_least": [1]}}, "shown_if.at_least", Code.NOT_A_DECIMAL),
        ({"shown_if": {"question": "what", "answered": True}}, "shown_if.question", Code.LOOKS_AHEAD),
        ({"shown_if": {"question": "other", "answered": True}}, "shown_if.question", Code.LOOKS_AT_NOTHING),
    ],
)
def test_a_malformed_file_is_refused_at_the_place_of_its_fault(changes: dict[str, Any], place: str, code: Code) -> None:
    assert refused(packed(small(**changes))) == [(".".join(filter(None, (HERE, place))), code)]


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"[]", [("", Code.NOT_AN_OBJECT)]),
        (b"NaN", [("", Code.NOT_AN_OBJECT)]),
        (b"1" * 5000, [("", Code.NOT_AN_OBJECT)]),
        (b"{}", [("format", Code.ABSENT), ("title", Code.ABSENT), ("sections", Code.ABSENT)]),
        (packed({**small(), "format": "other-1"}), [("format", Code.UNKNOWN_WORD)]),
        (
            packed({**small(), "scores": [{"id": "a"}]}),
            [("scores[0].label", Code.ABSENT), ("scores[0].questions", Code.ABSENT)],
        ),
        (packed(small()).replace(b'"id": "what"', b'"id": "what", "id": "what"'), [(f"{HERE}.id", Code.SAID_TWICE)]),
        (
            packed(small(longest=1)).replace(b'"longest": 1', b'"longest": 1e99999999999999999999'),
            [(f"{HERE}.longest", Code.NOT_A_WHOLE_NUMBER)],
        ),
        (
            packed(small(longest=1)).replace(b'"longest": 1', b'"longest": ' + b"9" * 5000),
            [(f"{HERE}.longest", Code.NOT_A_WHOLE_NUMBER)],
        ),
    ],
)
def test_what_is_no_questionnaire_is_refused(content: bytes, faults: list[tuple[str, Code]]) -> None:
    assert refused(content) == faults


def test_all_faults_are_told_at_once_but_not_endlessly() -> None:
    two = small(id="A", kind="B")
    assert refused(packed(two)) == [(f"{HERE}.id", Code.NOT_AN_ID), (f"{HERE}.kind", Code.UNKNOWN_WORD)]
    many = [{"id": "A", "label": {"nl": 1}} for _ in range(60)]
    assert len(refused(packed(small(kind="single_choice", options=many)))) == 100


def test_plain_values_keep_no_defaults() -> None:
    assert plain(read_file(packed(small()))) == {key: value for key, value in small().items() if key != "format"}


def test_a_row_of_the_database_need_not_name_its_format() -> None:
    assert definition_in(plain(WHOLE), id="whole", version=3) == WHOLE
