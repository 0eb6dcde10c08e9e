"""Invented people, dates and forms for the gallery. They stand for nobody and are stored nowhere."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator

from deontos.ui import charts
from deontos.ui.composite import GridSelect, Part, PartGroup, PartsInput, Passage, TickBelow
from deontos.ui.forms import CheckCards, PageForm, RadioCards
from deontos.ui.houses import (
    DeskHouse,
    Entry,
    Group,
    Language,
    LetterboxHouse,
    Link,
    Theme,
    VaultLock,
    VaultState,
)

LANGUAGES = tuple(Language(code, f"?language={code}", current=code == "en") for code in ("nl", "fr", "en", "es"))
GROUPS = (
    Group((Entry("Today", "#today", "inbox", count=2, overdue=True), Entry("Agenda", "#agenda", "calendar"))),
    Group((Entry("Cases", "#cases", "shield", current=True, count=4),), "In confidence"),
    Group((Entry("Settings", "#settings", "settings"),), "Accounting for it"),
)


def _parts(*numbers: int | None) -> tuple[charts.Part, ...]:
    words = ("not shown" if number is None else str(number) for number in numbers)
    labels = ("In time", "Late", "Not needed", "Still open")
    return tuple(charts.Part(*each) for each in zip(labels, numbers, words, strict=True))


CHART = (
    charts.plain_bar("Complaint", 12, "12"),
    charts.plain_bar("Report of something that may be wrong", 31, "31"),
    charts.plain_bar("Question", None, "not shown"),
)
STACKED = (
    charts.Bar("Acknowledgement of receipt", _parts(30, 6, 5, 7), 48, "48"),
    charts.Bar("Feedback", _parts(40, None, 0, None), 48, "48"),
)
SECONDS_LEFT = {VaultState.CLOSED: 0, VaultState.OPEN: 500, VaultState.LAST_MINUTE: 40}


class SampleForm(PageForm):
    """One field of each kind that a page may draw."""

    what = forms.CharField(
        label="What happened?",
        help_text="Write what you saw or heard. Names are welcome, not needed.",
        error_messages={"required": "Write what happened"},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    where = forms.CharField(label="Where was that?", required=False)
    year = forms.CharField(
        label="In which year?",
        help_text="For example 2026.",
        error_messages={"required": "Fill in a year, for example 2026"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    channel = forms.ChoiceField(label="How do you know?", choices=[("saw", "I saw it"), ("heard", "I heard it")])
    about = forms.ChoiceField(
        label="Who is it about?",
        help_text="Choose what fits best. You need not give a name yet.",
        choices=[
            ("staff", "Somebody who works here"),
            ("elected", "Somebody who governs"),
            ("unknown", "I do not know"),
        ],
        error_messages={"required": "Choose who it is about"},
        widget=RadioCards(hints={"elected": "Mayor, alderman or councillor"}),
    )
    involved = forms.MultipleChoiceField(
        label="Is one of these people involved?",
        help_text="They could otherwise read your report. Whoever you tick can never open it.",
        choices=[("p1", "Mira Halewijn"), ("p2", "Joris Waterman"), ("none", "No, neither of them")],
        error_messages={"required": "Tick who is involved, or that nobody is"},
        widget=CheckCards(
            hints={"p1": "Complaints manager, reads every report", "p2": "Deputy of the complaints manager"},
            consequences={"p1": "Mira Halewijn cannot read this report."},
            exclusive="none",
        ),
    )
    seen = forms.Field(
        label="When did you see it?",
        help_text="For example 3 5 2026. A month or a year is fine too.",
        widget=PartsInput(
            PartGroup((Part("from_day", "Day"), Part("from_month", "Month"), Part("from_year", "Year")), "From"),
            PartGroup((Part("until_day", "Day"), Part("until_month", "Month"), Part("until_year", "Year")), "Until"),
        ),
    )
    loss = forms.Field(
        label="How much was it?",
        required=False,
        widget=PartsInput(
            PartGroup(
                (
                    Part("amount", "Amount", width="short", typed_as="decimal"),
                    Part("currency", "Currency", choices=(("EUR", "Euro"), ("XOF", "CFA franc"))),
                )
            )
        ),
    )
    trust = forms.Field(
        label="How far do you trust them?",
        widget=GridSelect((("chief", "Your chief"), ("board", "The board")), (("low", "Little"), ("high", "Much"))),
    )
    danger = forms.Field(
        label="Is somebody in danger? Do not wait for us: call the emergency number.",
        help_text="In Europe it is 112.",
        required=False,
        widget=Passage(),
    )
    rules = forms.BooleanField(
        label="I have read this",
        widget=TickBelow("Whoever reports in good faith is protected, also when it turns out otherwise."),
    )
    receipt_kept = forms.BooleanField(
        label="I have kept my code",
        help_text="On paper, or on a device that is only yours.",
        error_messages={"required": "Keep your code and tick this"},
    )
    sitting = forms.CharField(widget=forms.HiddenInput, initial="sample")

    def clean_seen(self) -> None:
        """A month that is none, so that one part is wrong."""
        raise ValidationError(
            "Write the month as a number from 1 to 12, or its name", params={"parts": ("from_month",)}
        )

    def clean_trust(self) -> None:
        """One row without an answer."""
        raise ValidationError("Answer this for the board as well", params={"parts": ("board",)})


class DecisionForm(PageForm):
    """What a decision panel asks."""

    outcome = forms.ChoiceField(
        label="Your finding",
        choices=[("established", "Established"), ("not_established", "Not established"), ("open", "Cannot be told")],
        widget=RadioCards(),
    )
    reason = forms.CharField(
        label="Why?", help_text="The reporter reads this. Name nobody.", widget=forms.Textarea(attrs={"rows": 3})
    )


def letterbox_house(theme: Theme) -> LetterboxHouse:
    """An invented municipality as the public sees it."""
    return LetterboxHouse(
        name="Gemeente Lindewater",
        sub_line="Integrity and reporting point",
        home_href="#home",
        languages=LANGUAGES,
        foot_links=(Link("Procedure", "#procedure"), Link("Privacy", "#privacy")),
        theme=theme,
        leave_href="#leave",
        device_href="#device",
    )


def desk_house(theme: Theme, vault: str) -> DeskHouse:
    """The same municipality as somebody sees it who signed in; `vault` is a VaultState, open when it is none."""
    state = VaultState(vault) if vault in set(VaultState) else VaultState.OPEN
    return DeskHouse(
        name="Gemeente Lindewater",
        home_href="#home",
        groups=GROUPS,
        vault=VaultLock(state, "#unlock", "#lock", SECONDS_LEFT[state]),
        person_name="Mira Halewijn",
        account_links=(Link("My account", "#account"),),
        languages=LANGUAGES,
        sign_out_href="#sign-out",
        theme=theme,
    )


def pages() -> tuple[Page[int], Page[int]]:
    """A list that fits on one page, and the fourth page of a long one."""
    return Paginator(range(3), 5).page(1), Paginator(range(112), 10).page(4)


def things() -> dict[str, object]:
    """What the sections of the gallery show."""
    short, long = pages()
    asked = SampleForm(
        auto_id="asked_%s", initial={"about": "elected", "involved": ["p1"], "loss": {"currency": "XOF"}}
    )
    typed = {"seen.from_month": "13", "seen.from_year": "2026", "loss.amount": "1250", "trust.chief": "low"}
    faulty = SampleForm({"where": "Town hall", "sitting": "sample", **typed}, auto_id="faulty_%s")
    almost = DecisionForm({"outcome": "tomorrow", "reason": "Because."}, auto_id="almost_%s")
    return {
        "asked": asked,
        "faulty": faulty,
        "almost": almost,
        "beside": [faulty],
        "decision": DecisionForm(auto_id="decision_%s"),
        "crumbs": [Link("Cases", "#cases")],
        "languages": LANGUAGES,
        "short_page": short,
        "long_page": long,
        "steps": ["Code", "Kind", "About whom", "What happened", "Your name", "Check", "Send"],
        "received": date(2026, 11, 2),
        "answered": date(2026, 11, 12),
        "due": date(2026, 11, 26),
        "late": date(2026, 11, 12),
        "chart": CHART,
        "stacked_chart": STACKED,
        "receipt": "7K3M-0QD8-B5SR-2WHT-X9FA-4NJC-E6PG",
        "hostile": "\N{RIGHT-TO-LEFT OVERRIDE}<b>Halewijn</b> & " + "x" * 60,
        "locks": [VaultLock(state, "#unlock", "#lock", SECONDS_LEFT[state]) for state in VaultState],
    }
