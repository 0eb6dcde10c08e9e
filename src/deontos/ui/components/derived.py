"""What a component shows besides its props: the icon of a state, the initials of a name, the pages of a list."""

import re

from django.core.paginator import Page
from django.utils.translation import gettext as _

from deontos.ui.charts import Bar, laid_out

TAG_ICONS = {
    "info": "info",
    "done": "check",
    "attention": "hourglass",
    "danger": "triangle-alert",
    "sealed": "lock",
    "neutral": "archive",
    "open": "circle-dashed",
}
CHIP_ICONS = {"plain": "clock", "done": "circle-check", "attention": "hourglass", "danger": "triangle-alert"}
NOTICE_ICONS = {
    "info": "info",
    "done": "circle-check",
    "attention": "triangle-alert",
    "danger": "triangle-alert",
    "sealed": "lock",
}
CLOCK_ICONS = {
    "running": "clock",
    "soon": "hourglass",
    "over": "triangle-alert",
    "met": "circle-check",
    "met_late": "circle-check",
    "paused": "circle-pause",
}
CLOCK_BARS = {
    "running": "running",
    "soon": "soon",
    "over": "over",
    "met": "done",
    "met_late": "soon",
    "paused": "running",
}
AGENDA_ICONS = {"over": "alarm-clock", "week": "clock", "later": "calendar"}
FACE_ICONS = {"self": "user", "reporter": "eye-off", "shut_out": "ban"}
FACE_LOOKS = {"reporter": "face--sealed", "shut_out": "face--none"}

Values = dict[str, object]


def tag(given: Values) -> Values:
    """The icon of a status tag, unless the page chose one."""
    return {"icon": given["icon"] or TAG_ICONS[str(given["tone"])]}


def chip(given: Values) -> Values:
    """The icon of a chip, unless the page chose one."""
    return {"icon": given["icon"] or CHIP_ICONS[str(given["tone"])]}


def notice(given: Values) -> Values:
    """The icon of a notice, unless the page chose one."""
    return {"icon": given["icon"] or NOTICE_ICONS[str(given["tone"])]}


def flash(given: Values) -> Values:
    """The icon of a flash."""
    return {"icon": NOTICE_ICONS[str(given["tone"])]}


def clock(given: Values) -> Values:
    """The icon and the bar of a clock; a clock that was met is full."""
    state = str(given["state"])
    return {
        "icon": CLOCK_ICONS[state],
        "bar_state": CLOCK_BARS[state],
        "percent": 100 if state in ("met", "met_late", "over") else given["percent"],
    }


def agenda(given: Values) -> Values:
    """The icon of a group of the agenda."""
    return {"icon": AGENDA_ICONS[str(given["kind"])]}


def person(given: Values) -> Values:
    """What stands in the disc before a name: an icon for a role without a face, else initials."""
    kind = str(given["kind"])
    return {
        "face_icon": FACE_ICONS.get(kind, ""),
        "face_look": FACE_LOOKS.get(kind, ""),
        "initials": initials(str(given["name"])),
    }


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, in capitals."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def phone(given: Values) -> Values:
    """The address that dials a number: its digits, with the plus of a country in front."""
    digits = re.sub(r"[^\d+]", "", str(given["number"]))
    return {"href": f"tel:{digits}"}


def steps(given: Values) -> Values:
    """Each step with its state, and the words of the present one."""
    words, now = given["words"], given["now"]
    assert isinstance(words, list | tuple)
    assert isinstance(now, int)
    states = ["done" if place < now else "now" if place == now else "later" for place in range(1, len(words) + 1)]
    return {"stages": list(zip(words, states, strict=True)), "count": len(words), "word": words[now - 1]}


def pager(given: Values) -> Values:
    """The page numbers to offer, with a gap where many are left out, and the address of each."""
    page = given["page"]
    assert isinstance(page, Page)
    start = f"?{given['query']}&page=" if given["query"] else "?page="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": page.paginator.count,
        "pages": [(number, f"{start}{number}" if isinstance(number, int) else "") for number in numbers],
        "earlier": f"{start}{page.previous_page_number()}" if page.has_previous() else "",
        "later": f"{start}{page.next_page_number()}" if page.has_next() else "",
    }


def chart(given: Values) -> Values:
    """The picture, and the heads of the table that holds the same figures."""
    bars = given["bars"]
    assert isinstance(bars, list | tuple)
    first = bars[0]
    assert isinstance(first, Bar)
    stacked = len(first.parts) > 1
    return {
        "layout": laid_out(str(given["title"]), bars),
        "stacked": stacked,
        "parts": [*(part.label for part in first.parts), _("Total")] if stacked else [given["unit"]],
    }
