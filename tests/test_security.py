"""docs/security.md and the tests that it names; the locks, the bills of materials and the pins."""

from __future__ import annotations

import ast
import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[a-z_/0-9]+\.py)::(test_\w+)`")
PIN = re.compile(r"([A-Za-z0-9_.-]+)==([^\s;]+)")
PACKAGES = ROOT / "requirements"
# Each lock, and the requirements that it holds.
LOCKS = {
    "run": ("run",),
    "tracing": ("run", "tracing"),
    "client": ("run", "client"),
    "dev": ("run", "tracing", "client", "dev"),
}
# All that compare what somebody sent with a secret.
COMPARING = (
    "services/accounts/captcha.py",
    "services/accounts/waiting.py",
    "services/works/addresses.py",
    "transport/admin/admin_pages.py",
)


def rows() -> list[list[str]]:
    """The cells of the table of attacks."""
    lines = PAGE.partition("## Attacks")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return cells[2:]


def test_every_test_that_is_named_exists() -> None:
    """Each attack has a defence and at least one test; each of them is there to be run."""
    missing = []
    for attack, defence, tests in rows():
        assert attack and defence
        found = NAMED.findall(tests)
        assert found and "" == NAMED.sub("", tests).strip(), attack
        for path, name in found:
            tree = ast.parse((ROOT / path).read_text())
            names = {node.name for node in tree.body if hasattr(node, "name")}
            missing += [f"{path}::{name}"] if name not in names else []

    assert len(rows()) > 30
    assert [] == missing


def test_every_test_of_attacks_is_named() -> None:
    """What tries an attack is found from the page; a file is named by one of its tests at least."""
    named = {path for path, _ in NAMED.findall(PAGE)}
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "tests/attacks").glob("test_*.py")}

    assert there <= named


def test_secrets_are_compared_in_constant_time() -> None:
    """Where a code or a form's token is judged, no comparison ends at the first difference."""
    found = []
    for room in ("handlers", "services", "transport"):
        for path in sorted((ROOT / room).rglob("*.py")):
            nodes = ast.walk(ast.parse(path.read_text()))
            if any(
                isinstance(node, ast.Attribute) and node.attr == "compare_digest" for node in nodes
            ):
                found.append(str(path.relative_to(ROOT)))

    assert sorted(COMPARING) == found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path) -> set[tuple[str, str]]:
    """(name, version) of every line that pins."""
    lines = path.read_text().splitlines()
    found = (PIN.match(line) for line in lines)
    return {(normal(match[1]), match[2]) for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_hold_every_package(name: str) -> None:
    """Every pin of the requirements stands in the lock, with hashes, from no special index."""
    lock = PACKAGES / f"{name}.lock"
    text = lock.read_text()
    wanted = set[tuple[str, str]]().union(*(pins(PACKAGES / f"{one}.txt") for one in LOCKS[name]))
    wanted = {pin for pin in wanted if pin[0] != "torch"}
    blocks = re.split(r"\n(?=[A-Za-z])", text.strip())

    assert wanted <= pins(lock), "make lock"
    assert [] == [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert "://" not in text
    assert "--index-url" not in text
    constrained = dict(pins(PACKAGES / "constraints.txt"))
    locked = dict(pins(lock))
    both = [name for name in locked.keys() & constrained.keys() if name not in ("av", "numpy")]
    assert {name: constrained[name] for name in both} == {name: locked[name] for name in both}


def test_the_bill_of_materials() -> None:
    """docs/sbom.json names every package that a server may load, torch too, in its version."""
    bill = json.loads((ROOT / "docs/sbom.json").read_text())
    named = {(normal(one["name"]), one["version"]) for one in bill["components"]}
    torch = {pin for pin in pins(PACKAGES / "run.txt") if pin[0] == "torch"}

    assert "CycloneDX" == bill["bomFormat"]
    assert 1 == len(torch)
    assert pins(PACKAGES / "tracing.lock") | torch == named, "make sbom"


def test_the_bill_of_the_typescript_client() -> None:
    """docs/sbom_typescript.json names what its lock does, with hashes; it is the same each time."""
    bill = json.loads((ROOT / "docs/sbom_typescript.json").read_text())
    lock = json.loads((ROOT / "clients/typescript/package-lock.json").read_text())
    named = {
        (one["name"], one["version"], one["hashes"][0]["content"]) for one in bill["components"]
    }
    wanted = {
        (path.rpartition("node_modules/")[2], found["version"], hex_of(found["integrity"]))
        for path, found in lock["packages"].items()
        if path
    }

    assert "CycloneDX" == bill["bomFormat"]
    assert wanted == named, "make sbom"
    assert lock["version"] == bill["metadata"]["component"]["version"], "make sbom"
    assert {"serialNumber", "timestamp"}.isdisjoint(bill | bill["metadata"])


def hex_of(integrity: str) -> str:
    """The hash of a lock of npm, as bills of materials write it."""
    kind, _, content = integrity.partition("-")
    assert "sha512" == kind
    return base64.b64decode(content).hex()


@pytest.mark.parametrize("refusing", ["", "pip-audit", "npm"])
def test_the_audit_asks_about_every_pin(tmp_path: Path, refusing: str) -> None:
    """All services, about both locks and about torch, strictly; what they say is what is said."""
    asked = tmp_path / "asked"
    for name in ("pip-audit", "npm"):
        fake = tmp_path / name
        script = f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv) + chr(10))"
        fake.write_text(f"#!{sys.executable}\n{script}; sys.exit({int(name == refusing)})\n")
        fake.chmod(0o755)
    environment = os.environ | {"AUDIT": str(tmp_path / "pip-audit"), "NPM": str(tmp_path / "npm")}
    done = subprocess.run([ROOT / "scripts/audit"], env=environment, check=False, timeout=60)
    *lines, last = asked.read_text().splitlines()

    assert bool(refusing) == bool(done.returncode)
    assert all("--strict" in line for line in lines)
    if refusing != "pip-audit":
        assert f"{tmp_path / 'npm'} audit" == last
        assert 2 == sum("requirements/dev.lock" in line for line in lines)
        assert {"pypi", "osv"} == {
            line.split("--vulnerability-service ")[1].split()[0] for line in lines
        }
        assert 4 == len(lines)
