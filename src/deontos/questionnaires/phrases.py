"""Why an answer was taken back, in words that say what to do; what is wrong in a definition; the words of answers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.questionnaires.vocabulary import (
    AnswerCode,
    FaultCode,
    PieceKind,
    QuestionKind,
    QuestionnaireCode,
    QuestionnaireFault,
    Test,
    YesNo,
)

REFUSALS: dict[AnswerCode, Promise] = {
    AnswerCode.MISSING: _("Answer this question"),
    AnswerCode.TOO_LONG: _(
        "This text is too long: %(length)s characters, at most %(longest)s. Make it shorter. Nothing is lost: "
        "your text still stands here."
    ),
    AnswerCode.NOT_AN_OPTION: _("Choose one of the answers"),
    AnswerCode.TOO_FEW: _("Choose more answers: at least %(fewest)s"),
    AnswerCode.TOO_MANY: _("Choose fewer answers: at most %(most)s"),
    AnswerCode.NOT_TOGETHER: _("The last answer does not go with the others. Choose the last one, or the others"),
    AnswerCode.NOT_A_NUMBER: _("Write a number in figures, for example 12"),
    AnswerCode.NOT_AN_AMOUNT: _("Write an amount in figures, for example 1250 or 1250,50"),
    AnswerCode.TOO_MANY_DECIMALS: _("Write fewer figures after the comma: at most %(decimals)s"),
    AnswerCode.TOO_LOW: _("Write %(lowest)s or more"),
    AnswerCode.TOO_HIGH: _("Write %(highest)s or less"),
    AnswerCode.DAY_MISSING: _("Write the day as well"),
    AnswerCode.MONTH_MISSING: _("Write the month as well"),
    AnswerCode.YEAR_MISSING: _("Write the year as well"),
    AnswerCode.NO_SUCH_DAY: _("This day is not in the calendar. Write the number of the day"),
    AnswerCode.NO_SUCH_MONTH: _("Write the month as a number from 1 to 12, or its name"),
    AnswerCode.NO_SUCH_YEAR: _("Write the year with four figures, for example 2026"),
    AnswerCode.TOO_EARLY: _("Write a date on or after %(bound)s"),
    AnswerCode.TOO_LATE: _("Write a date on or before %(bound)s"),
    AnswerCode.RANGE_REVERSED: _("The end lies before the beginning. Change one of the two"),
    AnswerCode.FILES_TOO_FEW: _("Add more files: at least %(fewest)s"),
    AnswerCode.FILES_TOO_MANY: _("Leave some files out: at most %(most)s"),
}

FAULTS: dict[FaultCode, Promise] = {
    FaultCode.NOT_READABLE: _(
        "The file cannot be read from line %(line)s, character %(column)s on. Is it a JSON file?"
    ),
    FaultCode.TOO_LARGE: _("The file has %(size)s bytes, at most %(most)s are read"),
    FaultCode.TOO_DEEP: _("Too many parts stand inside one another here: at most %(most)s"),
    FaultCode.TOO_MANY: _("There are %(count)s parts here, at most %(most)s fit"),
    FaultCode.NOT_AN_OBJECT: _("An object with names has to stand here"),
    FaultCode.NOT_A_LIST: _("A list has to stand here"),
    FaultCode.NOT_A_TEXT: _("A text has to stand here"),
    FaultCode.NOT_A_WHOLE_NUMBER: _("A whole number from 0 has to stand here"),
    FaultCode.NOT_A_DECIMAL: _("A number has to stand here, with at most 15 figures and 6 decimals"),
    FaultCode.NOT_A_DATE: _("A date has to stand here, written like 2026-05-03"),
    FaultCode.NOT_TRUE_OR_FALSE: _("Either true or false has to stand here"),
    FaultCode.NOT_AN_ID: _(
        "An id begins with a small letter and has at most 40 small letters, figures and underscores"
    ),
    FaultCode.NOT_A_CONDITION: _(
        "A condition is “all”, “any” or “not”, or a “question” with what it has to be: “answered” (true), “equals”, "
        "“contains”, “at_least” or “at_most”"
    ),
    FaultCode.NOT_A_CHARACTER: _("This text holds a sign that cannot be kept. Type the text again"),
    FaultCode.TEXT_TOO_LONG: _("This text has %(length)s characters, at most %(longest)s fit"),
    FaultCode.ABSENT: _("This is missing"),
    FaultCode.UNKNOWN_WORD: _("“%(word)s” is not known here"),
    FaultCode.SAID_TWICE: _("This name stands here twice"),
    FaultCode.OUT_OF_BOUNDS: _("Choose a number from %(lowest)s to %(highest)s"),
    FaultCode.NOT_IN_LANGUAGE: _("This text is not there yet in this language"),
    FaultCode.NOTHING_ASKED: _("There is no question here yet"),
    FaultCode.ID_TWICE: _("The id “%(id)s” is used twice. Give one of the two another id"),
    FaultCode.ID_RESERVED: _("The form uses the id “%(id)s” itself. Choose another id"),
    FaultCode.NOT_FOR_THIS_KIND: _("This does not go with this kind of question. Leave it out"),
    FaultCode.NEEDED_FOR_THIS_KIND: _("This kind of question cannot do without"),
    FaultCode.REVERSED: _("This is more than “%(other)s”. Change one of the two"),
    FaultCode.SEVERAL_EXCLUSIVE: _("Only one answer of a question can stand on its own"),
    FaultCode.LOOKS_AHEAD: _(
        "A condition can only look back. The question “%(question)s” is this one, or comes after it: move it up, or "
        "look at another one"
    ),
    FaultCode.LOOKS_AT_NOTHING: _("There is no question “%(question)s”"),
    FaultCode.CANNOT_BE_ASKED: _("This cannot be asked about the kind of question that “%(question)s” is"),
    FaultCode.NOT_AN_ANSWER: _("The question “%(question)s” has no such answer"),
    FaultCode.CURRENCY_UNKNOWN: _("A currency is written with its three letters, for example EUR"),
    FaultCode.BANDS_OUT_OF_ORDER: _("Each band begins above the one before it"),
    FaultCode.TOO_MANY_FIELDS: _("All questions together have more than %(most)s fields. Make it shorter"),
}

NOT_CHANGED: dict[QuestionnaireCode, Promise] = {
    QuestionnaireCode.CHANGED_MEANWHILE: _(
        "Somebody else changed these questions meanwhile. Look at them as they are now, then change them again."
    ),
    QuestionnaireCode.RETIRED: _("These questions are not used any more. Make a copy to go on with them."),
    QuestionnaireCode.NOTHING_TO_PUBLISH: _("Nothing was changed since these questions were published."),
    QuestionnaireCode.TOO_LARGE: _("These questions have become too long to keep. Make some texts shorter."),
}

VERIFIED: dict[QuestionnaireFault, Promise] = {
    QuestionnaireFault.GONE: _("A published version of a questionnaire is gone."),
    QuestionnaireFault.CHANGED: _("A published version of a questionnaire was changed."),
    QuestionnaireFault.NOT_IN_LOG: _("A published version of a questionnaire is not in the log."),
}

KINDS: dict[QuestionKind, Promise] = {
    QuestionKind.SHORT_TEXT: _("Short text"),
    QuestionKind.LONG_TEXT: _("Long text"),
    QuestionKind.SINGLE_CHOICE: _("One answer of several"),
    QuestionKind.MULTIPLE_CHOICE: _("Several answers"),
    QuestionKind.YES_NO: _("Yes or no"),
    QuestionKind.DATE: _("Date"),
    QuestionKind.DATE_RANGE: _("From a date until a date"),
    QuestionKind.NUMBER: _("Number"),
    QuestionKind.MONEY: _("Amount of money"),
    QuestionKind.FILE: _("Files"),
    QuestionKind.MATRIX: _("Table of answers"),
    QuestionKind.STATEMENT: _("Text to read"),
}

YES_OR_NO: dict[YesNo, Promise] = {
    YesNo.YES: pgettext_lazy("answer", "Yes"),
    YesNo.NO: pgettext_lazy("answer", "No"),
}

PARTS: dict[str, Promise] = {
    "day": pgettext_lazy("part of a date", "Day"),
    "month": pgettext_lazy("part of a date", "Month"),
    "year": pgettext_lazy("part of a date", "Year"),
    "from": pgettext_lazy("beginning of a period", "From"),
    "until": pgettext_lazy("end of a period", "Until"),
    "amount": _("Amount"),
    "currency": _("Currency"),
}

FROM_UNTIL = _("From %(from)s until %(until)s")
FROM = _("Since %(from)s")
UNTIL = _("Until %(until)s")
HAVE_READ = _("I have read this")
FILES = _("Files: %(count)s")

PIECES: dict[PieceKind, Promise] = {
    PieceKind.WHOLE: _("Name of the questionnaire"),
    PieceKind.SECTION: _("Section"),
    PieceKind.QUESTION: _("Question"),
    PieceKind.OPTION: _("Answer to choose from"),
    PieceKind.ROW: _("Row of the table"),
    PieceKind.SCORE: _("Score"),
    PieceKind.BAND: _("What a score means"),
}
"""What a piece is."""

TEXTS: dict[tuple[PieceKind, str], tuple[Promise, Promise | str]] = {
    (PieceKind.WHOLE, "title"): (_("Name"), _("Reporters do not read it. You do, where you choose what is asked.")),
    (PieceKind.SECTION, "title"): (_("Heading"), _("It stands above the questions of this section.")),
    (PieceKind.QUESTION, "label"): (_("Question"), _("Short and plain, as you would ask it aloud.")),
    (PieceKind.QUESTION, "hint"): (_("Explanation"), _("It stands under the question. It may be left out.")),
    (PieceKind.QUESTION, "if_missing"): (
        _("When the answer is missing"),
        _("What somebody reads who skips a question that has to be answered. It may be left out."),
    ),
    (PieceKind.OPTION, "label"): (_("Answer"), ""),
    (PieceKind.OPTION, "hint"): (_("Explanation"), _("It stands under the answer. It may be left out.")),
    (PieceKind.ROW, "label"): (_("Row"), ""),
    (PieceKind.SCORE, "label"): (_("Name"), ""),
    (PieceKind.BAND, "label"): (_("What it means"), ""),
    (PieceKind.BAND, "hint"): (_("Explanation"), _("It may be left out.")),
}
"""The texts of a piece: what each is, and what it is for."""

SETTINGS: dict[str, tuple[Promise, Promise | str]] = {
    "required": (_("This question has to be answered"), ""),
    "longest": (_("How many characters at most?"), _("Empty: 200,000.")),
    "fewest": (_("How many at least?"), ""),
    "most": (_("How many at most?"), ""),
    "lowest": (_("Lowest number"), ""),
    "highest": (_("Highest number"), ""),
    "decimals": (_("How many figures after the comma?"), _("Empty: whole numbers only.")),
    "currencies": (_("Currencies"), _("Three letters each, for example EUR, XOF.")),
    "partial": (_("The month or the year alone is enough"), ""),
    "earliest": (_("Earliest day"), ""),
    "latest": (_("Latest day"), ""),
    "to_agree": (_("The text is ticked by who read it"), ""),
    "points_yes": (_("Points for yes"), _("Only where you count a score.")),
    "points_no": (_("Points for no"), _("Only where you count a score.")),
    "exclusive": (_("This answer goes with no other"), _("For example: none of these.")),
    "points": (_("Points"), _("Only where you count a score.")),
    "questions": (_("Whose points are added up?"), _("Only questions whose answers can have points stand here.")),
    "from_percent": (_("From which percentage on?"), _("A whole number from 0 to 100.")),
}
"""What can be set besides the texts."""

LOOKS: dict[tuple[Test, bool], Promise] = {
    (Test.ANSWERED, False): _("“%(question)s” was answered"),
    (Test.ANSWERED, True): _("“%(question)s” was not answered"),
    (Test.EQUALS, False): _("The answer to “%(question)s” is “%(answer)s”"),
    (Test.EQUALS, True): _("The answer to “%(question)s” is not “%(answer)s”"),
    (Test.CONTAINS, False): _("“%(answer)s” was chosen at “%(question)s”"),
    (Test.CONTAINS, True): _("“%(answer)s” was not chosen at “%(question)s”"),
    (Test.AT_LEAST, False): _("At “%(question)s” stands %(answer)s or more"),
    (Test.AT_LEAST, True): _("At “%(question)s” stands less than %(answer)s"),
    (Test.AT_MOST, False): _("At “%(question)s” stands %(answer)s or less"),
    (Test.AT_MOST, True): _("At “%(question)s” stands more than %(answer)s"),
}
"""What a condition looks for, and the other way round."""

CHOICES_OF_LOOKS: dict[Test, Promise] = {
    Test.ANSWERED: _("It was answered, whatever the answer"),
    Test.EQUALS: _("The answer is exactly this number"),
    Test.AT_LEAST: _("This number or more"),
    Test.AT_MOST: _("This number or less"),
}
"""What may be asked about an answer that is not one of a few."""
CHOICES_OF_COUNTS: dict[Test, Promise] = {
    Test.AT_LEAST: _("So many answers or more were chosen"),
    Test.AT_MOST: _("So many answers or fewer were chosen"),
}
"""The same about how many answers were chosen."""
