"""Words and signs that we do not use when we write for somebody who worries, by language, each with the reason."""

import re

from deontos.organisations.vocabulary import Language

NOWHERE = {
    r"[!¡]": "shouts",
    r"[–—·…]": "a dash or dot that is not ours",
    r"['\"]": "a straight quotation mark",
    r"\s$|^\s| {2}": "a space too many",
    r"[a-z]/[a-z]": "two words in one",
    r"\d (?!\d)(?:dag|jour|day|día|maand|mois|month|mes)": "a number parted from its unit",
    r"(?i)garant|guarant|100\s*%|volledig veilig|totalement|completely safe|totalmente": "promises what nobody can",
}
IN_LANGUAGE = {
    Language.DUTCH: {
        r"(?i)\b(?:indien|teneinde|desbetreffende|gelieve|dient te|middels|betreffende|inzake)\b": "an office word",
        r"(?i)\b(?:conform|reeds|tevens|omtrent|thans|dewelke|aangaande|ingeval|derhalve)\b": "an office word",
        r"(?i)\b(?:je|jij|jou|jouw|jullie)\b": "another form of address",
    },
    Language.FRENCH: {
        r"(?i)\b(?:veuillez|afin de|dans le cadre de|susmentionn|ledit|prière de)\b": "an office word",
        r"(?i)\b(?:notamment|préalablement|ultérieurement|le cas échéant|nonobstant)\b": "an office word",
        r"(?i)\b(?:tu|toi|tes)\b": "another form of address",
        r"\w\(e\)|\b\w+é\.e\b": "a spelling that nobody can read aloud",
    },
    Language.ENGLISH: {
        r"(?i)\b(?:please|hereby|pursuant|in order to|utili[sz]e|aforementioned|regarding|prior to)\b": "an office word"
    },
    Language.SPANISH: {
        r"(?i)\b(?:por favor|con el fin de|dicho|dicha|mediante la presente|asimismo)\b": "an office word",
        r"(?i)\b(?:conforme a|relativo|en caso de que|pertinente)\b": "an office word",
        r"(?i)\b(?:tú|tu|tus|ti|vosotros|vuestro|vos)\b": "another form of address",
        r"\w\(a\)|\w/a\b|@": "a spelling that nobody can read aloud",
    },
}
FRENCH_SPACES = {r" [:;?»]|« |«[^\N{NO-BREAK SPACE}]|\w[:;?»](?!\w)": "a space that may break, or none"}


def faults(text: str, language: Language, patterns: dict[str, str] | None = None) -> list[str]:
    """What may not stand in a text for people in this language."""
    wrong = (NOWHERE if patterns is None else patterns) | IN_LANGUAGE[language]
    return [f"{why}: {text}" for pattern, why in wrong.items() if re.search(pattern, text)]


def sentences(text: str) -> list[str]:
    """The sentences of a text; what a colon introduces is one of its own."""
    return re.split(r"(?<=[.?:]) ", text)
