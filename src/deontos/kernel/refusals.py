"""How a rule says no: with a code from the room's vocabulary and the parameters of a sentence, never the sentence.

The words live in the room's ``phrases.py``, so that one refusal can be said in every language and found in no log.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Refusal(Exception):
    """Something that was asked is not done, for a reason that the asker may know.

    ``parameters`` fill the sentence (dates, names, counts). They may be confidential, so ``str()`` and ``repr()`` leave
    them out and name only the code: both end up in logs.
    """

    def __init__(self, code: StrEnum, /, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters: Mapping[str, object] = MappingProxyType(parameters)

    def __str__(self) -> str:
        return f"{type(self.code).__name__}.{self.code.name}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"
