"""The long texts of the letterbox: the same in four languages, in plain words, and true to the rules they speak of."""

import re
from collections.abc import Iterator

import pytest
import yaml

from deontos.correspondence.rules import DRAFT_DAYS
from deontos.organisations.vocabulary import Language
from deontos.speakup.explanations import FOLDER, PAGES, WITH_TERMS, Explanation
from deontos.speakup.explanations import explanation as as_written
from deontos.vault.receipts import Receipt
from tests.house import plain_words
from tests.house.plain_words import FRENCH_SPACES, NOWHERE, sentences

pytestmark = pytest.mark.row("1.8", "R-000.63")

LONGEST_SENTENCE = 18
"""Words; what is tied by a space that does not break counts as one."""
MEAN_SENTENCE = 11
SPACE = "\N{NO-BREAK SPACE}"

IN_WORDS = {
    Language.DUTCH: ("dagen", "werkdagen", "maanden", "Vlaams decreet"),
    Language.FRENCH: ("jours", "jours ouvrables", "mois", "Décret flamand"),
    Language.ENGLISH: ("days", "working days", "months", "Flemish decree"),
    Language.SPANISH: ("días", "días hábiles", "meses", "Decreto flamenco"),
}
EVERY = [(page, language) for page in PAGES for language in Language]


def terms(language: Language) -> dict[str, str]:
    """The shipped terms in words, as a page is given them."""
    day, working_day, month, laws = IN_WORDS[language]
    tied = working_day.replace(" ", SPACE)
    return {
        "acknowledged_by_law": f"7{SPACE}{day}",
        "answered": f"14{SPACE}{day}",
        "replied": f"5{SPACE}{tied}",
        "told": f"3{SPACE}{month}",
        "laws": laws,
    }


def explanation(page: str, language: Language) -> Explanation:
    """A page as somebody reads it."""
    text = as_written(page, language)
    return text.filled(terms(language)) if page in WITH_TERMS else text


def texts_of(page: Explanation) -> Iterator[str]:
    """Every sentence of a page that is no heading."""
    yield page.lead
    for section in page.sections:
        yield from section.paragraphs
        yield from section.points


def headings_of(page: Explanation) -> list[str]:
    """Title and headings."""
    return [page.title, *(section.heading for section in page.sections)]


def faults(text: str, language: Language) -> list[str]:
    """What may not stand in a text for people in this language; in French also between words and signs."""
    spaces = FRENCH_SPACES if language is Language.FRENCH else {}
    return plain_words.faults(text, language, NOWHERE | spaces)


def shape(page: Explanation) -> list[tuple[int, int]]:
    """How many paragraphs and points each section has."""
    return [(len(section.paragraphs), len(section.points)) for section in page.sections]


def numbers_with_unit(page: str, language: Language, units: str) -> set[int]:
    """The numbers that a page ties to one of these units."""
    found = re.findall(rf"(\d+){SPACE}(?:{units})", " ".join(texts_of(explanation(page, language))))
    return {int(number) for number in found}


