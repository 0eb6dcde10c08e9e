"""What a visitor's first page weighs: HTML, style sheets, scripts, fonts and icons, in bytes over the line."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.benchmarks import Figure, measures
from tools.benchmarks.stage import print_figures, stage

FIRST = "public page"
PAGES = {
    FIRST: "/nl/lindewater/",
    "first page of the form": "/nl/lindewater/report/",
    "page with the receipt": "/nl/lindewater/report/code/",
    "page with the questions": "/nl/lindewater/report/happened/",
}
LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)[^"]*"')
FONT = re.compile(r'url\("([^"]+\.woff2)"\)[^}]*unicode-range: U\+0000')
KINDS = {".css": "style sheets", ".js": "scripts", ".svg": "icons", ".woff2": "fonts"}


@measures("weight")
def weight() -> Iterable[Figure]:
    """The pages of the letterbox. Files of the site are counted compressed, as they are served."""
    with stage("SQLite") as house:
        yield from house.figures("weight")


def _measured() -> Iterator[Figure]:
    from tests.factories.speakup import ANSWERS, Reporter
    from tools.benchmarks.town import browser, make_town

    make_town()
    reporter = Reporter(client=browser())
    reporter.begin()
    for step in ("code", "kind", "about"):
        reporter.look(f"report/{step}/")
        reporter.send(step, **ANSWERS[step])
    for name, address in PAGES.items():
        page = reporter.client.get(address).content.decode()
        files = _files(page)
        yield Figure(f"{name}, HTML", len(page.encode()), "bytes")
        yield Figure(f"{name}, everything", len(page.encode()) + sum(files.values()), "bytes")
        if name == FIRST:
            yield from (Figure(f"{name}, {kind}", size, "bytes") for kind, size in files.items())


def _files(page: str) -> dict[str, int]:
    """Bytes of what a page fetches, by kind; a browser that was here before fetches none of it again."""
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    files = {root / linked for linked in LINKED.findall(page)}
    files |= {(sheet.parent / font).resolve() for sheet in files for font in _fonts(sheet)}
    sizes = dict.fromkeys(KINDS.values(), 0)
    for file in files:
        sizes[KINDS[file.suffix]] += _size(file)
    return sizes


def _fonts(sheet: Path) -> list[str]:
    """The fonts that a page in one of the four languages fetches at most."""
    return FONT.findall(sheet.read_text("utf-8")) if sheet.suffix == ".css" else []


def _size(file: Path) -> int:
    compressed = file.with_name(f"{file.name}.gz")
    return (compressed if compressed.exists() else file).stat().st_size


def main() -> int:
    """Measure in this house."""
    import django

    django.setup()
    return print_figures(_measured())


if __name__ == "__main__":
    sys.exit(main())
