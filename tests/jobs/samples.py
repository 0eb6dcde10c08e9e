"""Jobs of the tests. A worker finds them by their names, so they stand in a module of their own."""

from threading import Event

from deontos.jobs.tasks import URGENT, job

SECRET = "mira@lindewater.example"

done: list[str] = []
at_once: list[str] = []
most_at_once: list[int] = []
began, may_end = Event(), Event()


@job()
def note(word: str = "noted") -> str:
    """Remember that it ran."""
    done.append(word)
    return word


@job(priority=URGENT)
def note_urgently() -> None:
    """Remember that it ran."""
    done.append("urgent")


@job()
def fail() -> None:
    """Fail with words that nobody may read."""
    raise ValueError(SECRET)


@job()
def take_long() -> None:
    """Go on until the test allows the end."""
    at_once.append("begun")
    most_at_once.append(len(at_once))
    began.set()
    may_end.wait(30)
    at_once.pop()
    done.append("long")