def test_the_files_are_the_pages_and_each_speaks_four_languages_and_no_more() -> None:
    files = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.iterdir()}
    assert {name: list(languages) for name, languages in files.items()} == {page: [*Language] for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_shape_in_every_language(page: str) -> None:
    shapes = {language: shape(explanation(page, language)) for language in Language}
    assert shapes == dict.fromkeys(Language, shapes[Language.ENGLISH])
    assert all(paragraphs or points for paragraphs, points in shapes[Language.ENGLISH])


@pytest.mark.parametrize(("page", "language"), EVERY)
def test_a_text_is_written_for_a_worried_reader(page: str, language: Language) -> None:
    text = explanation(page, language)
    words = [*texts_of(text), *headings_of(text)]
    assert [fault for each in words for fault in faults(each, language)] == []
    assert [each for each in texts_of(text) if not re.search(r"[.?:]$", each)] == []
    assert [each for each in headings_of(text) if re.search(r"[.:]$", each)] == []


@pytest.mark.parametrize(("page", "language"), EVERY)
def test_sentences_are_short(page: str, language: Language) -> None:
    lengths = {
        sentence: len(sentence.split(" "))
        for text in texts_of(explanation(page, language))
        for sentence in sentences(text)
    }
    assert {sentence for sentence, length in lengths.items() if length > LONGEST_SENTENCE} == set()
    assert sum(lengths.values()) / len(lengths) <= MEAN_SENTENCE


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_was_left_in_another_language(page: str) -> None:
    seen: dict[str, Language] = {}
    for language in Language:
        for text in texts_of(explanation(page, language)):
            assert seen.setdefault(text, language) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.DUTCH, "Bel ons!"),
        (Language.DUTCH, "Wij behandelen — altijd — uw melding."),
        (Language.DUTCH, "Dat duurt 7 dagen."),
        (Language.DUTCH, "Indien u twijfelt, bel ons."),
        (Language.DUTCH, "Wat je schrijft, is verzegeld."),
        (Language.DUTCH, "Uw melding is 100 % veilig."),
        (Language.FRENCH, "Une question ?"),
        (Language.FRENCH, "Une question?"),
        (Language.FRENCH, "Un·e collègue."),
        (Language.FRENCH, "C'est scellé."),
        (Language.FRENCH, "« Quitter vite »"),
        (Language.FRENCH, "Veuillez patienter."),
        (Language.ENGLISH, "Please wait."),
        (Language.ENGLISH, "We guarantee it."),
        (Language.ENGLISH, "Within 14 days."),
        (Language.SPANISH, "¡Espere!"),
        (Language.SPANISH, "Espere, por favor."),
        (Language.SPANISH, "Es tu código."),
        (Language.SPANISH, "Cada informante/a."),
    ],
)
def test_a_text_that_is_not_for_people_is_noticed(language: Language, text: str) -> None:
    assert faults(text, language) != []


@pytest.mark.parametrize("language", Language)
@pytest.mark.row("R-000.65", "R-000.67", "3.14")
def test_each_term_says_whose_it_is_and_is_said_in_every_language(language: Language) -> None:
    said = explanation("procedure", language).sections[4]
    promises = {
        "nl": "Dat beloven wij zelf",
        "fr": "notre propre promesse",
        "en": "our own promise",
        "es": "propia promesa",
    }
    laws = {"nl": "van de wet", "fr": "La loi l’impose", "en": "The law requires this", "es": "Lo exige la ley"}
    points = said.points[1:5]
    words = terms(language)
    assert [words[name] in point for name, point in zip(list(words)[:4], points, strict=True)] == [True] * 4
    assert [promises[language] in point for point in points] == [False, True, True, False]
    assert [laws[language] in point for point in points] == [True, False, False, True]
    assert words["told"] in said.points[5]
    assert words["acknowledged_by_law"] in said.points[5]
    assert words["laws"] in said.paragraphs[0]


def test_no_number_of_days_stands_in_the_procedure_by_itself() -> None:
    written = [text for language in Language for text in texts_of(as_written("procedure", language))]
    units = "dagen|jours|days|días|maanden|mois|months|meses"
    assert [text for text in written if re.search(rf"\d+\s(?:{units})", text)] == []


@pytest.mark.parametrize("language", Language)
def test_what_is_said_of_drafts_and_codes_is_so(language: Language) -> None:
    assert numbers_with_unit("privacy", language, "dagen|jours|days|días") == {DRAFT_DAYS}
    symbols = {len(Receipt.make().text.replace("-", ""))}
    assert numbers_with_unit("accessibility", language, "tekens|caractères|characters|caracteres") == symbols


@pytest.mark.parametrize("language", Language)
@pytest.mark.row("R-000.68", "R-000.70", "R-000.71", "R-001.38")
def test_the_procedure_names_every_office_that_may_read(language: Language) -> None:
    text = " ".join(texts_of(explanation("procedure", language)))
    offices = {
        "nl": ("klachtenmanager", "plaatsvervanger", "integriteitsverantwoordelijke", "algemeen directeur"),
        "fr": ("gère les plaintes", "suppléance", "responsable de l’intégrité", "direction générale"),
        "en": ("complaints manager", "deputy", "integrity officer", "general director"),
        "es": ("gestora de quejas", "suplente", "responsable de integridad", "dirección general"),
    }
    assert [office for office in offices[language] if office not in text] == []
    kept = {
        "nl": ("vertrouwelijk, objectief en onafhankelijk", "Zonder uw toestemming"),
        "fr": ("confidentielle, objective et indépendante", "Sans votre consentement"),
        "en": ("confidentially, objectively and independently", "Without your consent"),
        "es": ("confidencial, objetiva e independiente", "Sin su consentimiento"),
    }
    assert [promise for promise in kept[language] if promise not in text] == []
