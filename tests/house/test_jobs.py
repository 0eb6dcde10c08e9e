"""A background job never sees content: none takes a key, nor anything that opens or holds one."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("1.2")

KEYS = {
    *("key", "keys", "pair", "pairs", "reader", "readers", "passphrase", "phrase", "receipt", "receipts", "secret"),
    *("secrets", "vault", "unlocked", "private", "plaintext", "cleartext", "password", "seed"),
}
# A public half, a name or a count may be told to anybody.
HARMLESS = re.compile(r"(?:^|_)(?:id|ids|count|public)(?:_|$)")


def is_job(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the worker may call this function: by where it stands, or because it is made a task."""
    decorators = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return module.part == "jobs" or any(dotted_name(each).split(".")[-1] in {"task", "job"} for each in decorators)


def words_of(parameter: ast.arg) -> set[str]:
    """The words in a parameter's name and annotation: ``UserKeys`` gives user and keys."""
    annotation = ast.unparse(parameter.annotation) if parameter.annotation else ""
    named = re.findall(r"[A-Z]?[a-z]+", re.sub(HARMLESS, "_", annotation))
    name = [] if HARMLESS.search(parameter.arg) else parameter.arg.split("_")
    return {word.lower() for word in (*named, *name)}


def keyed(module: Module) -> Iterator[Complaint]:
    """Jobs with a parameter that is, or may hold, a key."""
    for function in module.functions():
        if not is_job(module, function):
            continue
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for parameter in every:
            if words_of(parameter) & KEYS:
                yield Complaint(f"{module.place}::{function.name}", f"takes {parameter.arg}: no job takes a key")
        if arguments.vararg or arguments.kwarg:
            yield Complaint(f"{module.place}::{function.name}", "takes anything: a job says what it takes")


def test_no_job_takes_a_key() -> None:
    insist("keyed", [wrong for module in modules() for wrong in keyed(module)])


@pytest.mark.parametrize(
    "signature",
    [
        "key",
        "case, item_key",
        "*, passphrase",
        "who: Reader",
        "with_: KeyPair | None",
        "opened: UserKeys",
        "receipt: str",
        "unlocked",
        "*anything",
        "**anything",
        "given: 'Vault'",
    ],
)
def test_a_job_that_takes_a_key_is_noticed(signature: str) -> None:
    for place, head in (("cases/jobs.py", ""), ("cases/jobs/sweep.py", ""), ("notices/letters.py", "@task()\n")):
        assert len(list(keyed(sample(place, f"{head}def remind({signature}): ...")))) == 1


@pytest.mark.parametrize("signature", ["", "case: UUID", "vault_id: UUID", "today: date, letters: int", "key_count"])
def test_a_job_that_takes_none_is_fine(signature: str) -> None:
    assert list(keyed(sample("cases/jobs.py", f"def remind({signature}): ..."))) == []


def test_what_is_no_job_may_take_a_key() -> None:
    assert list(keyed(sample("keyring/actions.py", "def unlock(passphrase): ..."))) == []
