"""A refusal carries a code and parameters, and keeps the parameters out of logs."""

import logging
from enum import StrEnum

import pytest

from deontos.kernel.refusals import Refusal

pytestmark = pytest.mark.row("1.3")


class GateRefusal(StrEnum):
    CLOSED = "closed"


def test_carries_its_code_and_parameters() -> None:
    refusal = Refusal(GateRefusal.CLOSED, until="Monday", keeper="Mira Dellaert")
    assert refusal.code is GateRefusal.CLOSED
    assert dict(refusal.parameters) == {"until": "Monday", "keeper": "Mira Dellaert"}


def test_text_names_the_code_only() -> None:
    refusal = Refusal(GateRefusal.CLOSED, keeper="Mira Dellaert")
    assert str(refusal) == "GateRefusal.CLOSED"
    assert repr(refusal) == "Refusal(GateRefusal.CLOSED)"
    assert refusal.args == (GateRefusal.CLOSED,)


def test_a_logged_traceback_holds_no_parameter(caplog: pytest.LogCaptureFixture) -> None:
    confided = "Mira Dellaert"
    try:
        raise Refusal(GateRefusal.CLOSED, keeper=confided)
    except Refusal:
        logging.getLogger("deontos").exception("refused")
    assert "GateRefusal.CLOSED" in caplog.text
    assert confided not in caplog.text


def test_parameters_cannot_be_changed() -> None:
    refusal = Refusal(GateRefusal.CLOSED, until="Monday")
    with pytest.raises(TypeError):
        refusal.parameters["until"] = "never"  # type: ignore[index]
