"""The confined process: reads what to look at, gives everything up, reads the file, and answers with a cleaned copy.

Run by `documents.confined.process`. Nothing of what goes wrong is told but its kind.
"""

import os
from collections.abc import Callable

from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.wire import LINE_END, Answer, Question
from deontos.correspondence.vocabulary import Family, ViewCode
from deontos.documents.confined.confinement import confine

PIECE = 64 * 1024
LONGEST_LINE = 4096
IN, OUT = 0, 1

Look = Callable[[bytes, str, int], Answer]


def main() -> None:
    """One question, one answer, and the end, without whatever libraries do when they are closed."""
    question, begun = _question()
    look = _look_at(question.family)
    confine(question.bounds)
    _answer(_answered(question, begun, look).to_bytes())
    os._exit(0)


def _question() -> tuple[Question, bytes]:
    read = b""
    while LINE_END not in read and len(read) < LONGEST_LINE:
        read += os.read(IN, LONGEST_LINE)
    line, _end, begun = read.partition(LINE_END)
    return Question.read(line), begun


def _look_at(family: Family) -> Look:
    """What looks at files of a family; only what it needs is imported, while something still can be."""
    if family is Family.PICTURE:
        from deontos.correspondence.viewing import pictures

        return pictures.look
    if family is Family.PDF:
        from deontos.correspondence.viewing import pdfs

        return pdfs.look
    if family is Family.OFFICE:
        from deontos.correspondence.viewing import office

        return office.look
    from deontos.correspondence.viewing import texts

    return texts.look


def _answered(question: Question, begun: bytes, look: Look) -> Answer:
    try:
        return look(_content(question, begun), question.type, question.page)
    except CannotShow as failure:
        return Answer(failure=failure.code)
    except MemoryError:
        return Answer(failure=ViewCode.TOO_MUCH)
    except Exception:  # noqa: BLE001 whatever a library raises about a file of others
        return Answer(failure=ViewCode.BROKEN)


def _content(question: Question, begun: bytes) -> bytes:
    content = bytearray(begun)
    while len(content) < question.size:
        piece = os.read(IN, PIECE)
        if not piece:
            raise CannotShow(ViewCode.BROKEN)
        content += piece
    return bytes(content)


def _answer(answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(OUT, left) :]


if __name__ == "__main__":
    main()
