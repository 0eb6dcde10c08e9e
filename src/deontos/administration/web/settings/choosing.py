"""Choosing a person of an organisation by a search, a page at a time, without a script."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from deontos.administration.registers import found_by_words, people_on_duty
from deontos.administration.web.settings.places import id_here, page_here, query_of, words_here
from deontos.organisations.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Choice:
    """The people to choose from; `kept` is what else stands in the address, as names and values."""

    page: Page[Person]
    words: str
    kept: dict[str, str]

    @property
    def query(self) -> str:
        """What the pager keeps."""
        return query_of(q=self.words, **self.kept)

    @property
    def start(self) -> str:
        """The address of a choice up to the id of the person."""
        kept = query_of(**self.kept)
        return f"?{kept}&person=" if kept else "?person="


def people_to_choose(request: HttpRequest, organisation: Organisation, *, on: date, **kept: str) -> Choice:
    """Those who are there on a day and match what is searched for. Two queries."""
    words = words_here(request)
    found = found_by_words(people_on_duty(organisation.id, on=on), words)
    return Choice(page_here(request, found), words, kept)


def person_chosen(request: HttpRequest, rows: QuerySet[Person]) -> Person | None:
    """The person whose id stands in the form or the address, when it is one of these."""
    chosen = id_here(request, "person")
    return rows.filter(pk=chosen).first() if chosen else None
