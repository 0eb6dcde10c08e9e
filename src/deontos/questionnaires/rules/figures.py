"""Numbers and amounts as people of four languages type them. Pure.

Ground: house rule. A comma and a point may both mark decimals; a group of three digits after the only mark is
thousands, unless the number may have three decimals or begins with a zero.
"""

import re
from decimal import Decimal

LONGEST_FIGURE = 40
"""Characters; a longer one was never meant as a number."""
BLANKS = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}]")
FIGURE = re.compile(r"(?P<sign>[-+\N{MINUS SIGN}]?)(?P<whole>[0-9]+(?:[.,][0-9]+)*)")
GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
GROUP = 3


def figure_in(text: str, decimals: int) -> Decimal | None:
    """The number that was typed; None when it is none. `decimals` is how many it may have. House rule."""
    if len(text) > LONGEST_FIGURE:
        return None
    found = FIGURE.fullmatch(BLANKS.sub("", text))
    if found is None:
        return None
    number = _unsigned(found["whole"], decimals)
    is_negative = found["sign"] in ("-", "\N{MINUS SIGN}") and bool(number)
    return number.copy_negate() if number is not None and is_negative else number


def decimals_of(number: Decimal) -> int:
    """How many decimals a number was written with. House rule."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _unsigned(text: str, decimals: int) -> Decimal | None:
    marks = [each for each in text if each in ".,"]
    if not marks:
        return Decimal(text)
    whole, after = text[: text.rindex(marks[-1])], text[text.rindex(marks[-1]) + 1 :]
    is_grouped = GROUPS.fullmatch(text) is not None and (len(marks) > 1 or decimals < GROUP)
    if is_grouped:
        return Decimal(re.sub("[.,]", "", text))
    if len(marks) > 1 and (marks[-1] == marks[-2] or GROUPS.fullmatch(whole) is None):
        return None
    return Decimal(f"{re.sub('[.,]', '', whole)}.{after}")
