"""Alarms about keys: those that are open, those that were settled and why, and settling one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.kernel import clock
from deontos.keyring.actions.alarms import AlarmRefused, look, settle
from deontos.keyring.models import KeyAlarm
from deontos.keyring.phrases import ALARMS, REMEDIES
from deontos.keyring.vocabulary import AlarmKind
from deontos.keyring.web.stewards.forms import sentence
from deontos.keyring.web.stewards.subjects import subjects_of
from deontos.ui.forms import PageForm

PAGE_SIZE = 20
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One alarm in words; `about` names the person or says which row."""

    alarm: KeyAlarm
    title: str | Promise
    remedy: str | Promise
    about: str


class SettleForm(PageForm):
    """Why an alarm is settled."""

    reason = forms.CharField(
        label=_("What was it, and what did you do?"),
        help_text=_("The other stewards and the integrity officer read this. No content of reports, please."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write in a sentence why this alarm is settled"),
            "max_length": _("Write it in 500 characters or fewer"),
            "null_characters_not_allowed": _("Your text holds a sign that cannot be kept. Type it anew."),
        },
    )


@door(requires=Permission.KEYRING_ALARMS_READ)
def key_alarms(request: HttpRequest) -> HttpResponse:
    """All alarms of the organisations that this person watches over, the open ones first."""
    actor = _actor(request)
    homes = sorted(actor.organisations_with(Permission.KEYRING_ALARMS_READ))
    for organisation in homes:
        look(organisation, at=clock.now())
    alarms = KeyAlarm.objects.filter(organisation__in=homes).select_related("organisation", "settled_by")
    pages = Paginator(alarms.order_by(F("settled_at").desc(nulls_first=True), "-found_at", "id"), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(page.object_list), "several": len(homes) > 1}
    return render(request, "keyring/key_alarms.html", context)


@door(requires=Permission.KEYRING_ALARMS_READ, methods=("GET", "HEAD", "POST"))
def key_alarm(request: HttpRequest, alarm: UUID) -> HttpResponse:
    """One alarm: what it means and what to do; a steward settles it with a sentence."""
    actor = _actor(request)
    found = KeyAlarm.objects.filter(
        pk=alarm, organisation__in=actor.organisations_with(Permission.KEYRING_ALARMS_READ)
    ).select_related("organisation", "settled_by")
    row = next(iter(rows_of(found)), None)
    if row is None:
        raise Http404
    may_settle = actor.may(Permission.KEYRING_STEWARD_CERTIFY, row.alarm.organisation_id)
    form = SettleForm(request.POST if request.method == "POST" and may_settle else None)
    if form.is_valid():
        try:
            settle(row.alarm, form.cleaned_data["reason"], by=actor, at=clock.now())
            return redirect("key_alarms")
        except AlarmRefused as refusal:
            form.add_error(None, forms.ValidationError(sentence(refusal), code="refused"))
    return render(request, "keyring/key_alarm.html", {"row": row, "form": form, "may_settle": may_settle})


def rows_of(alarms: Iterable[KeyAlarm]) -> list[Row]:
    """Alarms in words. Two queries for the names, however many."""
    listed = list(alarms)
    names = subjects_of([each.subject_id for each in listed])
    return [
        Row(each, ALARMS[AlarmKind(each.kind)], REMEDIES[AlarmKind(each.kind)], names.get(each.subject_id, ""))
        for each in listed
    ]


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor
