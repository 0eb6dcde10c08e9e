"""Points added up, with the whole that they could have reached, and the band they fall in. Pure. Ground: house rule."""

from dataclasses import dataclass

from deontos.questionnaires.rules.checking import visible
from deontos.questionnaires.rules.conditions import Answer, Answers
from deontos.questionnaires.rules.definition import Band, Definition, Question, Score
from deontos.questionnaires.vocabulary import QuestionKind

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """A score: `points` of `whole`, from `answered` of the `asked` questions. A figure always with its whole."""

    score: Score
    points: int
    whole: int
    answered: int
    asked: int

    @property
    def percent(self) -> int:
        """How much of the whole was reached, rounded down; 0 where nothing could be reached."""
        return self.points * HUNDRED // self.whole if self.whole else 0

    @property
    def band(self) -> Band | None:
        """What the score means; nothing where no question of it was answered, or no band begins so low."""
        reached = [band for band in self.score.bands if band.from_percent <= self.percent]
        return reached[-1] if reached and self.answered else None


def scored(definition: Definition, answers: Answers) -> tuple[Scored, ...]:
    """Every score of a questionnaire. Questions that these answers do not show count neither way. House rule."""
    shown = {question.id: question for each in visible(definition, answers) for question in each.questions}
    return tuple(
        _scored(score, [shown[each] for each in score.questions if each in shown], answers)
        for score in definition.scores
    )


def _scored(score: Score, questions: list[Question], answers: Answers) -> Scored:
    answered = [question for question in questions if question.id in answers]
    return Scored(
        score=score,
        points=sum(_points(question, answers[question.id]) for question in answered),
        whole=sum(_most(question) for question in questions),
        answered=len(answered),
        asked=len(questions),
    )


def _points(question: Question, answer: Answer) -> int:
    chosen = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else [answer]
    return sum(question.points.get(str(each), 0) for each in chosen)


def _most(question: Question) -> int:
    """The points that a question can give at most."""
    highest = max(question.points.values(), default=0)
    if question.kind is QuestionKind.MATRIX:
        return highest * len(question.rows)
    if question.kind is not QuestionKind.MULTIPLE_CHOICE:
        return highest
    together = sorted(
        (question.points.get(option.id, 0) for option in question.options if not option.exclusive), reverse=True
    )
    return max(sum(together[: question.most]), highest)
