"""What a room tells the home page about one thing that falls due; drawn by the component `agenda_row`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise


class Tone(StrEnum):
    """How the chip of a row looks."""

    PLAIN = "plain"
    ATTENTION = "attention"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One thing to do: its last day, what it is, where it leads, from which room, why now, how much time is left."""

    on: date
    title: Words
    href: str
    room: Words
    room_icon: str
    left: Words
    verb: Words
    tone: Tone = Tone.PLAIN
    why: Words = ""
