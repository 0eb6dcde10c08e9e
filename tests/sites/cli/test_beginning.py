"""Processes of a new demo that start together agree on its secrets."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from deontos.sites.environment import Operator, read_operator
from deontos.sites.secrets_file import read_secrets

TOGETHER = 8


def test_the_first_one_makes_the_secrets_and_all_use_them(tmp_path: Path) -> None:
    for number in range(20):
        demo = read_operator({"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(tmp_path / str(number))})
        together = Barrier(TOGETHER)

        def secret(_number: int, demo: Operator = demo, together: Barrier = together) -> str:
            together.wait()
            return read_secrets(demo).to_json()

        with ThreadPoolExecutor(TOGETHER) as pool:
            assert len(set(pool.map(secret, range(TOGETHER)))) == 1
        assert [path.name for path in demo.data_folder.iterdir()] == ["secrets.json"]
