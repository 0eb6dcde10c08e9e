"""Every component that a page may use, with what it takes. The gallery shows each of them in each of its states."""

from django.forms.forms import BaseForm

from deontos.ui.charts import Bar
from deontos.ui.components import derived
from deontos.ui.components.controls import errors_values, field_values
from deontos.ui.components.declaration import (
    Body,
    Component,
    ComponentMisuse,
    address,
    bound_field,
    civil_date,
    flag,
    form,
    icon,
    instance,
    instances,
    number,
    one_of,
    page,
    text,
    texts,
)
from deontos.ui.houses import Group, Language, Link, VaultLock

TONES = ("info", "done", "attention", "danger", "sealed", "neutral", "open")

_SIGNS = (
    Component("icon", (icon("name", required=True), flag("large"))),
    Component(
        "tag", (text("text", required=True), one_of("tone", TONES, default="neutral"), icon()), prepare=derived.tag
    ),
    Component(
        "chip",
        (
            text("text", required=True),
            one_of("tone", ("plain", "done", "attention", "danger"), default="plain"),
            icon(),
        ),
        prepare=derived.chip,
    ),
    Component("sealmark", (text("text", required=True),)),
    Component(
        "bar",
        (
            number("percent", low=0, high=100, required=True),
            one_of("state", ("running", "soon", "over", "done"), default="running"),
        ),
    ),
    Component("clocks", (text("name"), flag("strip")), Body.REQUIRED),
    Component(
        "clock",
        (
            text("name", required=True),
            text("left", required=True),
            text("ground", required=True),
            one_of("state", derived.CLOCK_ICONS),
            number("percent", low=0, high=100),
            text("also"),
        ),
        prepare=derived.clock,
    ),
    Component("day", (civil_date("on", required=True), flag("short"))),
    Component("phone", (text("number", required=True),), prepare=derived.phone),
)

_ACTIONS = (
    Component(
        "button",
        (
            text("text", required=True),
            one_of("kind", ("primary", "second", "quiet", "danger"), default="second"),
            address("href"),
            text("name"),
            text("value"),
            icon(),
            text("about"),
            text("form"),
            text("id"),
            flag("small"),
            flag("busy"),
        ),
    ),
    Component("langs", (instances("languages", Language, required=True), flag("buttons"))),
    Component("back", (text("text", required=True), address("href", required=True))),
    Component("crumbs", (instances("links", Link, required=True), text("here", required=True))),
    Component("tabs", (text("name", required=True),), Body.REQUIRED),
    Component(
        "tab", (text("text", required=True), address("href", required=True), flag("current"), number("count", low=0))
    ),
    Component("side", (instances("groups", Group, required=True),)),
    Component("vault", (instance("lock", VaultLock, required=True),)),
    Component("safety", (address("leave_href", required=True), address("device_href"))),
    Component("pager", (text("name", required=True), page("page"), text("query")), prepare=derived.pager),
)

_FORMS = (
    Component(
        "field",
        (
            bound_field("field"),
            one_of("width", ("full", "short", "date", "code"), default="full"),
            flag("low"),
            flag("hide_label"),
            flag("hide_optional"),
            flag("row"),
            flag("tight"),
        ),
        prepare=field_values,
    ),
    Component(
        "files",
        (
            text("name", required=True),
            text("id"),
        ),
        Body.REQUIRED,
    ),
    Component(
        "file",
        (
            text("name", required=True),
            text("size"),
            text("kind"),
            one_of("state", ("kept", "plain", "refused"), default="plain"),
            text("note"),
            text("scan"),
            address("href"),
        ),
        Body.OPTIONAL,
    ),
    Component("errors", (form("form"), instances("also", BaseForm)), prepare=errors_values),
    Component("answers", (), Body.REQUIRED),
    Component("answer", (text("question", required=True), address("href"), text("text")), Body.OPTIONAL),
    Component("steps", (texts("words", required=True), number("now", low=1, required=True)), prepare=derived.steps),
    Component("receipt", (text("code", required=True), text("address"), text("title"), flag("for_another"))),
    Component(
        "secret",
        (text("title", required=True), text("id", required=True), text("code", required=True), text("help")),
    ),
    Component("decision", (text("title", required=True), text("id", required=True)), Body.REQUIRED),
    Component(
        "confirm",
        (
            text("title", required=True),
            text("warning", required=True),
            text("explanation"),
            text("verb", required=True),
            text("name"),
            text("value"),
            text("back_text", required=True),
            address("back_href", required=True),
        ),
        Body.OPTIONAL,
    ),
)

