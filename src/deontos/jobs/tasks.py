"""How a function becomes a job: it is queued in the database, in the caller's transaction, and run by a worker."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import Task

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

URGENT, USUAL = 50, 0

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """A job ended in a failure; the message names the job and the kind of failure, never the words it carried."""


def job(*, priority: int = USUAL) -> Callable[[Callable[Given, Answer]], Task[Given, Answer]]:
    """Make a function at a module's top level a job. The queue keeps failures, so their own words are dropped."""

    def made(function: Callable[Given, Answer]) -> Task[Given, Answer]:
        name = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            try:
                return function(*args, **kwargs)
            except Exception as failure:  # noqa: BLE001 whatever it is, it is named and recorded as failed
                kind = type(failure).__name__
            raise JobFailed(f"{name}: {kind}")

        return task(priority=priority)(guarded)

    return made
