"""What is wrong with a whole definition, each fault with its place. Pure. Ground: house rule."""

from collections.abc import Collection, Iterator, Sequence

from deontos.questionnaires.rules.definition import Definition, Question, Score
from deontos.questionnaires.rules.fitting import BELONGS_TO, faults_of_question
from deontos.questionnaires.rules.looking import Known, faults_of_condition
from deontos.questionnaires.rules.parts import names_of
from deontos.questionnaires.rules.places import Fault, inside, nth
from deontos.questionnaires.rules.texts import completeness
from deontos.questionnaires.vocabulary import FaultCode, QuestionKind

RESERVED = frozenset(
    {
        *("about", "asks", "attachments", "csrfmiddlewaretoken", "go", "identity", "involved", "kind", "language"),
        *("name", "organisation", "reach", "receipt", "receipt_kept", "sitting"),
        *("passing_on", "concerned", "concerned_name", "involved_there", "line_shown"),
        *("client_secret", "code", "new_password", "new_password_again", "password"),
        *("proof", "proof_passkey", "proof_recovery"),
    }
)
"""Names of fields that stand in forms beside a questionnaire (contract.md); no page gives back what a secret says."""
OF_VAULTS = "vault_"
"""What has this in its name opens a vault, and is given back in no page either."""
MOST_FIELDS = 300
"""Controls of one page at most: a browser that sends more than 500 values is refused."""
WHOLE = 100


def faults(definition: Definition, languages: Collection[str]) -> list[Fault]:
    """What is wrong with a questionnaire that has to be there in these languages; nothing when it may be used.

    House rule.
    """
    return [
        *_of_sections(definition),
        *_of_conditions(definition),
        *_of_scores(definition),
        *_unwritten(definition, languages),
    ]


def controls_of(question: Question) -> int:
    """How many values a browser may send for a question. House rule."""
    if question.kind is QuestionKind.MULTIPLE_CHOICE:
        return len(question.options)
    return len(names_of(question))


def _of_sections(definition: Definition) -> Iterator[Fault]:
    if not definition.sections:
        yield Fault("sections", FaultCode.NOTHING_ASKED)
    yield from _twice("sections", [section.id for section in definition.sections])
    seen: set[str] = set()
    for number, section in enumerate(definition.sections):
        place = inside(nth("sections", number), "questions")
        if not section.questions:
            yield Fault(place, FaultCode.NOTHING_ASKED)
        for count, question in enumerate(section.questions):
            there = nth(place, count)
            if question.id in seen:
                yield Fault(inside(there, "id"), FaultCode.ID_TWICE, {"id": question.id})
            if question.id in RESERVED or OF_VAULTS in question.id:
                yield Fault(inside(there, "id"), FaultCode.ID_RESERVED, {"id": question.id})
            seen.add(question.id)
            yield from faults_of_question(question, there)
    if sum(map(controls_of, definition.questions)) > MOST_FIELDS:
        yield Fault("sections", FaultCode.TOO_MANY_FIELDS, {"most": MOST_FIELDS})


def _of_conditions(definition: Definition) -> Iterator[Fault]:
    every = {question.id for question in definition.questions}
    earlier: dict[str, Question] = {}
    for number, section in enumerate(definition.sections):
        place, known = nth("sections", number), Known(earlier, every)
        yield from faults_of_condition(section.shown_if, inside(place, "shown_if"), known)
        for count, question in enumerate(section.questions):
            there = nth(inside(place, "questions"), count)
            yield from faults_of_condition(question.shown_if, inside(there, "shown_if"), known)
            earlier[question.id] = question


def _of_scores(definition: Definition) -> Iterator[Fault]:
    yield from _twice("scores", [score.id for score in definition.scores])
    for number, score in enumerate(definition.scores):
        yield from _of_score(definition, score, nth("scores", number))


def _of_score(definition: Definition, score: Score, place: str) -> Iterator[Fault]:
    if not score.questions:
        yield Fault(inside(place, "questions"), FaultCode.NOTHING_ASKED)
    for number, id_ in enumerate(score.questions):
        question, there = definition.question(id_), nth(inside(place, "questions"), number)
        if question is None:
            yield Fault(there, FaultCode.LOOKS_AT_NOTHING, {"question": id_})
        elif question.kind not in BELONGS_TO["points"]:
            yield Fault(there, FaultCode.NOT_FOR_THIS_KIND)
        if id_ in score.questions[:number]:
            yield Fault(there, FaultCode.ID_TWICE, {"id": id_})
    yield from _of_bands(score, place)


def _of_bands(score: Score, place: str) -> Iterator[Fault]:
    starts = [band.from_percent for band in score.bands]
    for number, start in enumerate(starts):
        there = inside(nth(inside(place, "bands"), number), "from_percent")
        if not 0 <= start <= WHOLE:
            yield Fault(there, FaultCode.OUT_OF_BOUNDS, {"lowest": 0, "highest": WHOLE})
        elif number and start <= starts[number - 1]:
            yield Fault(there, FaultCode.BANDS_OUT_OF_ORDER)


def _unwritten(definition: Definition, languages: Collection[str]) -> Iterator[Fault]:
    for language in sorted(languages):
        for place in completeness(definition, language).missing:
            yield Fault(place, FaultCode.NOT_IN_LANGUAGE, {"language": language})


def _twice(place: str, ids: Sequence[str]) -> Iterator[Fault]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            yield Fault(inside(nth(place, number), "id"), FaultCode.ID_TWICE, {"id": id_})
