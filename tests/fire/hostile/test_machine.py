"""A machine that goes through both doors as everybody in turn and types what nobody would: the house stands."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.fire import IS_LONG, times
from tests.fire.hostile.cast import STRANGER, may_come_in
from tests.fire.hostile.nasty import NAMES, SHORT, TYPED, quoted
from tests.fire.hostile.rows import all_rows, changed
from tests.fire.hostile.town import STRANGERS_OWN, Acknowledged, Stage, complaint_about, confided, flaws
from tests.fire.hostile.windows import Pairs, Window
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.12")]

STEPS = 50
TOLD = 2
ANY = st.integers(0, 10_000)
NASTY = st.sampled_from(SHORT)
WAYS = st.sampled_from(("as it stands", "one", "all", "hidden too", "missing", "twice", "a button of ours"))
QUESTIONS = ("", "page", "q", "next", "language", "state", "go", "seen", "organisation", "in", "person", "kind")
FIELDS = ("sitting", "go", "language", "message", "text", "seen", "receipt", "organisation", "case", "person", "next")
PROOF = "csrfmiddlewaretoken"


class Passers(RuleBasedStateMachine):
    """Everybody of one town, each at a window that stays open, in any order. What they did is taken back afterwards."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.windows: dict[str, Window] = {}
        self.who = STRANGER
        self.acknowledged: list[Acknowledged] = []

    @property
    def window(self) -> Window:
        """The window of whoever is at it now."""
        if self.who not in self.windows:
            self.windows[self.who] = Window.with_cookies(self.stage.cast[self.who].cookies)
        return self.windows[self.who]

    @rule(number=ANY, anew=st.booleans())
    def sits_down(self, number: int, anew: bool) -> None:
        """Somebody else comes; perhaps in a browser that was just opened."""
        self.who = sorted(self.stage.cast)[number % len(self.stage.cast)]
        if anew:
            self.windows.pop(self.who, None)

    @rule(number=ANY, question=st.sampled_from(QUESTIONS), nasty=NASTY)
    def opens(self, number: int, question: str, nasty: str) -> None:
        """Any address of the town, with something odd asked of it."""
        path = self.stage.doors[number % len(self.stage.doors)].path
        asked = f"?{quoted([(question, TYPED[nasty][:2000])]).decode()}" if question else ""
        self.judge(f"{path}{asked}", self.window.look(path + asked))

    @rule(number=ANY, someone=ANY)
    def comes_in(self, number: int, someone: int) -> None:
        """Somebody at a door that lets this person pass."""
        address = self.stage.doors[number % len(self.stage.doors)]
        fitting = [each for each in self.stage.cast if may_come_in(self.stage.cast[each], address)] or [STRANGER]
        self.who = fitting[someone % len(fitting)]
        self.judge(address.path, self.window.look(address.path))

    @precondition(lambda self: self.window.links)
    @rule(number=ANY)
    def follows(self, number: int) -> None:
        """A link of the page, if it leads to somewhere in this house."""
        links = [
            self.window.path_of(link) for link in self.window.links if not link.startswith(("http", "mailto", "tel"))
        ]
        if links:
            path = links[number % len(links)]
            self.judge(path, self.window.look(path))

    @precondition(lambda self: self.window.forms)
    @rule(form=ANY, field=ANY, button=ANY, nasty=st.sampled_from(NAMES), way=WAYS)
    def sends(self, form: int, field: int, button: int, nasty: str, way: str) -> None:
        """A form of the page, with something nasty in it, or something left out."""
        window = self.window
        chosen = window.forms[form % len(window.forms)]
        pairs = typed_in(chosen.pairs(), chosen.names(), TYPED[nasty], way, field)
        buttons = chosen.buttons or [("go", "next")]
        name, value = buttons[button % len(buttons)]
        pressed = value.encode() if way != "hidden too" else TYPED[nasty]
        files = [(each, TYPED[nasty][:200], TYPED[nasty]) for each in chosen.file_names()[: button % 2]]
        before = all_rows() if self.who == STRANGER else {}
        answer = window.send(chosen, [*pairs, (name, pressed)], files)
        self.judge(f"{chosen.action or window.here} {way} {nasty}", answer)
        self.is_harmless(before)

    @rule(number=ANY, nasty=st.sampled_from(NAMES), names=st.sets(st.sampled_from(FIELDS), max_size=4))
    def posts(self, number: int, nasty: str, names: set[str]) -> None:
        """Something to any address, whatever it takes, with the proof of the last page."""
        window, path = self.window, self.stage.doors[number % len(self.stage.doors)].path
        proof = [pair for form in window.forms for pair in form.pairs() if pair[0] == PROOF][:1]
        before = all_rows() if self.who == STRANGER else {}
        answer = window.post(path, quoted([*proof, *((name, TYPED[nasty]) for name in sorted(names))]))
        self.judge(f"{path} {nasty} {sorted(names)}", answer)
        self.is_harmless(before)

    @precondition(lambda self: len(self.acknowledged) < TOLD)
    @rule(nasty=NASTY)
    def tells_it_all(self, nasty: str) -> None:
        """Somebody writes all of it and reads "received"."""
        if made := confided(nasty, len(self.acknowledged)):
            receipt, words = made
            self.acknowledged.append(Acknowledged(receipt, words, self.stage.world.here.organisation.id))
            assert self.acknowledged[-1].opens()

    def judge(self, did: str, answer: object) -> None:
        """No answer is an internal error, leads away, stays in a cache or repeats markup."""
        assert complaint_about(self.who, did, answer) == ""

    def is_harmless(self, before: dict[tuple[str, str], tuple[str, ...]]) -> None:
        """What somebody without any key sent has changed nothing that was there."""
        assert changed(before, all_rows() if before else {}, but=STRANGERS_OWN) == []

    def teardown(self) -> None:
        """Everything acknowledged opens, rows and chains are whole, and nothing of the other town moved."""
        try:
            assert [made.words for made in self.acknowledged if not made.opens()] == []
            assert flaws() == self.stage.flaws
            assert changed(self.stage.elsewhere, all_rows()) == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


def typed_in(pairs: Pairs, names: list[str], nasty: bytes, way: str, number: int) -> Pairs:
    """The fields of a form after somebody did this to them."""
    chosen = names[number % len(names)] if names else ""
    kept = dict(pairs)
    if way == "missing":
        return [pair for pair in pairs if pair[0] != chosen]
    if way == "twice":
        return [*pairs, (chosen, nasty), (chosen, kept.get(chosen, b""))]
    if way == "one":
        return [*((name, nasty if name == chosen else value) for name, value in pairs)]
    if way in ("all", "hidden too"):
        untouched = {PROOF} if way == "hidden too" else {PROOF, "sitting", "seen", "here", "organisation", "read"}
        return [
            *((name, kept[name]) for name in kept if name in untouched),
            *((n, nasty) for n in names if n not in untouched),
        ]
    return pairs


def test_whatever_is_typed_at_either_door_the_house_stands(world: World, blobs: Path) -> None:
    class InThisTown(Passers):
        stage = Stage(world)

    run_state_machine_as_test(
        InThisTown,
        settings=settings(
            max_examples=times(6, fire=200),
            stateful_step_count=STEPS,
            derandomize=not IS_LONG,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if IS_LONG else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
