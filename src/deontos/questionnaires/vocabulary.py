"""The kinds of question, and why an answer is taken back."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    LONG_TEXT = "long_text"
    SHORT_TEXT = "short_text"
    SINGLE_CHOICE = "single_choice"


class AnswerCode(StrEnum):
    """Why an answer is taken back."""

    MISSING = "questionnaires:missing"
    TOO_LONG = "questionnaires:too_long"
    NOT_AN_OPTION = "questionnaires:not_an_option"
