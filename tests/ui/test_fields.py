"""A field says label, hint and error before its control, with ids that stay, and an error says what to do."""

import re

import pytest
from django import forms

from deontos.ui.forms import CheckCards, PageForm, RadioCards
from tests.ui.conftest import Draw

pytestmark = pytest.mark.row("1.6", "1.9")


class _Asked(PageForm):
    what = forms.CharField(help_text="Write what you saw.", error_messages={"required": "Write what happened"})
    where = forms.CharField(required=False, label="Where?")
    about = forms.ChoiceField(
        choices=[("staff", "Staff"), ("elected", "Elected")],
        widget=RadioCards(hints={"elected": "Mayor"}, consequences={"staff": "The mayor reads it."}),
    )
    involved = forms.MultipleChoiceField(
        choices=[("p1", "<b>Mira</b>"), ("none", "Nobody")], widget=CheckCards(exclusive="none")
    )
    receipt_kept = forms.BooleanField(help_text="On paper.")
    sitting = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("where") == "nowhere":
            self.add_error(None, "Say where, or leave it empty")


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text)


def test_label_hint_error_and_control_come_in_that_order(draw: Draw) -> None:
    drawn = draw('{% ui "field" field=form.what %}', form=_Asked({}))
    places = [drawn.index(part) for part in ("<label", 'id="id_what-hint"', 'id="id_what-error"', "<input")]
    assert places == sorted(places)


def test_a_control_that_was_taken_back_says_so_and_names_its_hint_then_its_error(draw: Draw) -> None:
    drawn = draw('{% ui "field" field=form.what %}', form=_Asked({}))
    assert 'aria-describedby="id_what-hint id_what-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "Write what happened" in drawn


def test_a_control_that_is_right_is_not_marked(draw: Draw) -> None:
    drawn = draw('{% ui "field" field=form.what %}', form=_Asked({"what": "Dinners"}))
    assert "aria-invalid" not in drawn
    assert 'aria-describedby="id_what-hint"' in drawn
    assert 'value="Dinners"' in drawn


def test_only_a_field_that_may_stay_empty_says_so(draw: Draw) -> None:
    words = "(you may leave this empty)"
    assert words in draw('{% ui "field" field=form.where %}', form=_Asked())
    assert words not in draw('{% ui "field" field=form.where hide_optional=True %}', form=_Asked())
    assert words not in draw('{% ui "field" field=form.what %}', form=_Asked())


def test_the_browser_is_not_asked_to_judge(draw: Draw) -> None:
    text = "{% for field in form %}{% ui 'field' field=field %}{% endfor %}"
    assert " required" not in draw(text, form=_Asked({}))


def test_radio_cards_are_one_group_with_hints_and_consequences(draw: Draw) -> None:
    drawn = squeezed(draw('{% ui "field" field=form.about %}', form=_Asked({"about": "elected"})))
    assert drawn.count('type="radio"') == 2
    assert re.findall(r'value="(\w+)" checked', drawn) == ["elected"]
    assert 'role="radiogroup"' in drawn
    assert '<span class="choice__hint">Mayor</span>' in drawn
    assert drawn.count("choice__then") == 1
    assert "The mayor reads it." in drawn


def test_a_radio_group_that_was_taken_back_marks_the_group(draw: Draw) -> None:
    drawn = squeezed(draw('{% ui "field" field=form.about %}', form=_Asked({})))
    assert 'role="radiogroup" aria-invalid="true" aria-describedby="id_about-error"' in drawn
    assert drawn.count("aria-invalid") == 1


def test_check_cards_mark_each_control_and_put_the_exclusive_answer_after_or(draw: Draw) -> None:
    drawn = squeezed(draw('{% ui "field" field=form.involved %}', form=_Asked({})))
    assert drawn.count('type="checkbox"') == drawn.count('aria-invalid="true"') == 2
    assert (
        drawn.index("Mira") < drawn.index('<p class="choices__or">or</p>') < drawn.index('value="none" data-exclusive')
    )
    assert "&lt;b&gt;Mira&lt;/b&gt;" in drawn


@pytest.mark.parametrize(("given", "checked"), [({}, False), ({"receipt_kept": "on"}, True)])
def test_a_single_check_box_keeps_its_state(draw: Draw, given: dict[str, str], checked: bool) -> None:
    drawn = squeezed(draw('{% ui "field" field=form.receipt_kept %}', form=_Asked(given)))
    assert ('value="on" checked' in drawn) is checked
    assert ('aria-invalid="true"' in drawn) is not checked


def test_a_hidden_field_stays_hidden(draw: Draw) -> None:
    drawn = draw('{% ui "field" field=form.sitting %}', form=_Asked(initial={"sitting": "s"}))
    assert drawn == '<input type="hidden" name="sitting" value="s" id="id_sitting">'


def test_the_summary_links_each_fault_to_its_control_in_page_order(draw: Draw) -> None:
    drawn = draw('{% ui "errors" form=form %}', form=_Asked({"sitting": "s", "where": "nowhere"}))
    assert re.findall(r'<li>(?:<a href="(#[\w-]+)">)?', drawn) == [
        "",
        "#id_what",
        "#id_about_0",
        "#id_involved_0",
        "#id_receipt_kept",
    ]
    assert "5 things need another look" in drawn


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"where": "x"}, "4 answers are missing"),
        ({"what": "x", "about": "staff", "involved": ["p1"]}, "One answer is missing"),
        ({"what": "x", "about": "tomorrow", "involved": ["p1"], "receipt_kept": "on"}, "One thing needs another look"),
    ],
)
def test_the_heading_of_the_summary_counts(draw: Draw, given: dict[str, object], heading: str) -> None:
    assert heading in draw('{% ui "errors" form=form %}', form=_Asked({"sitting": "s", **given}))


def test_a_page_of_several_forms_has_one_summary(draw: Draw) -> None:
    wrong = [_Asked({"sitting": "s", "where": "x"}), _Asked(), _Asked({"sitting": "s", "where": "y"})]
    drawn = draw('{% ui "errors" form=form also=others %}', form=wrong[0], others=wrong[1:])
    assert "8 answers are missing" in drawn
    assert drawn.count("data-error-summary") == 1


def test_without_faults_there_is_no_summary(draw: Draw) -> None:
    assert draw('{% ui "errors" form=form %}', form=_Asked()) == ""


def test_a_message_nobody_wrote_still_says_what_to_do() -> None:
    form = _Asked({"about": "tomorrow"})
    assert form.errors["involved"] == ["Answer this question"]
    assert form.errors["receipt_kept"] == ["Answer this question"]
    assert form.errors["about"] == ["Choose one of the answers"]
    assert form.errors["what"] == ["Write what happened"]


def test_an_answer_to_cards_of_which_there_are_none_leads_to_the_field(draw: Draw) -> None:
    form = _Asked({"sitting": "s", "involved": ["p1"]})
    involved = form.fields["involved"]
    assert isinstance(involved, forms.MultipleChoiceField)
    involved.choices = []
    assert 'href="#id_involved"' in draw('{% ui "errors" form=form %}', form=form)
