"""How large a file is, as people say it in the reader's language: 820 kB, 3,1 MB, in French 3,1 Mo."""

from babel.numbers import format_decimal

from deontos.ui.dates import NO_BREAK_SPACE, locale

KILO = 1024
_BYTES, _OCTETS = ("kB", "MB"), ("ko", "Mo")
_PRECISE_BELOW = 10


def in_words(size: int) -> str:
    """So many bytes in the unit that leaves the fewest digits; at least one kB where there is anything."""
    kilo, mega = _OCTETS if locale().language == "fr" else _BYTES
    amount, unit = max(size / KILO, 1.0 if size else 0.0), kilo
    if amount >= KILO:
        amount, unit = amount / KILO, mega
    pattern = "0.#" if unit == mega and amount < _PRECISE_BELOW else "#,##0"
    return f"{format_decimal(amount, pattern, locale=locale())}{NO_BREAK_SPACE}{unit}"
