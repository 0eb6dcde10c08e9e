"""A browser without scripts that talks to a real server: it keeps cookies and sends back the proof of a form."""

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

BOUNDARY = "kwartel-boundary"
CLOSING = f"\r\n--{BOUNDARY}--\r\n".encode()
PROOF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class RemoteAnswer:
    """What came back, with the names that Django's own client uses."""

    status_code: int
    headers: Message
    content: bytes


@dataclass
class RemoteBrowser:
    """One window at `127.0.0.1:port`. `proof` is that of the last page with a form."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    proof: str = ""

    def get(self, path: str) -> RemoteAnswer:
        """Open a page."""
        return self.hear(self._sent("GET", path, ""))

    def post(self, path: str, fields: Mapping[str, object] = {}) -> RemoteAnswer:
        """Send a form, with the proof that it is ours."""
        return self.hear(self.send(path, fields))

    def send(self, path: str, fields: Mapping[str, object] = {}) -> HTTPConnection:
        """The line on which a form was sent, before anything came back."""
        return self._sent("POST", path, urlencode({"csrfmiddlewaretoken": self.proof, **fields}, doseq=True))

    def begin_upload(self, path: str, fields: Mapping[str, object], name: str, size: int) -> HTTPConnection:
        """The line on which a form with one file was begun: its bytes are sent by the caller, then `end_upload`."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in {"csrfmiddlewaretoken": self.proof, **fields}.items()
        ]
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        opening = "".join(parts).encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest("POST", path)
        connection.putheader("Cookie", "; ".join(f"{each}={value}" for each, value in self.cookies.items()))
        connection.putheader("Origin", f"http://127.0.0.1:{self.port}")
        connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        connection.putheader("Content-Length", str(len(opening) + size + len(CLOSING)))
        try:
            connection.endheaders(opening)
        except OSError:
            connection.close()
            raise
        return connection

    def end_upload(self, connection: HTTPConnection) -> RemoteAnswer:
        """What comes back after the last byte of the file."""
        try:
            connection.send(CLOSING)
        except OSError:
            connection.close()
            raise
        return self.hear(connection)

    def hear(self, connection: HTTPConnection) -> RemoteAnswer:
        """What comes back. Raises HTTPException or OSError when the other side falls silent."""
        with closing(connection):
            sent = connection.getresponse()
            answer = RemoteAnswer(sent.status, sent.headers, sent.read())
        self._keep(sent.headers.get_all("Set-Cookie") or [])
        found = PROOF.search(answer.content.decode("utf-8", "replace"))
        self.proof = found[1] if found else self.proof
        return answer

    def _sent(self, method: str, path: str, body: str) -> HTTPConnection:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
        except OSError:
            connection.close()
            raise
        return connection

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel.value:
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
