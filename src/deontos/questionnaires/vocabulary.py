"""The kinds of question, what a condition may ask, why an answer is taken back, and what is wrong with a definition."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    YES_NO = "yes_no"
    DATE = "date"
    DATE_RANGE = "date_range"
    NUMBER = "number"
    MONEY = "money"
    FILE = "file"
    MATRIX = "matrix"
    STATEMENT = "statement"


class PieceKind(StrEnum):
    """What can be changed on a page of its own, as its address calls it."""

    WHOLE = "title"
    SECTION = "section"
    QUESTION = "question"
    OPTION = "option"
    ROW = "row"
    SCORE = "score"
    BAND = "band"


class YesNo(StrEnum):
    """The answers to a question of yes or no."""

    YES = "yes"
    NO = "no"


class Test(StrEnum):
    """What a condition asks about an earlier answer."""

    __test__ = False  # what collects tests takes this name for one

    ANSWERED = "answered"
    EQUALS = "equals"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class AnswerCode(StrEnum):
    """Why an answer is taken back."""

    MISSING = "questionnaires:missing"
    TOO_LONG = "questionnaires:too_long"
    NOT_AN_OPTION = "questionnaires:not_an_option"
    TOO_FEW = "questionnaires:too_few"
    TOO_MANY = "questionnaires:too_many"
    NOT_TOGETHER = "questionnaires:not_together"
    NOT_A_NUMBER = "questionnaires:not_a_number"
    NOT_AN_AMOUNT = "questionnaires:not_an_amount"
    TOO_MANY_DECIMALS = "questionnaires:too_many_decimals"
    TOO_LOW = "questionnaires:too_low"
    TOO_HIGH = "questionnaires:too_high"
    DAY_MISSING = "questionnaires:day_missing"
    MONTH_MISSING = "questionnaires:month_missing"
    YEAR_MISSING = "questionnaires:year_missing"
    NO_SUCH_DAY = "questionnaires:no_such_day"
    NO_SUCH_MONTH = "questionnaires:no_such_month"
    NO_SUCH_YEAR = "questionnaires:no_such_year"
    TOO_EARLY = "questionnaires:too_early"
    TOO_LATE = "questionnaires:too_late"
    RANGE_REVERSED = "questionnaires:range_reversed"
    FILES_TOO_FEW = "questionnaires:files_too_few"
    FILES_TOO_MANY = "questionnaires:files_too_many"


class QuestionnaireCode(StrEnum):
    """Why a questionnaire was not changed."""

    CHANGED_MEANWHILE = "questionnaires:changed_meanwhile"
    RETIRED = "questionnaires:retired"
    NOTHING_TO_PUBLISH = "questionnaires:nothing_to_publish"
    TOO_LARGE = "questionnaires:too_large_to_keep"


class QuestionnaireFault(StrEnum):
    """What verification found."""

    GONE = "version_gone"
    CHANGED = "version_changed"
    NOT_IN_LOG = "version_not_in_log"


class FaultCode(StrEnum):
    """What is wrong at a place of a definition."""

    NOT_READABLE = "questionnaires:not_readable"
    TOO_LARGE = "questionnaires:too_large"
    TOO_DEEP = "questionnaires:too_deep"
    TOO_MANY = "questionnaires:too_many_there"
    NOT_AN_OBJECT = "questionnaires:not_an_object"
    NOT_A_LIST = "questionnaires:not_a_list"
    NOT_A_TEXT = "questionnaires:not_a_text"
    NOT_A_WHOLE_NUMBER = "questionnaires:not_a_whole_number"
    NOT_A_DECIMAL = "questionnaires:not_a_decimal"
    NOT_A_DATE = "questionnaires:not_a_date"
    NOT_TRUE_OR_FALSE = "questionnaires:not_true_or_false"
    NOT_AN_ID = "questionnaires:not_an_id"
    NOT_A_CONDITION = "questionnaires:not_a_condition"
    NOT_A_CHARACTER = "questionnaires:not_a_character"
    TEXT_TOO_LONG = "questionnaires:text_too_long"
    ABSENT = "questionnaires:absent"
    UNKNOWN_WORD = "questionnaires:unknown_word"
    SAID_TWICE = "questionnaires:said_twice"
    OUT_OF_BOUNDS = "questionnaires:out_of_bounds"
    NOT_IN_LANGUAGE = "questionnaires:not_in_language"
    NOTHING_ASKED = "questionnaires:nothing_asked"
    ID_TWICE = "questionnaires:id_twice"
    ID_RESERVED = "questionnaires:id_reserved"
    NOT_FOR_THIS_KIND = "questionnaires:not_for_this_kind"
    NEEDED_FOR_THIS_KIND = "questionnaires:needed_for_this_kind"
    REVERSED = "questionnaires:reversed"
    SEVERAL_EXCLUSIVE = "questionnaires:several_exclusive"
    LOOKS_AHEAD = "questionnaires:looks_ahead"
    LOOKS_AT_NOTHING = "questionnaires:looks_at_nothing"
    CANNOT_BE_ASKED = "questionnaires:cannot_be_asked"
    NOT_AN_ANSWER = "questionnaires:not_an_answer"
    CURRENCY_UNKNOWN = "questionnaires:currency_unknown"
    BANDS_OUT_OF_ORDER = "questionnaires:bands_out_of_order"
    TOO_MANY_FIELDS = "questionnaires:too_many_fields"


INCOMPLETE = frozenset({FaultCode.NOT_IN_LANGUAGE, FaultCode.NOTHING_ASKED})
"""What is only not finished: a definition with nothing else wrong may be kept as a draft and brought in from a file."""
