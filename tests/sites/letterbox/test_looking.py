"""Looking at the files of an open mailbox: a cleaned copy for the holder of the receipt, and for nobody else."""

from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from tests.cases.test_looking import PICTURE, POLICY, policy_of
from tests.correspondence import looked_at as made
from tests.factories.speakup import Reporter, page
from tests.sites.letterbox.test_files import file, post

pytestmark = [pytest.mark.row("3.5"), pytest.mark.django_db]

LOOK_QUERIES = 6


@pytest.fixture
def mailbox(reporter: Reporter, blobs: Path) -> Reporter:
    """Somebody with an open mailbox, in English."""
    reporter.language = "en"
    reporter.read(reporter.confide())
    return reporter


def place_of(mailbox: Reporter, number: int = 0) -> str:
    """Where the holder of the receipt looks at one of the files."""
    listed = page(mailbox.look("receipt/mailbox/"))
    return listed.split('class="file__name" href="')[number + 1].split('"')[0]


def test_somebody_sees_what_the_handler_sees(mailbox: Reporter) -> None:
    post(mailbox, file("foto.jpg", made.held_sideways()))
    answer = mailbox.client.get(place_of(mailbox))
    words = page(answer)
    assert "This is a cleaned copy." in words
    assert "The file itself is kept sealed, as it came." in words
    assert PICTURE.findall(answer.content.decode()) == ["Cleaned copy of foto.jpg"]
    assert policy_of(answer) == POLICY
    assert "<script" not in words
    assert "Not scanned" not in words


def test_the_second_page_of_a_pdf_has_an_address(mailbox: Reporter) -> None:
    post(mailbox, file("offerte.pdf", made.written_pdf("Eerste blad", "Tweede blad")))
    assert "Tweede blad" in page(mailbox.client.get(place_of(mailbox) + "?page=2"))


def test_it_is_shown_to_whoever_has_the_mailbox_open_and_to_nobody_else(mailbox: Reporter) -> None:
    post(mailbox, file("een.txt"))
    place = place_of(mailbox)
    other = Reporter(language="en")
    assert "closed" in page(other.client.get(place))
    other.read(other.confide())
    assert other.client.get(place).status_code == 404
    assert mailbox.client.get(place.replace(place.split("/")[-3], str(uuid4()))).status_code == 404
    assert mailbox.client.get(place).status_code == 200


def test_of_a_file_that_was_changed_nothing_is_shown(mailbox: Reporter, blobs: Path) -> None:
    post(mailbox, file("een.txt"))
    place = place_of(mailbox)
    [stored] = [each for each in blobs.rglob("*") if each.is_file()]
    stored.write_bytes(stored.read_bytes()[::-1])
    words = page(mailbox.client.get(place))
    assert str(REFUSALS[CorrespondenceCode.FILE_CHANGED]) in words
    assert "Download the original" not in words


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_the_same_of_the_database_for_one_file_and_for_three(
    mailbox: Reporter, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post(mailbox, *(file(f"{each}.txt") for each in range(count)))
    place = place_of(mailbox)
    with django_assert_num_queries(LOOK_QUERIES):
        mailbox.client.get(place)
