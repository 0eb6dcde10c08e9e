"""The mail server of the tests behaves as one does."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.services.smtp import NO_SUCH_MAILBOX, TRY_LATER, MailServer


def _letter(subject: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "house@example.org", "reader@example.org", subject
    letter["Message-ID"] = "<one@example.org>"
    letter.set_content("Iets wacht op u: é")
    return letter


def test_a_letter_arrives_whole(mail_server: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", mail_server.port) as client:
        client.send_message(_letter("Één"))
    [delivery] = mail_server.deliveries
    assert (delivery.sender, delivery.recipients) == ("house@example.org", ("reader@example.org",))
    assert delivery.message["Subject"] == "Één"
    assert delivery.message.get_content() == "Iets wacht op u: é\r\n"


def test_refusals_are_given_in_order_and_then_it_accepts_again(mail_server: MailServer) -> None:
    mail_server.answer_next(TRY_LATER, NO_SUCH_MAILBOX)
    with smtplib.SMTP("127.0.0.1", mail_server.port) as client:
        for code in (451, 550):
            with pytest.raises(smtplib.SMTPDataError) as refusal:
                client.send_message(_letter("again"))
            assert refusal.value.smtp_code == code
        client.send_message(_letter("again"))
    assert (len(mail_server.refused), len(mail_server.deliveries)) == (2, 1)
