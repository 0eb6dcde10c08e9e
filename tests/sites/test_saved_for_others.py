"""What a thread of the server saved for somebody else says nothing of the next request, wherever that one fails."""

import pytest
from django.db import OperationalError, transaction
from django.test import Client

from deontos.access.web.saving import may_be_saved
from deontos.correspondence.models import Draft
from tests.sites.test_unsaved import NOT_SAVED, UNSURE, failing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.4")]


def save_for_somebody_else() -> None:
    """Bring a transaction to its end in this thread, as the request before did."""
    with transaction.atomic():
        Draft.objects.select_for_update().count()
    assert may_be_saved()


def test_a_form_that_fails_before_any_page_was_not_saved() -> None:
    """At the desk the sign-in is looked up before anything else."""
    save_for_somebody_else()
    client = Client(raise_request_exception=False)
    client.cookies["__Host-desk"] = "k" * 32
    with failing(lambda _sql: True, OperationalError("away")):
        answer = client.post("/desk/cases/", {"text": "Zeven"}, headers={"origin": "http://testserver"})
    shown = answer.content.decode()
    assert (answer.status_code, NOT_SAVED in shown, UNSURE in shown) == (503, True, False)
