"""The confined process that lays a paper out: reads the layout, gives everything up, reads the paper, and answers.

Run by `pdf`. It starts its one thread and looks at its fonts before it is confined. What goes wrong it tells nobody.
"""

import json
import os
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any, Final

from deontos.documents.confined.bounds import Bounds
from deontos.documents.confined.confinement import confine

PIECE: Final = 64 * 1024
IN, OUT = 0, 1
LINE_END: Final = b"\n"
EMPTY: Final = {"title": ".", "house": "", "language": "en", "lead": "", "parts": []}


def main() -> None:
    """One paper, one PDF, and the end."""
    asked, begun = _asked()
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst

    layout = (files("deontos.documents") / "layouts" / "paper.typ").read_bytes()
    press = typst.Compiler(root="/", ignore_system_fonts=True)
    _set(press, layout, json.dumps(EMPTY), asked)
    confine(Bounds(**asked["bounds"]))
    _answer(_set(press, layout, _paper(int(asked["size"]), begun), asked))
    os._exit(0)


def _set(press: Any, layout: bytes, paper: str, asked: dict[str, Any]) -> bytes:  # noqa: ANN401 imported after the start
    day = datetime.combine(datetime.fromisoformat(asked["on"]).date(), time(), UTC)
    made: bytes = press.compile(
        input=layout, format="pdf", sys_inputs={"paper": paper}, pdf_standards=asked["standards"], timestamp=day
    )
    return made


def _asked() -> tuple[dict[str, Any], bytes]:
    read = b""
    while LINE_END not in read and len(read) < PIECE:
        read += os.read(IN, PIECE)
    line, _end, begun = read.partition(LINE_END)
    asked: dict[str, Any] = json.loads(line)
    return asked, begun


def _paper(size: int, begun: bytes) -> str:
    content = bytearray(begun)
    while len(content) < size:
        piece = os.read(IN, PIECE)
        if not piece:
            raise EOFError
        content += piece
    return content.decode()


def _answer(answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(OUT, left) :]


if __name__ == "__main__":
    main()
