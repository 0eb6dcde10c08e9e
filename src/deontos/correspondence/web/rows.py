"""Files as pages list them: name, kind, size, and what is worth knowing. Names are data of others."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.phrases import FAMILIES, REMARKS, SCANS
from deontos.correspondence.trays import Waiting
from deontos.ui.sizes import in_words

Words = str | Promise


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a list. `id` takes it away while it waits, `href` downloads it once it was sent."""

    name: str = field(repr=False)
    size: str
    kind: Words
    note: str = ""
    scan: Words = ""
    id: str = ""
    href: str = ""

    @property
    def in_a_line(self) -> str:
        """Name and size, for a list in words; direction signs keep a foreign name from turning the rest round."""
        return f"\N{FIRST STRONG ISOLATE}{self.name}\N{POP DIRECTIONAL ISOLATE} ({self.size})"


def row_of(facts: FileFacts, *, id: str = "", href: str = "", for_handler: bool = False) -> FileRow:  # noqa: A002 a row is known by its id
    """A file as a list shows it; only whoever handles it reads what the scanner said."""
    return FileRow(
        name=facts.name,
        size=in_words(facts.size),
        kind=FAMILIES[facts.family],
        note=" ".join(str(REMARKS[each]) for each in facts.remarks),
        scan=SCANS[facts.scan] if for_handler else "",
        id=id,
        href=href,
    )


def waiting_rows(waiting: Iterable[Waiting]) -> list[FileRow]:
    """The files that wait to be sent."""
    return [row_of(each.file.facts, id=str(each.id)) for each in waiting]
