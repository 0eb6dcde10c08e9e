"""Letters of these tests go to a real mail server of the test."""

from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from tests.factories.organisations import Town, town
from tests.services.smtp import MailServer


def send_to(settings: Settings, url: str) -> None:
    """Let letters go to this address."""
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url=url)


@pytest.fixture
def postbox(settings: Settings, mail_server: MailServer) -> MailServer:
    """The mail server to which letters go."""
    send_to(settings, mail_server.url)
    return mail_server


@pytest.fixture
def lindewater(db: None) -> Town:
    """A municipality with everybody in place."""
    return town()
