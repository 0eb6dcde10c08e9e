"""The examples for proxy, services and containers say what the house promises, and run commands that exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deontos.correspondence.rules import MEGABYTE
from deontos.correspondence.web.uploads import MOST_HEARD
from deontos.sites.cli.frame import make_parser
from deontos.sites.serving import SECONDS_TO_FINISH
from deontos.sites.settings import DATA_UPLOAD_MAX_MEMORY_SIZE

pytestmark = [pytest.mark.row("1.7"), pytest.mark.row("4.18")]

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("web", "work")
PROXY = re.sub(r"(?m)^\s*#.*$", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
PROGRAM = "/opt/deontos/.venv/bin/deontos"
GUARDED = {
    "AmbientCapabilities": "",
    "CapabilityBoundingSet": "",
    "DevicePolicy": "closed",
    "Group": "deontos",
    "KeyringMode": "private",
    "KillMode": "mixed",
    "LimitCORE": "0",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "MemorySwapMax": "0",
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHome": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectProc": "invisible",
    "ProtectSystem": "strict",
    "ReadWritePaths": "/var/lib/deontos",
    "RemoveIPC": "yes",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallErrorNumber": "EPERM",
    "SystemCallFilter": "@system-service ~@privileged",
    "UMask": "0077",
    "User": "deontos",
}
MOST_EXPOSED = 1.6
"""What `systemd-analyze security` may say of a service, from 0 to 10: 9.6 is a service with nothing of all this."""
HANDED_ON = {
    "Connection": '""',
    "Forwarded": '""',
    "Host": "$host",
    "SCRIPT_NAME": '""',
    "X-Forwarded-For": '""',
    "X-Forwarded-Host": '""',
    "X-Forwarded-Proto": '""',
    "X-Real-IP": '""',
}
CONFINED = {
    "cap_drop": ["ALL"],
    "init": True,
    "pids_limit": 512,
    "read_only": True,
    "security_opt": ["no-new-privileges:true"],
    "ulimits": {"core": 0},
}
IN_MEMORY = "/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777"


def directives(name: str) -> list[str]:
    """What the proxy is told under this name, in order."""
    return re.findall(rf"(?m)^\s*{name}\s+([^;]+);", PROXY)


def unit(name: str) -> dict[str, str]:
    """How a service runs; what is said twice, with a blank between."""
    found: dict[str, str] = {}
    section = (DEPLOY / f"deontos-{name}.service").read_text("utf-8").partition("[Service]")[2].partition("\n[")[0]
    for key, value in re.findall(r"(?m)^(\w+)=(.*)$", section):
        found[key] = f"{found[key]} {value}" if key in found else value
    return found


def services() -> dict[str, dict[str, Any]]:
    """What runs in containers."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found


def test_the_proxy_writes_nothing_down() -> None:
    servers = len(re.findall(r"(?m)^server\b", PROXY))
    assert directives("access_log") == ["off"] * servers
    assert directives("error_log") == ["/dev/null"] * servers
    assert directives("proxy_request_buffering") == ["off"]
    assert directives("proxy_max_temp_file_size") == ["0"]


def test_the_proxy_hands_on_the_name_and_no_address() -> None:
    assert dict(value.split(None, 1) for value in directives("proxy_set_header")) == HANDED_ON


def test_the_proxy_sends_nobody_to_a_name_of_another_ones_choice() -> None:
    assert directives("return") == ["301 https://integrity.example.org$request_uri"]


def test_the_proxy_packs_nothing_and_sends_nothing_twice() -> None:
    told = ("gzip", "proxy_next_upstream", "ssl_protocols", "ssl_session_tickets", "server_tokens")
    assert {name: directives(name) for name in told} == {
        "gzip": ["off"],
        "proxy_next_upstream": ["off"],
        "ssl_protocols": ["TLSv1.2 TLSv1.3"],
        "ssl_session_tickets": ["off"],
        "server_tokens": ["off", "off"],
    }
    [ciphers] = directives("ssl_ciphers")
    assert all(cipher.startswith("ECDHE-") and ("GCM" in cipher or "POLY" in cipher) for cipher in ciphers.split(":"))


def test_the_proxy_lets_through_whatever_deontos_judges_itself() -> None:
    [bound] = directives("client_max_body_size")
    assert int(bound.removesuffix("m")) * MEGABYTE > MOST_HEARD + 2 * DATA_UPLOAD_MAX_MEMORY_SIZE


def test_what_is_said_while_the_house_is_away_needs_nothing_else() -> None:
    page = (DEPLOY / "unavailable.html").read_text("utf-8")
    assert re.findall(r'<section lang="(\w\w)">', page) == ["nl", "fr", "en", "es"]
    assert re.findall(r"(?:src|href|style|action)=|<script|<style|<link", page) == []
    assert (
        re.findall(r"[^\N{NO-BREAK SPACE}][:;!?](?=\s)", page.partition('lang="fr"')[2].partition("</section>")[0])
        == []
    )


