"""A browser without scripts that speaks real HTTP to a house in another process, with the cookies of one window."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
CSRF = "__Host-csrf"


@dataclass(frozen=True)
class Answer:
    """What came back, by the names that answers have in tests."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


@dataclass
class Browser:
    """One window at `127.0.0.1`. It sends what our pages would make a browser send, proof of our form included."""

    port: int
    seconds: float = 60
    cookies: dict[str, str] = field(default_factory=dict, repr=False)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._answer(self._sent("GET", path))

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form."""
        return self._answer(self.posted(path, fields))

    def posted(self, path: str, fields: Mapping[str, object]) -> HTTPConnection:
        """The line on which a form was sent, before anything came back."""
        if CSRF not in self.cookies:
            self.get("/".join([*path.split("/")[:3], "report/"]))
        values = {"csrfmiddlewaretoken": self.cookies[CSRF], **fields}
        return self._sent("POST", path, urlencode(values, doseq=True).encode())

    def _sent(self, method: str, path: str, body: bytes = b"") -> HTTPConnection:
        line = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": FORM, "Origin": f"http://127.0.0.1:{self.port}"}
        line.request(method, path, body or None, headers)
        return line

    def _answer(self, line: HTTPConnection) -> Answer:
        response = line.getresponse()
        content = response.read()
        for each in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(each).items():
                self.cookies[name] = morsel.value
        line.close()
        return Answer(response.status, dict(response.headers.items()), content)
