"""The page of the test: who has read one, and reading one's own with an open vault."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask
from deontos.organisations.models import Organisation, Person
from deontos.speakup.actions.testing import TestRefused, make_test, read_test, word_of
from deontos.speakup.models import Channel, ChannelTest, TestReading
from deontos.speakup.phrases import PLACES, TEST_REFUSALS
from deontos.speakup.queries import Line, line_of, newest_test_for
from deontos.speakup.rules import TEST_LASTS, is_asked_for_again
from deontos.speakup.vocabulary import ChannelTestCode
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.ui.forms import PageForm

BOTH = ("GET", "HEAD", "POST")


class WordForm(PageForm):
    """The word that stands in the test."""

    word = forms.CharField(
        label=gettext_lazy("Which word stands in the test?"),
        help_text=gettext_lazy("Capitals and accents do not matter."),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Type the word that stands in the test"),
            "max_length": gettext_lazy("This is longer than the word. Type only the word"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def refuse(self, refusal: TestRefused) -> None:
        """Say why it does not count."""
        self.add_error("word", str(TEST_REFUSALS[ChannelTestCode(refusal.code)]))


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the line, and how far this person is."""

    name: str
    office: Promise
    is_certified: bool
    read_on: date | None
    counts_until: date | None


@dataclass
class TestPage:
    """The test of one channel as one person looks at it."""

    __test__ = False

    channel: Channel
    person: Person
    line: Line
    today: date

    @property
    def certificate(self) -> ReaderCertificate | None:
        """The person's own, for standing in this line."""
        return self.line.certificates.get(self.person.id)

    def waiting(self) -> ChannelTest | None:
        """The test that this person has not read with the present key. Two queries."""
        if self.certificate is None:
            return None
        test = newest_test_for(self.channel, self.certificate)
        read = test and TestReading.objects.filter(test=test, certificate=self.certificate, entry__isnull=False)
        return None if test is None or (read and read.exists()) else test

    def rows(self) -> list[Row]:
        """Everybody in the line, once."""
        return [self._row(member.person, PLACES[member.place]) for member in self.line.once]

    def _row(self, person: UUID, office: Promise) -> Row:
        someone = self.line.people[person]
        read_on = self.line.tested_on.get(someone.id)
        until = read_on + TEST_LASTS if read_on else None
        return Row(someone.name, office, someone.id in self.line.certificates, read_on, until)

    def context(self, reader: UnlockedReader | None, form: WordForm) -> dict[str, object]:
        """All that the page shows; the word only with an open vault."""
        test, read_on = self.waiting(), self.line.tested_on.get(self.person.id)
        return {
            "here": self.channel.organisation,
            "is_saved": is_saved(self.channel),
            "is_open": self.line.is_open,
            "rows": self.rows(),
            "is_in_line": self.person.id in self.line.people,
            "certificate": self.certificate,
            "waits": test,
            "word": _word(test, reader) if test and reader else "",
            "read_on": read_on,
            "counts_until": read_on and read_on + TEST_LASTS,
            "asked_again": bool(read_on and is_asked_for_again(read_on, on=self.today)),
            "form": form,
        }


@door(requires=Permission.SPEAKUP_TEST_MAKE, methods=BOTH)
def channel_test(request: HttpRequest) -> HttpResponse:
    """Who has read a test; open the own one with the vault, and type its word."""
    here = organisation_here(request, Permission.SPEAKUP_TEST_MAKE)
    page = _page(request, here)
    if request.method != "POST":
        return _shown(request, page, WordForm())
    if request.POST.get("go") == "make":
        return _made(request, page)
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    return _read(request, page, reader) if request.POST.get("go") == "read" else _back(here)


def _page(request: HttpRequest, here: Organisation) -> TestPage:
    channel, today = channel_of_house(here), clock.today()
    return TestPage(channel, request.person, line_of(channel, on=today), today)  # type: ignore[attr-defined]


def _made(request: HttpRequest, page: TestPage) -> HttpResponse:
    actor = actor_at(request)
    assert actor is not None
    if not is_saved(page.channel):
        messages.error(request, _("Save the settings of the reporting point first."))
        return _back(page.channel.organisation)
    try:
        make_test(page.channel, by=actor, at=clock.now())
        messages.success(request, _("A test was made. Everybody in the line who holds a key has a letter about it."))
    except TestRefused as refusal:
        messages.error(request, str(TEST_REFUSALS[ChannelTestCode(refusal.code)]))
    return _back(page.channel.organisation)


def _read(request: HttpRequest, page: TestPage, reader: UnlockedReader) -> HttpResponse:
    actor, test, form = actor_at(request), page.waiting(), WordForm(request.POST)
    assert actor is not None
    if test is None:
        return _back(page.channel.organisation)
    if form.is_valid():
        try:
            read_test(test, form.cleaned_data["word"], reader, by=actor, at=clock.now())
            messages.success(request, _("Thank you. It is written down that you can read what is sealed to you."))
            return _back(page.channel.organisation)
        except TestRefused as refusal:
            form.refuse(refusal)
    return _shown(request, page, form)


def _shown(request: HttpRequest, page: TestPage, form: WordForm) -> HttpResponse:
    return render(request, "speakup/channel_test.html", page.context(unlocked(request), form))


def _word(test: ChannelTest, reader: UnlockedReader) -> str:
    try:
        return word_of(test, reader)
    except (TestRefused, NoEnvelope):
        return ""


def _back(here: Organisation) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('channel_test')}?organisation={here.slug}")