@pytest.mark.parametrize("name", UNITS)
def test_the_services_run_commands_that_exist(name: str) -> None:
    program, *arguments = shlex.split(unit(name)["ExecStart"])
    assert program == PROGRAM
    assert make_parser(with_demo=False).parse_args(arguments).run


@pytest.mark.parametrize("name", UNITS)
def test_the_services_keep_memory_in_memory_and_files_to_themselves(name: str) -> None:
    told = unit(name)
    assert {key: told.get(key) for key in GUARDED} == GUARDED
    assert set(told) - set(GUARDED) == {"Environment", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec"}
    assert int(told["TimeoutStopSec"]) > SECONDS_TO_FINISH


@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_the_services_and_finds_them_little_exposed(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine: its own look at the services is left out")
    text = (DEPLOY / f"deontos-{name}.service").read_text("utf-8").replace(PROGRAM, "/bin/true")
    place = tmp_path / f"deontos-{name}.service"
    place.write_text(text, "utf-8")
    assert analysed("verify", str(place)) == ""
    exposed = re.search(r"exposure level for \S+: ([\d.]+)", analysed("security", "--offline=true", str(place)))
    assert exposed
    assert float(exposed[1]) <= MOST_EXPOSED


def analysed(*arguments: str) -> str:
    """What systemd says."""
    command = ["systemd-analyze", "--no-pager", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return told.stdout + told.stderr


@pytest.mark.parametrize("name", ["web", "work", "admin", "database"])
def test_each_container_is_confined(name: str) -> None:
    told = services()[name]
    assert {key: told.get(key) for key in CONFINED} == CONFINED
    assert IN_MEMORY in told["tmpfs"]
    assert told["user"] not in ("0", "root", "0:0")
    assert told["mem_limit"] == told["memswap_limit"]
    assert {"privileged", "cap_add", "network_mode", "pid", "devices", "env_file"} & set(told) == set()


def test_the_containers_are_reached_by_the_proxy_of_the_machine_and_by_nobody_else() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert {name: each["ports"] for name, each in told["services"].items() if "ports" in each} == {
        "web": ["127.0.0.1:8000:8000"]
    }
    assert told["services"]["database"]["networks"] == ["inside"]
    assert told["networks"] == {"inside": {"internal": True}, "outside": {}}


def test_the_containers_run_commands_that_exist_and_only_one_may_write_secrets() -> None:
    [entry] = re.findall(r'(?m)^ENTRYPOINT \["([^"]+)"\]$', CONTAINER)
    [own] = re.findall(r"(?m)^CMD (\[.*\])$", CONTAINER)
    assert entry == PROGRAM
    ours = {name: each for name, each in services().items() if each["image"] == "deontos"}
    assert set(ours) == {"web", "work", "admin"}
    for each in ours.values():
        assert make_parser(with_demo=False).parse_args(each.get("command") or yaml.safe_load(own)).run
        assert int(each["stop_grace_period"].removesuffix("s")) > SECONDS_TO_FINISH
    secrets = {
        name: mount.get("read_only", False)
        for name, each in ours.items()
        for mount in each["volumes"]
        if mount["target"] == "/etc/deontos"
    }
    assert secrets == {"web": True, "work": True, "admin": False}


def test_the_containers_are_asked_whether_they_are_well() -> None:
    asked = {name: each["healthcheck"]["test"] for name, each in services().items() if "healthcheck" in each}
    assert set(asked) == {"web", "database"}
    assert "http://127.0.0.1:8000/healthz" in asked["web"][-1]
    compile(asked["web"][-1], "healthcheck", "exec")


def test_no_word_that_opens_anything_stands_in_the_examples() -> None:
    environment = {name: each.get("environment", {}) for name, each in services().items()}
    named = {key for each in environment.values() for key in each if re.search("PASSWORD|SECRET|KEY", key)}
    assert named == {"POSTGRES_PASSWORD_FILE"}
    assert re.findall(r"(?m)^(?:ENV|ARG) .*(?:PASSWORD|SECRET|KEY).*$", CONTAINER) == []


def test_the_database_in_a_container_writes_down_no_statement_that_failed() -> None:
    told = [each for each in services()["database"]["command"] if each != "-c"]
    assert told == ["log_min_error_statement=panic", "log_parameter_max_length_on_error=0", "synchronous_commit=on"]


def test_the_container_holds_the_code_and_nothing_else() -> None:
    """What goes along is named one by one, and it runs as somebody who owns none of it."""
    said = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    let = [line.removeprefix("!") for line in said if line.startswith("!")]
    assert said[0] == "*"
    assert set(let) == {
        *("LICENSE", "README.md", "pyproject.toml", "uv.lock", "src"),
        *("tools/set_up.sh", "tools/find_python.sh", "tools/uv.txt"),
    }
    assert all((ROOT / each).exists() for each in let)
    copied = {word for line in re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", CONTAINER) for word in line.split()}
    assert copied == set(let)
    assert re.findall(r"(?m)^USER (.*)$", CONTAINER) == ["10001:10001"] == [services()["web"]["user"]]
