"""What stands inside the seal of an item: the content, with its place and its day, so that neither can be changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Framed:
    """An item's content as its author sealed it: at which position, on which day. No position where it is no frame."""

    position: int = 0
    written_on: date = date.min
    content: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """The frame that these values make. Raises what is raised when they are none."""
        content = values["content"]
        if not isinstance(content, dict):
            raise TypeError
        return cls(int(values["position"]), date.fromisoformat(values["written_on"]), content)


def framed(content: Mapping[str, Any], *, position: int, written_on: date) -> bytes:
    """The bytes that are sealed."""
    return json.dumps({"position": position, "written_on": written_on.isoformat(), "content": content}).encode()


def unframed(plain: bytes) -> Framed:
    """The inverse. Anybody can seal bytes to a public key: what is no frame is an empty one, and never authentic."""
    try:
        return Framed.read(json.loads(plain))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Framed()
