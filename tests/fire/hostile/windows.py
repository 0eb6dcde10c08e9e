"""A browser without scripts that reads its pages: which forms and links there are, and what their fields hold."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.fire.hostile.nasty import in_parts, quoted

Pairs = list[tuple[str, bytes]]

ORIGIN = "http://testserver"
BOUNDARY = "zwaluw-grens"
FORM = "application/x-www-form-urlencoded"
SEALED_NAMES = ("csrfmiddlewaretoken",)
"""Fields that nobody types in: changed, no form goes further than its proof, which has tests of its own."""


@dataclass
class Field:
    """One control of a form. `choices` are what may be chosen, `is_chosen` what a page chose already."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    is_chosen: bool = True


@dataclass
class Form:
    """A form of a page, with the buttons that belong to it."""

    action: str
    method: str
    kind: str
    id: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def pairs(self) -> Pairs:
        """What a browser would send if nobody touched it."""
        return [
            (each.name, each.value.encode(errors="replace"))
            for each in self.fields
            if each.is_chosen and each.kind != "file"
        ]

    def names(self) -> list[str]:
        """Every field that somebody could type in or choose, once, in the order of the page."""
        return list(dict.fromkeys(each.name for each in self.fields if each.name not in SEALED_NAMES))

    def file_names(self) -> list[str]:
        """The fields for files."""
        return [each.name for each in self.fields if each.kind == "file"]


class PageReader(HTMLParser):
    """Reads the forms and the links of a page, in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._loose: list[tuple[str, Field | tuple[str, str]]] = []
        self._open: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self.feed(page)
        self.close()
        for owner, control in self._loose:
            self._put(next((form for form in self.forms if form.id == owner), None), control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a form, a control or a link."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            enctype, method = said.get("enctype", FORM), said.get("method", "get").lower()
            self._open = Form(said.get("action", ""), method, enctype, said.get("id", ""))
            self.forms.append(self._open)
        elif tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "option" and self._select is not None:
            self._select.choices.append(said.get("value", ""))
            if "selected" in said or len(self._select.choices) == 1:
                self._select.value = said.get("value", "")
        elif tag in ("input", "textarea", "select", "button") and said.get("name"):
            self._control(tag, said)

    def _control(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if kind in ("button", "submit"):
            self._place(said, (said["name"], said.get("value", "")))
            return
        made = Field(said["name"], kind, said.get("value", "on" if kind == "checkbox" else ""))
        if kind in ("radio", "checkbox"):
            made.choices, made.is_chosen = [made.value], "checked" in said
        self._area = made if tag == "textarea" else None
        self._select = made if tag == "select" else None
        self._place(said, made)

    def _place(self, said: dict[str, str], control: Field | tuple[str, str]) -> None:
        if "form" in said:
            self._loose.append((said["form"], control))
        else:
            self._put(self._open, control)

    @staticmethod
    def _put(form: Form | None, control: Field | tuple[str, str]) -> None:
        if form is not None and isinstance(control, Field):
            form.fields.append(control)
        elif form is not None and not isinstance(control, Field):
            form.buttons.append(control)

    def handle_data(self, data: str) -> None:
        """What stands in a text area; its first line break belongs to the markup."""
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a control."""
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area is not None:
            self._area.value, self._area = self._area.value.removeprefix("\n"), None
        elif tag == "select":
            self._select = None


@dataclass
class Window:
    """Somebody's browser: its cookies stay, and every proof of a form is checked."""

    client: Client
    here: str = "/"
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @classmethod
    def with_cookies(cls, cookies: tuple[tuple[str, str], ...]) -> "Window":
        """A new window of somebody who has these cookies already."""
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        for name, value in cookies:
            client.cookies[name] = value
        return cls(client)

    def look(self, path: str) -> Any:
        """Open a page and read it."""
        return self._read(path, self.client.generic("GET", path))

    def send(self, form: Form, pairs: Pairs, files: list[tuple[str, bytes, bytes]] | None = None) -> Any:
        """Send a form with these fields, and read what comes back."""
        path = self.path_of(form.action)
        if form.method != "post":
            return self.look(f"{urlsplit(path).path}?{quoted(pairs).decode()}")
        if form.kind == FORM:
            return self.post(path, quoted(pairs))
        return self.post(path, in_parts(pairs, files or [], BOUNDARY), f"{form.kind}; boundary={BOUNDARY}")

    def post(self, path: str, body: bytes, kind: str = FORM) -> Any:
        """Send these bytes, and read what comes back."""
        return self._read(path, self.client.generic("POST", path, body, kind, headers={"origin": ORIGIN}))

    def path_of(self, action: str) -> str:
        """Where a link or a form of this page leads."""
        found = urlsplit(urljoin(self.here, action or self.here))
        return f"{found.path}?{found.query}" if found.query else found.path

    def _read(self, path: str, answer: Any) -> Any:
        self.here = path
        where = answer.headers.get("Location", "")
        if answer.status_code in (301, 302, 303) and where.startswith("/") and not where.startswith("//"):
            self.links, self.forms = [where], []
            return answer
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
        page = PageReader(answer.content.decode(errors="replace")) if is_page else None
        self.forms, self.links = (page.forms, page.links) if page else ([], [])
        return answer
