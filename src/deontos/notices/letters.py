"""The words of a letter: plain text in the recipient's language, with nothing that a stranger may not read."""

from datetime import datetime
from email.charset import QP, Charset
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, Engine
from django.utils import translation

from deontos.notices.details import opened_details
from deontos.notices.models import Letter
from deontos.notices.phrases import SUBJECTS
from deontos.notices.transport import sender_address
from deontos.notices.vocabulary import LetterTemplate

DESK = "/desk/"

ENGINE = Engine(dirs=[str(Path(__file__).parent / "templates")], builtins=["django.templatetags.i18n"])
ON_THE_WIRE = Charset("utf-8")
ON_THE_WIRE.body_encoding = QP


def message_of(letter: Letter, *, at: datetime) -> EmailMessage:
    """The letter as it goes to the mail server at a moment. Needs its recipient and organisation."""
    template = LetterTemplate(letter.template)
    house = settings.OPERATOR
    with translation.override(letter.recipient.language):
        fixed = {"organisation": letter.organisation.name, "desk": f"{house.base_url}{DESK}", "base": house.base_url}
        words = {**opened_details(letter.sealed_details, letter.message_id), **fixed}
        # A letter is no page: in plain text an escaped name would be read with its escapes.
        text = ENGINE.get_template(f"notices/{template}.txt").render(Context(words, autoescape=False))
        subject = str(SUBJECTS[template])
    message = EmailMessage(
        subject=subject,
        body=text,
        from_email=sender_address(house.smtp_url, house.base_url),
        to=[letter.address or letter.recipient.email],
        headers=_headers(letter, at),
    )
    message.encoding = ON_THE_WIRE
    return message


def _headers(letter: Letter, at: datetime) -> dict[str, str]:
    """What keeps machines from answering, and the one Message-ID of all tries."""
    return {
        "Message-ID": letter.message_id,
        "Date": format_datetime(at),
        "Content-Language": letter.recipient.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
