"""The examples for proxy and services say what the house promises, and run commands that exist."""

import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest

from deontos.correspondence.rules import MEGABYTE
from deontos.correspondence.web.uploads import MOST_HEARD
from deontos.sites.cli.frame import make_parser
from deontos.sites.serving import SECONDS_TO_FINISH
from deontos.sites.settings import DATA_UPLOAD_MAX_MEMORY_SIZE

pytestmark = pytest.mark.row("1.7")

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("web", "work")
PROXY = re.sub(r"(?m)^\s*#.*$", "", (DEPLOY / "nginx.conf").read_text("utf-8"))


def directives(name: str) -> list[str]:
    """What the proxy is told under this name, in order."""
    return re.findall(rf"(?m)^\s*{name}\s+([^;]+);", PROXY)


def unit(name: str) -> dict[str, str]:
    """How a service runs."""
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((DEPLOY / f"deontos-{name}.service").read_text("utf-8"))
    return dict(parser["Service"])


def test_the_proxy_writes_nothing_down() -> None:
    servers = len(re.findall(r"(?m)^server\b", PROXY))
    assert directives("access_log") == ["off"] * servers
    assert directives("error_log") == ["/dev/null"] * servers
    assert directives("proxy_request_buffering") == ["off"]
    assert directives("proxy_max_temp_file_size") == ["0"]


def test_the_proxy_hands_on_the_name_and_no_address() -> None:
    handed = dict(value.split(None, 1) for value in directives("proxy_set_header"))
    assert handed == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-For": '""',
        "X-Real-IP": '""',
        "Forwarded": '""',
    }


def test_the_proxy_lets_through_whatever_deontos_judges_itself() -> None:
    [bound] = directives("client_max_body_size")
    assert int(bound.removesuffix("m")) * MEGABYTE > MOST_HEARD + 2 * DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("name", UNITS)
def test_the_services_run_commands_that_exist(name: str) -> None:
    program, *arguments = shlex.split(unit(name)["ExecStart"])
    assert program == "/opt/deontos/.venv/bin/deontos"
    assert make_parser(with_demo=False).parse_args(arguments).run


@pytest.mark.parametrize("name", UNITS)
def test_the_services_keep_memory_in_memory_and_files_to_themselves(name: str) -> None:
    told = unit(name)
    wanted = {"LimitCORE": "0", "MemorySwapMax": "0", "PrivateTmp": "yes", "UMask": "0077", "User": "deontos"}
    assert {key: told.get(key) for key in wanted} == wanted
    assert (told["ProtectSystem"], told["ReadWritePaths"]) == ("strict", "/var/lib/deontos")
    assert int(told["TimeoutStopSec"]) > SECONDS_TO_FINISH