_PANELS = (
    Component(
        "notice",
        (
            text("title", required=True),
            one_of("tone", ("info", "done", "attention", "danger", "sealed"), default="info"),
            icon(),
            flag("live"),
        ),
        Body.OPTIONAL,
        derived.notice,
    ),
    Component(
        "flash",
        (text("text", required=True), one_of("tone", ("done", "info", "attention", "danger"), default="done")),
        prepare=derived.flash,
    ),
    Component(
        "card",
        (text("title"), text("id"), text("note"), one_of("tone", ("plain", "sealed"), default="plain"), flag("flush")),
        Body.REQUIRED,
    ),
    Component("aside", (text("title", required=True), text("id", required=True)), Body.REQUIRED),
    Component(
        "page_head",
        (text("title", required=True), text("lead"), text("action"), address("action_href"), icon("action_icon")),
        Body.OPTIONAL,
    ),
    Component("empty", (text("title", required=True), text("text", required=True), icon()), Body.OPTIONAL),
    Component(
        "door",
        (
            icon(required=True),
            text("title", required=True),
            text("text", required=True),
            text("verb", required=True),
            address("href", required=True),
            flag("primary"),
        ),
    ),
)

_LISTS = (
    Component("timeline", (flag("tight"),), Body.REQUIRED),
    Component(
        "stage",
        (text("name", required=True), one_of("state", ("done", "now", "later")), text("when")),
        Body.OPTIONAL,
    ),
    Component("people", (), Body.REQUIRED),
    Component(
        "person",
        (
            text("name", required=True),
            text("role", required=True),
            one_of("kind", ("reader", "temporary", "self", "reporter", "shut_out"), default="reader"),
            text("ground"),
        ),
        Body.OPTIONAL,
        derived.person,
    ),
    Component("talk", (), Body.REQUIRED),
    Component(
        "msg",
        (
            text("author", required=True),
            civil_date("on", required=True),
            text("text"),
            one_of("language", ("", "nl", "fr", "en", "es"), default=""),
            flag("own"),
            flag("new"),
            flag("authentic", default=True),
        ),
        Body.OPTIONAL,
    ),
    Component("system_line", (text("text", required=True),)),
    Component(
        "agenda",
        (
            text("title", required=True),
            text("id", required=True),
            number("count", low=0, required=True),
            one_of("kind", derived.AGENDA_ICONS),
        ),
        Body.REQUIRED,
        derived.agenda,
    ),
    Component(
        "agenda_row",
        (
            civil_date("on", required=True),
            text("title", required=True),
            address("href", required=True),
            text("room", required=True),
            icon("room_icon", required=True),
            text("why"),
            text("left", required=True),
            one_of("tone", ("plain", "attention", "danger"), default="plain"),
            text("verb", required=True),
        ),
    ),
    Component(
        "checks",
        (
            text("title", required=True),
            text("id", required=True),
            number("done", low=0, required=True),
            number("total", low=0, required=True),
        ),
        Body.REQUIRED,
    ),
    Component(
        "check",
        (
            text("statement", required=True),
            text("evidence", required=True),
            flag("done"),
            text("to_do"),
            text("verb"),
            address("href"),
            text("ground"),
        ),
    ),
    Component("stats", (), Body.REQUIRED),
    Component("stat", (text("label", required=True), text("figure", required=True), text("note")), Body.OPTIONAL),
    Component(
        "chart",
        (
            text("title", required=True),
            text("id", required=True),
            text("heading", required=True),
            text("unit", required=True),
            instances("bars", Bar, required=True),
            text("note"),
        ),
        prepare=derived.chart,
    ),
    Component("table", (text("name", required=True), flag("tight"), flag("plain"), flag("stacked")), Body.REQUIRED),
    Component("who", (), Body.REQUIRED),
    Component("who_row", (text("title", required=True), text("text", required=True), text("phone"))),
    Component("terms", (), Body.REQUIRED),
    Component("term", (text("when", required=True), text("text", required=True))),
    Component("facts", (), Body.REQUIRED),
    Component("fact", (icon(required=True), text("title", required=True), text("text", required=True))),
)

CATALOGUE = {each.name: each for each in (*_SIGNS, *_ACTIONS, *_FORMS, *_PANELS, *_LISTS)}


def component_named(name: str) -> Component:
    """The component of that name. Raises ComponentMisuse when there is none."""
    if name not in CATALOGUE:
        raise ComponentMisuse(f'there is no component "{name}"')
    return CATALOGUE[name]
