"""One version, written once, and told wherever an operator looks for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config import ROOT, version
from tests.conftest import WAYS
from tests.postcard import Postcard
from tests.servers import free_port
from tests.special import serving

CHANGES = (ROOT / "CHANGELOG.md").read_text()
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_newest_release_is_this_version() -> None:
    """pyproject.toml, the code and the newest release of CHANGELOG.md say the same."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert written == version()
    assert written == RELEASE.findall(CHANGES)[0]


def test_the_clients_have_it() -> None:
    """The npm package, and its lock, have the number of the server that they were made with."""
    folder = ROOT / "clients/typescript"
    told = [
        json.loads((folder / name).read_text()) for name in ("package.json", "package-lock.json")
    ]

    assert [version()] * 2 == [one["version"] for one in told]
    assert version() == told[1]["packages"][""]["version"]


def test_the_changes_are_in_the_form_that_is_kept() -> None:
    """Unreleased first, then releases, newest first; each change is of a kind that is known."""
    releases = [tuple(map(int, found.split("."))) for found in RELEASE.findall(CHANGES)]
    kinds = set(re.findall(r"^### (.+)$", CHANGES, re.MULTILINE))

    assert CHANGES.index("## [Unreleased]") < CHANGES.index(f"## [{version()}]")
    assert sorted(releases, reverse=True) == releases
    assert kinds <= KINDS


def test_the_command_line_tells_it() -> None:
    """`server.py --version` says it and ends."""
    asked = [sys.executable, str(ROOT / "server.py"), "--version"]

    told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)

    assert f"Postcard {version()}\n" == told.stdout


@pytest.mark.parametrize("path", ["/api/ready", "/api/health/ready"])
def test_a_server_that_is_ready_tells_it(postcard: Postcard, path: str) -> None:
    """Both addresses of the page say the same."""
    with urllib.request.urlopen(f"{postcard.url}{path}", timeout=10) as answer:
        told = json.load(answer)

    assert ("up", version()) == (told["status"], told["version"])


@pytest.mark.parametrize("way", WAYS[:1])
def test_the_metrics_tell_it(request: pytest.FixtureRequest, way: str) -> None:
    """postcard_build_info is 1, and carries it as a label."""
    port = free_port()
    with serving(way, request, {"POSTCARD__METRICS__PORT": str(port)}):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            families = list(text_string_to_metric_families(answer.read().decode()))
    told = [sample for family in families for sample in family.samples if "build" in sample.name]

    assert [("postcard_build_info", {"version": version()}, 1)] == [tuple(one[:3]) for one in told]
