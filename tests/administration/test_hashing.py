"""Sign-in passwords are hashed slowly, and those that were hashed more quickly move when they are next right."""

import os
import threading

import pytest
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher, check_password, get_hasher, make_password

from deontos.administration.hashing import PasswordHasher, _at_once

pytestmark = pytest.mark.row("4.18")

PASSWORD = "four words over water"


def test_a_password_costs_what_is_asked() -> None:
    assert settings.PASSWORD_HASHERS == ["deontos.administration.hashing.PasswordHasher"]
    name, work_factor, _salt, block_size, parallelism, _hash = make_password(PASSWORD).split("$")
    assert (name, int(work_factor), int(block_size), int(parallelism)) == ("scrypt", 2**15, 8, 3)


def test_a_quicker_hash_counts_and_moves_when_it_is_next_right() -> None:
    quicker = ScryptPasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsalt")
    moved: list[str] = []
    assert not check_password("four words over fire", quicker, setter=moved.append)
    assert moved == []
    assert check_password(PASSWORD, quicker, setter=moved.append)
    assert moved == [PASSWORD]
    assert get_hasher().must_update(quicker)
    assert not PasswordHasher().must_update(make_password(PASSWORD))


def test_no_more_are_hashed_at_once_than_there_are_cores() -> None:
    cores = os.cpu_count() or 1
    done = threading.Event()

    def judge() -> None:
        check_password(PASSWORD, "scrypt$16$salt$8$1$aa")
        done.set()

    one_more = threading.Thread(target=judge)
    for _core in range(cores):
        assert _at_once.acquire(blocking=False)
    try:
        one_more.start()
        assert not done.wait(0.2)
    finally:
        for _core in range(cores):
            _at_once.release()
    one_more.join(60)
    assert done.is_set()
