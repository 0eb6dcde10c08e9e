"""Reading the XML of somebody else: no entity, no declaration of one, no address is ever followed."""

from collections.abc import Callable, Mapping
from xml.parsers import expat  # nosec B406 # entities and their declarations are refused below

from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.vocabulary import ViewCode

PIECE = 64 * 1024
DEEPEST = 200

Started = Callable[[str, Mapping[str, str]], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]


def walk(xml: bytes, started: Started, ended: Ended, said: Said) -> None:
    """Tell of each element, by its name without namespace, and of the text between. Raises CannotShow, ExpatError."""
    parser, depth = expat.ParserCreate(namespace_separator=" "), 0

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise CannotShow(ViewCode.BROKEN)
        started(_local(name), {_local(each): value for each, value in given.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        ended(_local(name))

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, said
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    for place in range(0, len(xml), PIECE):
        parser.Parse(xml[place : place + PIECE], False)
    parser.Parse(b"", True)


def _refuse(*_declared: object) -> None:
    raise CannotShow(ViewCode.BROKEN)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
