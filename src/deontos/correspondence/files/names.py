"""The name of a file as somebody else may read it: whole where it can be, without signs that mislead. Pure."""

import unicodedata

LONGEST = 120
"""Characters of a name that are kept; more do not fit in a list, nor in many file systems."""

NAMELESS = "file"
_GAP = "…"
_LONGEST_ENDING = 12


def cleaned(name: str) -> str:
    """The name without path, control and direction signs and doubled blanks, in one Unicode form."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = unicodedata.normalize("NFC", last)
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in plain)
    return " ".join(shown.split()).strip(" .") or NAMELESS


def shortened(name: str) -> str:
    """The name within its bounds: the beginning and the ending stay, the middle goes."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[: LONGEST - 1] + _GAP
    return stem[: LONGEST - len(ending) - 2] + _GAP + dot + ending
