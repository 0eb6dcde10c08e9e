"""A component takes what it declares and nothing else; a mistake stops the page instead of leaving a hole in it."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator

from deontos.ui.components.catalogue import CATALOGUE, component_named
from deontos.ui.components.declaration import ComponentMisuse
from deontos.ui.components.derived import initials
from tests.ui.conftest import Draw

pytestmark = pytest.mark.row("1.6")

HOSTILE = '"><script>alert(1)</script>'
ESCAPED = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{% ui "tag" text="New" colour="red" %}', 'component "tag" does not take colour'),
        ('{% ui "tag" text="New" size=1 colour="red" %}', 'component "tag" does not take colour, size'),
        ('{% ui "tag" %}', 'component "tag" needs "text"'),
        ('{% ui "tag" text="" %}', 'component "tag" needs "text"'),
        ('{% ui "tag" text=nothing %}', 'component "tag" needs "text"'),
        ('{% ui "tag" text=moment %}', 'component "tag": "text" must be text, not'),
        ('{% ui "tag" text="New" tone="red" %}', '"tone" must be one of info, done'),
        ('{% ui "tag" text="New" icon="unicorn" %}', '"icon" must be an icon'),
        ('{% ui "bar" percent=101 %}', '"percent" must be a whole number from 0 to 100, not 101'),
        ('{% ui "bar" percent=-1 %}', '"percent" must be a whole number from 0 to 100, not -1'),
        ('{% ui "bar" percent="12" %}', '"percent" must be a whole number from 0 to 100'),
        ('{% ui "bar" percent=True %}', '"percent" must be a whole number from 0 to 100'),
        ('{% ui "stage" name="Received" %}', 'component "stage" needs "state"'),
        ('{% ui "button" text="Go" small="yes" %}', '"small" must be True or False'),
        ('{% ui "button" text="Go" href="javascript:alert(1)" %}', '"href" must be an address'),
        ('{% ui "button" text="Go" href="//elsewhere.example" %}', '"href" must be an address'),
        ('{% ui "day" on=moment %}', '"on" must be a date without a time'),
        ('{% ui "steps" words="Code" now=1 %}', '"words" must be a list of texts'),
        ('{% ui "crumbs" links=words here="Here" %}', '"links" must be a list of Link'),
        ('{% ui "field" field=words %}', '"field" must be a field of a form'),
        ('{% ui "errors" form=words %}', '"form" must be a form'),
        ('{% ui "pager" name="Cases" page=words %}', '"page" must be a page of a paginator'),
        ('{% ui "vault" lock=words %}', '"lock" must be a VaultLock'),
        ('{% ui "knob" text="New" %}', 'there is no component "knob"'),
        ('{% ui "tag" "New" %}', "takes props written name=value"),
        ("{% ui tag text=words %}", "starts with the quoted name of a component"),
        ("{% ui %}", "starts with the quoted name of a component"),
        ('{% ui "card" title="Cases" %}', 'component "card" needs content: write uiblock'),
        ('{% uiblock "tag" text="New" %}{% enduiblock %}', 'component "tag" takes no content: write ui'),
    ],
)
def test_a_misused_component_stops_the_page(draw: Draw, text: str, wrong: str) -> None:
    with pytest.raises(Exception, match="component") as refusal:
        draw(text, words=["Code"], moment=datetime(2026, 11, 24, 9, tzinfo=UTC), nothing=None)
    assert wrong in str(refusal.value)


def test_a_component_draws_its_props(draw: Draw) -> None:
    drawn = draw('{% ui "tag" text=text tone="sealed" %}', text="Sealed, 2 readers")
    assert drawn == (
        '<span class="tag tag--sealed"><svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="/static/ui/icons.svg#i-lock"/></svg>Sealed, 2 readers</span>'
    )


def test_a_component_sees_nothing_of_the_page_around_it(draw: Draw) -> None:
    assert "secret" not in draw('{% ui "tag" text="New" %}', icon="secret", tone="secret", body="secret")


def test_content_is_drawn_in_the_page_and_set_into_the_component(draw: Draw) -> None:
    drawn = draw('{% uiblock "talk" %}{% ui "system_line" text=line %}{% enduiblock %}', line="2 November")
    assert drawn == ('<div class="talk" data-sealed>\n  <p class="system-line"><span>2 November</span></p>\n</div>')


@pytest.mark.parametrize(
    "text",
    [
        '{% ui "tag" text=hostile %}',
        '{% ui "button" text=hostile name=hostile value=hostile about=hostile %}',
        '{% ui "person" name=hostile role=hostile ground=hostile %}',
        '{% ui "msg" author=hostile on=day text=hostile %}',
        '{% ui "msg" author=hostile on=day text=hostile authentic=False %}',
        '{% ui "answer" question=hostile text=hostile %}',
        '{% ui "agenda_row" on=day title=hostile href="/x" room=hostile room_icon="eye" left=hostile verb=hostile %}',
        '{% ui "receipt" code=hostile address=hostile %}',
        '{% uiblock "card" title=hostile id=hostile note=hostile %}{{ hostile }}{% enduiblock %}',
        '{% uiblock "table" name=hostile %}{% enduiblock %}',
        '{% ui "phone" number=hostile %}',
    ],
)
def test_words_of_others_stay_words(draw: Draw, text: str) -> None:
    drawn = draw(text, hostile=HOSTILE, day=date(2026, 11, 24))
    assert ESCAPED in drawn
    assert "<script" not in drawn


def test_names_of_people_are_kept_apart_from_the_direction_of_the_page(draw: Draw) -> None:
    name = "\N{RIGHT-TO-LEFT OVERRIDE}Mira"
    drawn = draw(
        '{% ui "person" name=name role="r" %}{% ui "msg" author=name on=day text="t" %}',
        name=name,
        day=date(2026, 1, 2),
    )
    assert drawn.count(f">{name}</bdi>") == 2


def test_an_address_that_dials_holds_digits_only(draw: Draw) -> None:
    assert 'href="tel:+32900000010"' in draw('{% ui "phone" number="+32 9 000 000-10" %}')


def test_the_receipt_is_one_text_that_no_translator_touches(draw: Draw) -> None:
    code = "7K3M-0QD8-B5SR-2WHT-X9FA-4NJC-E6PG"
    assert f'translate="no" id="receipt-code">{code}</p>' in draw('{% ui "receipt" code=code %}', code=code)


def test_print_and_copy_are_hidden_until_a_script_can_do_them(draw: Draw) -> None:
    drawn = draw('{% ui "receipt" code="7K3M" %}')
    assert drawn.count("<button") == drawn.count(" hidden>") == 2


def test_a_clock_that_was_met_is_full(draw: Draw) -> None:
    text = '{% ui "clock" name="n" left="l" ground="g" state=state percent=14 %}'
    widths = {
        state: draw(text, state=state).split('rect width="')[1].split('"')[0]
        for state in ("running", "paused", "met", "met_late", "over")
    }
    assert widths == {"running": "14", "paused": "14", "met": "100", "met_late": "100", "over": "100"}


def test_the_pager_says_which_part_of_how_many_and_keeps_the_filter(draw: Draw) -> None:
    page = Paginator(range(112), 10).page(4)
    drawn = draw('{% ui "pager" name="Cases" page=page query="state=open" %}', page=page)
    assert "<p>31 to 40 of 112</p>" in drawn
    numbers = [part.split('"')[0] for part in drawn.split("?state=open&amp;page=")[1:]]
    assert numbers == ["3", "1", "2", "3", "4", "5", "12", "5"]


def test_one_page_needs_no_pages(draw: Draw) -> None:
    drawn = draw('{% ui "pager" name="Cases" page=page %}', page=Paginator(range(3), 10).page(1))
    assert "<p>1 to 3 of 3</p>" in drawn
    assert "<a" not in drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mira Halewijn", "MH"),
        ("Jan van den Berg", "JB"),
        ("Teresa", "T"),
        ("", ""),
        ("(42) & <b>", ""),
        ("élise öz", "ÉÖ"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_table_that_may_scroll_has_a_name_and_takes_the_focus(draw: Draw) -> None:
    drawn = draw('{% uiblock "table" name=name %}{% enduiblock %}', name="Cases")
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table: Cases">' in drawn


def test_every_component_has_a_name_of_its_own_and_finds_itself() -> None:
    assert [component_named(name).name for name in CATALOGUE] == list(CATALOGUE)
    with pytest.raises(ComponentMisuse):
        component_named("knob")
