"""Time is told, not asked: only pages, jobs, sites and commands read the clock, and only the clock of the kernel."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, modules, sample, templates

pytestmark = pytest.mark.row("1.2", "1.3")

CLOCK = ("deontos.kernel.clock.now", "deontos.kernel.clock.today", "deontos.kernel.clock")
WALL_CLOCK = re.compile(
    r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.now"
    r"|time\.(?:time|time_ns|localtime|gmtime|ctime)|functions\.Now|TransactionNow|uuid1|uuid6|uuid7)$"
)
FROM_WALL_CLOCK = {
    *("django.utils.timezone.now", "time.time", "time.time_ns", "uuid.uuid1"),
    *("django.db.models.functions.Now", "uuid.uuid6", "uuid.uuid7"),
}
CLOCK_FILE = "src/deontos/kernel/clock.py"


def may_read_the_clock(module: Module) -> bool:
    """Pages, jobs, sites and commands; and the room that runs the jobs."""
    return module.room in {"sites", "jobs"} or module.part in {"web", "jobs"} or "management" in module.parts


def clock_readers(module: Module) -> Iterator[Complaint]:
    """Modules that read the kernel's clock though they should be told the time."""
    if module.place != CLOCK_FILE and not may_read_the_clock(module) and set(module.imports()) & set(CLOCK):
        yield Complaint(module.place, "reads the clock: take at= or on= from the caller")


def other_clocks(module: Module) -> Iterator[Complaint]:
    """Uses of any clock but the kernel's, also as a default of a column."""
    if module.place == CLOCK_FILE:
        return
    for name in sorted(set(module.imports()) & FROM_WALL_CLOCK):
        yield Complaint(module.place, f"imports {name}: the clock is deontos.kernel.clock")
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and WALL_CLOCK.search(dotted_name(node)):
            yield Complaint(module.place, f"uses {dotted_name(node)}: the clock is deontos.kernel.clock")
        elif (
            isinstance(node, ast.Call)
            and not node.args
            and dotted_name(node.func).endswith((".localdate", ".localtime"))
        ):
            yield Complaint(module.place, f"uses {dotted_name(node.func)}: the clock is deontos.kernel.clock")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield Complaint(module.place, f"{node.arg}: a column is told its moment")


def clocks_in_template(place: str, text: str) -> list[Complaint]:
    """Templates that ask what time it is, or say how long ago something was."""
    found = re.findall(r"{%\s*now\b|\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b", text)
    return [Complaint(place, f"{each}: a page is told the day") for each in found]


@pytest.mark.parametrize("habit", [clock_readers, other_clocks], ids=lambda habit: habit.__name__)
def test_time_is_told(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


def test_no_template_asks_the_time() -> None:
    found = [wrong for place, text in templates() for wrong in clocks_in_template(place, text)]
    insist("clocks_in_template", found)


@pytest.mark.parametrize(
    "line",
    [
        "from deontos.kernel.clock import now",
        "from deontos.kernel import clock",
        "from deontos.kernel.clock import today",
    ],
)
def test_a_reader_of_the_clock_is_noticed(line: str) -> None:
    for place in ("cases/actions.py", "cases/queries.py", "cases/rules.py", "cases/models.py", "access/gate.py"):
        assert len(list(clock_readers(sample(place, line)))) == 1
    for place in ("cases/web/views.py", "cases/jobs.py", "jobs/worker.py", "sites/cli/demo.py", "kernel/clock.py"):
        assert list(clock_readers(sample(place, line))) == []


def test_the_civil_date_of_a_moment_may_be_asked_by_anybody() -> None:
    assert list(clock_readers(sample("cases/actions.py", "from deontos.kernel.clock import civil_date"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "datetime.datetime.now(UTC)",
        "datetime.utcnow()",
        "date.today()",
        "timezone.now()",
        "timezone.localdate()",
        "models.DateTimeField(default=timezone.now)",
        "from django.utils.timezone import now",
        "time.time()",
        "from time import time",
        "models.DateTimeField(auto_now_add=True)",
        "models.DateTimeField(auto_now=True)",
        "from django.db.models.functions import Now",
        "uuid.uuid1()",
        "models.UUIDField(default=uuid.uuid7)",
    ],
)
def test_another_clock_is_noticed_everywhere(line: str) -> None:
    for place in ("cases/models.py", "cases/web/views.py", "sites/wiring.py"):
        assert len(list(other_clocks(sample(place, line)))) == 1


@pytest.mark.parametrize(
    "line",
    ["time.monotonic()", "uuid.uuid4()", "timezone.localdate(moment)", "datetime.combine(day, noon)", "case.update()"],
)
def test_what_is_no_clock_is_fine(line: str) -> None:
    assert list(other_clocks(sample("cases/models.py", line))) == []


@pytest.mark.parametrize("text", ['{% now "Y" %}', "{{ case.opened_on|timesince }}", "{{ day|naturalday }}"])
def test_a_template_that_asks_the_time_is_noticed(text: str) -> None:
    assert len(clocks_in_template("a.html", text)) == 1
