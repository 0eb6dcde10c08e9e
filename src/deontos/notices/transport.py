"""How letters leave: to a mail server, or in a demo to a folder of files, as DEONTOS_SMTP_URL says."""

import os
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

SECONDS_TO_ANSWER = 30
LONGEST_TIMEOUT = 300
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
NOBODY = "no-reply"


class UnusableMailAddress(ValueError):
    """DEONTOS_SMTP_URL cannot be used; the message says why in words that follow its name, without the address."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server as the address names it.

    `?from=` names the sender, empty where it does not; `?timeout=` the seconds to wait for each answer.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    timeout: int


class MailFolder(BaseEmailBackend):
    """Puts each letter into a file of its own, under a random name, on the disk before it is said to be sent."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters; the answer is how many."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{uuid4()}.eml"
            unfinished = self.folder / f".{name}"
            with unfinished.open("xb") as file:
                file.write(message.message().as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(self.folder / name)
        _sync_folder(self.folder)
        return len(email_messages)


def mail_route(url: str) -> BaseEmailBackend:
    """The way out that an address names; nothing is opened yet. Raises UnusableMailAddress."""
    folder = mail_folder(url)
    if folder is not None:
        return MailFolder(folder)
    server = mail_server(url)
    return EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.scheme == "smtp+tls",
        use_ssl=server.scheme == "smtps",
        timeout=server.timeout,
    )


def mail_folder(url: str) -> Path | None:
    """The folder of a `file://` address; None for a mail server. Raises UnusableMailAddress."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "file":
        return None
    if parts.netloc or not parts.path.startswith("/"):
        raise UnusableMailAddress("names no folder of this machine")
    return Path(urllib.parse.unquote(parts.path))


def mail_server(url: str) -> MailServer:
    """The mail server of an `smtp://`, `smtp+tls://` or `smtps://` address. Raises UnusableMailAddress."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in PORTS:
        raise UnusableMailAddress("must begin with smtp://, smtp+tls://, smtps:// or file://")
    try:
        host, port = parts.hostname, parts.port or PORTS[parts.scheme]
    except ValueError:
        raise UnusableMailAddress("has a port that is no number from 1 to 65535") from None
    if not host:
        raise UnusableMailAddress("names no mail server")
    user, password = (urllib.parse.unquote(each or "") for each in (parts.username, parts.password))
    wishes = dict(urllib.parse.parse_qsl(parts.query))
    return MailServer(parts.scheme, host, port, user, password, _sender(wishes), _timeout(wishes))


def sender_address(url: str, base_url: str) -> str:
    """Who letters are from: `?from=` of the mail address, else nobody at the host of the house."""
    chosen = mail_server(url).sender if mail_folder(url) is None else ""
    return chosen or f"{NOBODY}@{mail_domain(base_url)}"


def mail_domain(base_url: str) -> str:
    """The host of the house as it may stand behind an @; a number becomes localhost."""
    host = urllib.parse.urlsplit(base_url).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


def _sender(wishes: dict[str, str]) -> str:
    sender = wishes.get("from", "")
    if sender and parseaddr(sender) != ("", sender):
        raise UnusableMailAddress("has something after from= that is no address")
    return sender


def _timeout(wishes: dict[str, str]) -> int:
    seconds = wishes.get("timeout", str(SECONDS_TO_ANSWER))
    if not (seconds.isascii() and seconds.isdecimal() and 0 < int(seconds) <= LONGEST_TIMEOUT):
        raise UnusableMailAddress(f"has a timeout that is no number of seconds from 1 to {LONGEST_TIMEOUT}")
    return int(seconds)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
