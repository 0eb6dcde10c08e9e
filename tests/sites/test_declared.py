"""Every answer says what it is and in which signs it is written, and lets no other origin read it."""

from typing import Any

import pytest

from tests.sites.addresses import home_addresses
from tests.sites.visitors import ask, at_desk, holder_of
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.14", "4.18")]

ELSEWHERE = "https://other.example"


def answers(world: World) -> list[tuple[str, Any]]:
    """What somebody who may enter gets at every address of one house, asked from another origin."""
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    holder = holder_of(world.here.told, "the holder of a receipt")
    return [
        (address.path, ask(manager if address.at_desk else holder, "GET", address.path, {"Origin": ELSEWHERE}))
        for address in home_addresses(world)
    ]


def is_declared(answer: Any) -> bool:
    """Whether an answer with a body names its type, and texts their charset."""
    kind, _semicolon, rest = answer.headers.get("Content-Type", "").partition("; ")
    if not (answer.streaming or answer.content):
        return True
    has_charset = rest == "charset=utf-8"
    return "/" in kind and (has_charset or kind in ("application/json", "application/octet-stream", "image/svg+xml"))


def test_every_answer_says_what_it_is_and_lets_no_other_origin_read_it(world: World) -> None:
    every = answers(world)
    assert len(every) > 100
    assert [(what, answer.headers.get("Content-Type")) for what, answer in every if not is_declared(answer)] == []
    sent = [(what, name) for what, answer in every for name in answer.headers]
    assert [(what, name) for what, name in sent if name.lower().startswith("access-control-")] == []
