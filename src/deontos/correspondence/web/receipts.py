"""A code as somebody typed it: the receipt, or a sentence that says which kind of mistake it holds."""

from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.vault.receipts import Receipt
from deontos.vault.symbols import ForeignSymbol, Mistyped, TooLong, TooShort


class CodeMistyped(ValueError):
    """What is wrong with a typed code, as a sentence for whoever typed it."""


def read_receipt(typed: str) -> Receipt:
    """The receipt that was typed. Raises CodeMistyped; whether it opens anything is another question."""
    try:
        return Receipt.read(typed)
    except TooShort as mistake:
        raise CodeMistyped(_words(CorrespondenceCode.RECEIPT_TOO_SHORT, missing=mistake.missing)) from None
    except TooLong:
        raise CodeMistyped(_words(CorrespondenceCode.RECEIPT_TOO_LONG)) from None
    except ForeignSymbol as mistake:
        raise CodeMistyped(_words(CorrespondenceCode.RECEIPT_FOREIGN_SYMBOL, place=mistake.place)) from None
    except Mistyped:
        raise CodeMistyped(_words(CorrespondenceCode.RECEIPT_MISTYPED)) from None


def _words(code: CorrespondenceCode, **parameters: object) -> str:
    return str(REFUSALS[code]) % parameters
