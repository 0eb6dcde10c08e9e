"""Each piece of a questionnaire has a name that stays when it moves, and the place of a fault leads to its piece."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.pieces import Piece, Where, part_at, piece_at, place_read, where_is
from deontos.questionnaires.shelf import shipped, versions
from deontos.questionnaires.vocabulary import PieceKind
from tests.questionnaires.samples import WHOLE

pytestmark = pytest.mark.row("3.2")
SHIPPED = [shipped(name, numbers[-1]) for name, numbers in versions().items()]


def every_way(definition: Definition) -> Iterator[Where]:
    """The way to each piece."""
    yield ()
    for number, section in enumerate(definition.sections):
        yield (("sections", number),)
        for count, question in enumerate(section.questions):
            at: Where = (("sections", number), ("questions", count))
            yield at
            yield from ((*at, ("options", place)) for place in range(len(question.options)))
            yield from ((*at, ("rows", place)) for place in range(len(question.rows)))
    for number, score in enumerate(definition.scores):
        yield (("scores", number),)
        yield from ((("scores", number), ("bands", place)) for place in range(len(score.bands)))


@pytest.mark.parametrize("definition", [WHOLE, *SHIPPED], ids=lambda each: each.id)
def test_every_piece_is_found_by_its_name(definition: Definition) -> None:
    ways = list(every_way(definition))
    names = [piece_at(definition, way).text for way in ways]
    assert len(set(names)) == len(names)
    assert [where_is(definition, Piece.read(name)) for name in names] == ways


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("title", WHOLE),
        ("section-second", WHOLE.sections[1]),
        ("question-loss", WHOLE.sections[2].questions[1]),
        ("option-kinds-fraud", WHOLE.sections[0].questions[3].options[2]),
        ("row-trust-board", WHOLE.sections[2].questions[2].rows[1]),
        ("score-heavy", WHOLE.scores[0]),
        ("band-heavy-1", WHOLE.scores[0].bands[1]),
    ],
)
def test_a_name_says_which_piece_it_is(name: str, part: object) -> None:
    where = where_is(WHOLE, Piece.read(name))
    assert where is not None
    assert part_at(WHOLE, where) is part


@pytest.mark.parametrize(
    "name",
    [
        *("section-none", "question-second", "option-kinds-none_such", "option-none-fraud", "row-kinds-fraud"),
        *("score-none", "band-heavy-2", "band-heavy-x", "band-heavy-9999", "band-heavy-²", "band-none-0"),
    ],
)
def test_what_is_not_there_is_nowhere(name: str) -> None:
    assert where_is(WHOLE, Piece.read(name)) is None


@pytest.mark.parametrize("name", ["", "-", "title-x", "section", "section-", "option-kinds", "option--fraud", "x-y"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the words are Python's own
        Piece.read(name)


@given(st.text(alphabet="abtisecon-_09²é", max_size=40))
def test_no_text_in_an_address_brings_it_down(name: str) -> None:
    try:
        where_is(WHOLE, Piece.read(name))
    except ValueError:
        return


@pytest.mark.parametrize(
    ("place", "where", "rest"),
    [
        ("title.fr", (), "title.fr"),
        ("sections", (), "sections"),
        ("sections[2].questions", (("sections", 2),), "questions"),
        ("sections[0].questions[1].label.fr", (("sections", 0), ("questions", 1)), "label.fr"),
        ("sections[0].questions[1].shown_if.any[0].question", (("sections", 0), ("questions", 1)), None),
        ("sections[0].questions[1].options[3].hint.nl", (("sections", 0), ("questions", 1), ("options", 3)), "hint.nl"),
        ("scores[0].questions[2]", (("scores", 0),), "questions[2]"),
        ("scores[0].bands[1].from_percent", (("scores", 0), ("bands", 1)), "from_percent"),
    ],
)
def test_the_place_of_a_fault_leads_to_its_piece(place: str, where: Where, rest: str | None) -> None:
    assert place_read(place) == (where, "shown_if.any[0].question" if rest is None else rest)


def test_a_piece_keeps_its_name_where_ids_are_said_twice_in_another_question() -> None:
    assert piece_at(WHOLE, (("sections", 0), ("questions", 2), ("options", 0))) == Piece(
        PieceKind.OPTION, ("how", "saw")
    )
