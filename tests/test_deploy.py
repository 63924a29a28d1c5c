"""What deploy/ names exists: settings, files, ports, commands; and the parts agree."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import crossplane
import pytest
import yaml
from dramatiq.cli import import_object, make_argument_parser

from config import Config, ConfigError, load_config
from services.running.precautions import dangers, refuse_dangers
from tests.postcard import ROOT
from tests.special import captured

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
CONTAINER = (DEPLOY / "Containerfile").read_text()
NGINX = (DEPLOY / "nginx.conf").read_text()
ENV_EXAMPLE = DEPLOY / "systemd" / "postcard.env.example"
OURS = ("server", "worker")
# What an operator puts in the place of what is left out.
SECRETS = {
    "POSTCARD_SQL_PASSWORD": "5f0c7a91d2",
    "POSTCARD_REDIS_PASSWORD": "a8e1b04c77",
    "POSTCARD_STORAGE_ACCESS_KEY": "4b7e0d5f19",
    "POSTCARD_STORAGE_SECRET_KEY": "c07d9e52b8",
    "POSTCARD_SECRETS_KEY": hashlib.sha256(b"an operator").hexdigest(),
}


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Without the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("POSTCARD")]:
        monkeypatch.delenv(name)
    return monkeypatch


def filled(text: str) -> str:
    """${NAME} and ${NAME:?why} as compose fills them from .env."""
    return re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda found: SECRETS.get(found[1], found[0]), text)


def example() -> dict[str, str]:
    lines = ENV_EXAMPLE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def in_image() -> dict[str, str]:
    return dict(re.findall(r"(POSTCARD__\w+)=(\S+)", CONTAINER))


def test_the_settings_of_the_containers_are_taken(clean: pytest.MonkeyPatch) -> None:
    """The image's environment and that of compose, filled from .env, make a whole configuration."""
    for service in OURS:
        environment = {
            name: filled(str(value))
            for name, value in COMPOSE["services"][service]["environment"].items()
        }
        for name, value in (in_image() | environment).items():
            clean.setenv(name, value)

        config = load_config()

        assert "sql" == config.sql.url.rpartition("@")[2].partition(":")[0]
        assert "0.0.0.0" == config.http.host
        assert 1 == config.http.trusted_proxies
        assert [] == [danger for danger in dangers(config) if str(ROOT) not in danger.text]


def test_the_example_of_systemd_is_taken_when_it_is_filled_in(clean: pytest.MonkeyPatch) -> None:
    """Every name is a setting; with secrets of one's own the values are valid."""
    for name, value in example().items():
        clean.setenv(name, re.sub("(?i)change-me", "5f0c7a91d2", value))

    config = load_config()

    assert Path("/var/lib/postcard") == config.storage.dir
    assert config.sql.url and config.redis.url


@pytest.mark.usefixtures("clean")
def test_no_example_holds_a_secret_that_works() -> None:
    """Where a password has to stand there is a name, nothing, or CHANGE-ME."""
    texts = [file.read_text() for file in DEPLOY.rglob("*") if file.is_file()]
    passwords = [found for text in texts for found in re.findall(r"://\w*:([^@\s]+)@", text)]

    assert passwords
    assert [] == [p for p in passwords if p != "CHANGE-ME" and not re.match(r"\$\{\w+:\?", p)]
    assert "" == example()["POSTCARD__SECRETS__KEY"]


def names_of_settings() -> list[tuple[str, str]]:
    files = [file for file in DEPLOY.rglob("*") if file.is_file()]
    return [
        (str(file.relative_to(ROOT)), name)
        for file in files
        for name in re.findall(r"POSTCARD__\w+", file.read_text(errors="replace"))
    ]


def test_every_setting_that_is_named_exists() -> None:
    """POSTCARD__SECTION__KEY anywhere below deploy/ is a key of config.toml."""
    known = {
        f"POSTCARD__{section}__{key}".upper()
        for section, field in Config.model_fields.items()
        for key in getattr(field.annotation, "model_fields", ())
    }

    unknown = [(file, name) for file, name in names_of_settings() if name not in known]

    assert [] == unknown


