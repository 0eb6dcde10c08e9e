"""Controls drawn by our templates, letter for letter as the library draws them; and what may be drawn once and kept."""

import pytest
from django import forms
from django.forms import renderers

from deontos.ui.components.catalogue import CATALOGUE
from deontos.ui.renderer import Renderer

GROUPS = [("", "—"), ("Towns", [("a", "<Aalmere>"), ("b", "Brugveld")]), ("c", "Both")]
WIDGETS = {
    "text": (forms.TextInput(), 'Sigrún "S" <b>'),
    "empty": (forms.TextInput(), None),
    "number": (forms.NumberInput({"min": 0, "max": 7}), 0),
    "flagged": (forms.TextInput({"required": True, "disabled": False, "class": "input"}), "x"),
    "hidden": (forms.HiddenInput(), "y"),
    "day": (forms.DateInput(), "2026-11-23"),
    "file": (forms.FileInput(), None),
    "long text": (forms.Textarea({"rows": 3}), "one\n</textarea>two"),
    "empty long text": (forms.Textarea(), ""),
    "choice": (forms.Select({"class": "select"}, choices=GROUPS), "b"),
    "choices": (forms.SelectMultiple(choices=GROUPS), ["a", "c"]),
    "unknown choice": (forms.Select(choices=GROUPS), "gone"),
}


@pytest.mark.row("4.19")
@pytest.mark.parametrize("widget", WIDGETS)
def test_a_control_is_what_the_library_draws(widget: str) -> None:
    control, value = WIDGETS[widget]
    ours, theirs = (
        " ".join(control.render("field", value, {"id": "id_field"}, renderer=each).split())
        for each in (Renderer(), renderers.DjangoTemplates())
    )
    assert ours == theirs


def test_only_what_shows_nothing_of_anybody_is_drawn_once_and_kept() -> None:
    assert {component.name for component in CATALOGUE.values() if component.is_fixed} == {"icon"}
