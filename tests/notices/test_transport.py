"""What DEONTOS_SMTP_URL may say, and that a letter in a folder is whole and on the disk."""

import smtplib
from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from deontos.notices.transport import (
    MailFolder,
    MailServer,
    UnusableMailAddress,
    mail_domain,
    mail_folder,
    mail_route,
    mail_server,
    sender_address,
)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("smtp", "mail.example.org", 25, "", "", "", 30)),
        (
            "smtp+tls://u%40x:p%2Fw@mail.example.org",
            MailServer("smtp+tls", "mail.example.org", 587, "u@x", "p/w", "", 30),
        ),
        ("smtps://mail.example.org:4650", MailServer("smtps", "mail.example.org", 4650, "", "", "", 30)),
        ("smtp://mail.example.org?timeout=5", MailServer("smtp", "mail.example.org", 25, "", "", "", 5)),
        ("smtp://[::1]:2525/?from=a@x.org", MailServer("smtp", "::1", 2525, "", "", "a@x.org", 30)),
    ],
)
def test_a_mail_server_is_read(url: str, server: MailServer) -> None:
    assert mail_server(url) == server
    assert mail_folder(url) is None


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("", "must begin with"),
        ("mail.example.org", "must begin with"),
        ("http://mail.example.org", "must begin with"),
        ("smtp://", "names no mail server"),
        ("smtp://u:p@:25", "names no mail server"),
        ("smtp://mail.example.org:mail", "has a port"),
        ("smtp://mail.example.org:70000", "has a port"),
        ("smtp://mail.example.org?from=nobody,%20a@x", "no address"),
        ("smtp://mail.example.org?from=a@x%0ABcc:b@x", "no address"),
        ("smtp://mail.example.org?timeout=0", "has a timeout"),
        ("smtp://mail.example.org?timeout=soon", "has a timeout"),
        ("file://var/mail", "names no folder"),
        ("file:mail", "names no folder"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url: str, wrong: str) -> None:
    with pytest.raises(UnusableMailAddress, match=wrong) as refusal:
        mail_route(url)
    assert "u:p" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "tls", "ssl"), [("smtp://a", False, False), ("smtp+tls://a", True, False), ("smtps://a", False, True)]
)
def test_encryption_is_as_asked(url: str, tls: bool, ssl: bool) -> None:
    route = mail_route(url)
    assert (route.use_tls, route.use_ssl) == (tls, ssl)  # type: ignore[attr-defined]
    assert route.connection_class is (smtplib.SMTP_SSL if ssl else smtplib.SMTP)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://integrity.example.org", "integrity.example.org"),
        ("https://integrity.example.org:8443", "integrity.example.org"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
    ],
)
def test_letters_come_from_the_house_unless_said_otherwise(base_url: str, domain: str) -> None:
    assert mail_domain(base_url) == domain
    assert sender_address("file:///tmp", base_url) == f"no-reply@{domain}"
    assert sender_address("smtp://mail.example.org", base_url) == f"no-reply@{domain}"
    assert sender_address("smtp://mail.example.org?from=a@x.org", base_url) == "a@x.org"


@pytest.mark.row("1.6")
def test_a_folder_receives_each_letter_in_a_file_of_its_own(tmp_path: Path) -> None:
    route = mail_route(f"file://{tmp_path}/new%20mail")
    assert isinstance(route, MailFolder)
    letters = [EmailMessage(f"Een {number}", "é\n", "a@x.org", ["b@x.org"]) for number in range(3)]
    assert route.send_messages(letters) == 3
    files = sorted((tmp_path / "new mail").iterdir())
    assert len(files) == 3
    assert {path.suffix for path in files} == {".eml"}
    subjects = sorted(str(message_from_bytes(path.read_bytes())["Subject"]) for path in files)
    assert subjects == ["Een 0", "Een 1", "Een 2"]
    assert route.folder.stat().st_mode & 0o077 == 0
