"""Faults, floods and hostile input against the whole product: short in every test run, long under `make fire`."""

import os

IS_LONG = os.environ.get("DEONTOS_FIRE") == "1"


def times(short: int, *, fire: int) -> int:
    """How often something is done: `short` in every test run, `fire` under `make fire`."""
    return fire if IS_LONG else short