def test_what_compose_refers_to_is_there() -> None:
    """Services that others wait for, volumes, files that are mounted, the build."""
    services, volumes = COMPOSE["services"], COMPOSE["volumes"]
    mounts = [mount.split(":")[0] for one in services.values() for mount in one.get("volumes", ())]
    waited = {name for one in services.values() for name in one.get("depends_on", ())}
    checked = {
        name
        for one in services.values()
        if isinstance(one.get("depends_on"), dict)
        for name, how in one["depends_on"].items()
        if how.get("condition") == "service_healthy"
    }
    build = services["server"]["build"]

    assert {"server", "worker", "sql", "redis", "proxy"} <= services.keys()
    assert (2, 2) == tuple(services[name]["deploy"]["replicas"] for name in OURS)
    assert waited <= services.keys()
    assert all("healthcheck" in services[name] for name in checked)
    assert {m for m in mounts if not m.startswith(".")} == set(volumes)
    assert (DEPLOY / "nginx.conf").is_file() and "./nginx.conf" in mounts
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_what_the_image_copies_and_runs_is_there() -> None:
    """Every COPY source exists and is not left out, and what pip is given is among them."""
    sources = [
        source
        for words in re.findall(r"^COPY (.+)$", CONTAINER, re.MULTILINE)
        for source in words.split()[:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    given = set(re.findall(r"(?:-r|-c) (\S+)", CONTAINER))

    assert "." in sources
    assert all((ROOT / source).exists() for source in sources)
    assert [] == [source for source in sources if source in ignored]
    assert {"data", ".venv", ".git"} <= set(ignored)
    assert given and given <= set(sources)


def commands() -> list[list[str]]:
    """Every command by which something of ours is started."""
    starts = [COMPOSE["services"][service]["command"] for service in OURS]
    starts += [json.loads(line) for line in re.findall(r"^CMD (\[.+\])$", CONTAINER, re.MULTILINE)]
    for unit in UNITS:
        starts += map(shlex.split, re.findall(r"^Exec\w+=(.+)$", unit.read_text(), re.MULTILINE))
    return starts


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_can_be_run(command: list[str]) -> None:
    """server.py knows its words, Dramatiq its options and our module."""
    # A template's own settings stand before what it starts.
    while command[0] == "/usr/bin/env" or "=" in command[0]:
        command = command[1:]
    program, *words = command
    if program.endswith("dramatiq"):
        given = make_argument_parser().parse_args(words)
        module, setup = import_object(given.broker)
        assert callable(setup)
        return
    assert program.endswith("python")
    script, *rest = words
    known = subprocess.run(
        [sys.executable, script, *rest, "--help"], cwd=ROOT, capture_output=True, check=False
    )
    assert 0 == known.returncode, known.stderr


@pytest.mark.usefixtures("clean")
def test_the_ports_agree() -> None:
    """The image, compose, nginx and Prometheus mean the ports of config.toml."""
    config = load_config()
    exposed = set(re.findall(r"\d+", captured(r"^EXPOSE (.+)$", CONTAINER)))
    asked = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())["scrape_configs"]
    targets = {
        one["labels"]["part"]: one["targets"][0].rpartition(":")[2]
        for job in asked
        for one in job["static_configs"]
    }
    ours = config.http.port, config.metrics.port, config.metrics.worker_port
    health = " ".join(COMPOSE["services"]["server"]["healthcheck"]["test"])

    assert set(map(str, ours)) == exposed
    assert {"server": str(ours[1]), "worker": str(ours[2])} == targets
    assert [f"server:{ours[0]}"] == re.findall(r"^    server (\S+)", NGINX, re.MULTILINE)
    assert f":{ours[0]}/api/health/live" in health


@pytest.mark.usefixtures("clean")
def test_whoever_stops_us_waits_long_enough() -> None:
    """Compose and systemd give the time that the settings take, which is at most 30 s."""
    config = load_config()
    server = config.http.grace_seconds + config.http.drain_seconds
    grace = {COMPOSE["services"][name]["stop_grace_period"] for name in OURS}
    waits = {captured(r"TimeoutStopSec=(\d+)", unit.read_text()) for unit in UNITS}

    assert max(server, config.worker.drain_seconds) <= 26
    assert ({"30s"}, {"30"}) == (grace, waits)


def nginx_directives() -> list[dict[str, Any]]:
    file = DEPLOY / "nginx.conf"
    # It is included in nginx's own `http` block.
    parsed = crossplane.parse(str(file), check_ctx=False, strict=False)
    assert [] == parsed["errors"]
    directives: list[dict[str, Any]] = parsed["config"][0]["parsed"]
    return directives


def find(block: list[dict[str, Any]], name: str) -> list[list[str]]:
    found = [one["args"] for one in block if one["directive"] == name]
    return found + [args for one in block for args in find(one.get("block", []), name)]


@pytest.mark.usefixtures("clean")
def test_nginx_lets_through_what_we_take() -> None:
    """It parses; a clip fits, a handler may take its time, WebSockets and addresses pass."""
    config, block = load_config(), nginx_directives()
    size = int(find(block, "client_max_body_size")[0][0].rstrip("m")) << 20
    headers = {args[0]: args[1] for args in find(block, "proxy_set_header")}

    assert size > config.works.clip_bytes
    assert config.http.handler_seconds < int(find(block, "proxy_read_timeout")[0][0].rstrip("s"))
    assert {"Upgrade", "Connection", "X-Forwarded-For", "X-Forwarded-Proto"} <= headers.keys()
    assert [["http://postcard"]] == find(block, "proxy_pass")
    assert [["postcard"]] == find(block, "upstream")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_itself_takes_its_file(tmp_path: Path) -> None:
    """`nginx -t`, with names and certificates that are there."""
    for name in ("fullchain.pem", "privkey.pem"):
        (tmp_path / name).touch()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
        + ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")],
        check=True,
        capture_output=True,
    )
    text = NGINX.replace("/etc/nginx/certificates", str(tmp_path)).replace(" resolve ", " ")
    text = text.replace("server:8080", "127.0.0.1:8080")
    (tmp_path / "site.conf").write_text(text)
    whole = f"events {{}}\npid {tmp_path}/pid;\nhttp {{ include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(whole)

    done = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        check=False,
        text=True,
    )

    assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_a_unit(unit: Path, tmp_path: Path) -> None:
    """`systemd-analyze verify`, with the programs of this checkout; its files lie where it may."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = unit.read_text()
    python = Path(sys.executable).parent
    here = text.replace("/srv/postcard/.venv/bin", str(python))
    # A template is looked at as one of its instances.
    copy = tmp_path / unit.name.replace("@.", "@8.")
    copy.write_text(here)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        check=False,
        text=True,
    )

    complaints = [line for line in done.stderr.splitlines() if copy.name in line]
    assert (0, []) == (done.returncode, complaints), done.stderr
    assert "StateDirectory=postcard" in text
    assert "/var/lib/postcard" == example()["POSTCARD__STORAGE__DIR"]


def test_example_values_are_refused_at_start(clean: pytest.MonkeyPatch) -> None:
    """The example as it is does not serve: its password must be changed first."""
    for name, value in example().items():
        clean.setenv(name, value)

    with pytest.raises(ConfigError, match=r"sql\.url"):
        refuse_dangers(load_config())


# systemd's own measure of what a service may do to the machine: 0 is nothing, 10 is all, in tenths.
MOST_EXPOSED = 20
# What differs between a server and a worker, and between one and several.
OF_EACH = ("Description=", "ExecStart=", "MemoryMax=", "TasksMax=", "#")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_may_do_little(unit: Path, tmp_path: Path) -> None:
    """`systemd-analyze security`; and none may do what the others may not."""
    text = unit.read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith(OF_EACH)]
    others = [
        [line for line in one.read_text().splitlines() if line and not line.startswith(OF_EACH)]
        for one in UNITS
    ]
    assert all(lines == other for other in others)
    assert re.search(r"^MemoryMax=\dG$", text, re.MULTILINE)
    assert re.search(r"^TasksMax=\d+$", text, re.MULTILINE)
    if not shutil.which("systemd-analyze"):
        pytest.skip("SYSTEMD-ANALYZE IS NOT INSTALLED: what the units may do is not measured")
    copy = tmp_path / unit.name.replace("@.", "@8.")
    copy.write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(copy)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert 0 == done.returncode, done.stdout[-300:] + done.stderr


def test_children_may_confine_themselves() -> None:
    """The calls by which they do are not among those that systemd gives to every service."""
    for unit in UNITS:
        allowed = captured(r"^SystemCallFilter=(@system-service .+)$", unit.read_text()).split()

        assert {"seccomp", "landlock_restrict_self"} <= set(allowed)


def test_several_on_one_machine_do_not_meet() -> None:
    """Each instance has ports of its own, whatever the file of the environment says of them."""
    for name, instances in (("postcard", (8080, 8081, 8082)), ("postcard-worker", (1, 2, 9))):
        text = (DEPLOY / "systemd" / f"{name}@.service").read_text()
        start = captured(r"^ExecStart=(.+)$", text)
        ports = [
            int(value.replace("%i", str(instance)))
            for instance in instances
            for value in re.findall(r"POSTCARD__\w+PORT=(\S+)", start)
        ]

        assert start.startswith("/usr/bin/env ")
        assert len(ports) == len(set(ports)) and max(ports) < 65536


def test_the_balancer_logs_no_token() -> None:
    """Its lines have the path alone: no query, no Referer, no whole request line."""
    text = NGINX
    formats = re.findall(r"log_format (\w+)\s+((?:'[^']*'\s*)+);", text)
    named = re.findall(r"^\s*access_log \S+ (\w+);", text, re.MULTILINE)
    told = re.findall(r"^\s*error_log +\S+ (\w+);", text, re.MULTILINE)
    holders = r"\$(request|request_uri|args|query_string|arg_\w+|is_args|http_\w+|cookie_\w+)\b"

    servers = text.count("\nserver {")
    assert ["paths"] == [name for name, _ in formats]
    assert ["paths"] * servers == named
    assert [] == [found for _, words in formats for found in re.findall(holders, words)]
    # An error's line holds the request line and Referer, whatever its level is.
    assert ["crit"] * servers == told
