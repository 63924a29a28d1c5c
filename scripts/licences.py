"""Writes the tables of docs/licences.md: what is locked, and the licence that each one names."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCKS = ROOT / "requirements"
NPM_LOCK = ROOT / "clients" / "typescript" / "package-lock.json"
TOLD: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
# What a licence asks, from the least to the most.
ASKS: Final[tuple[str, ...]] = tuple(TOLD["asks"])
BUNDLED: Final[dict[str, dict[str, str]]] = TOLD["bundled"]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


class UnknownLicence(Exception):
    """A package names none, or one that scripts/licences.toml does not know."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, list[str]]:
    """The versions by package; a package may have one for each of several Pythons."""
    found: dict[str, list[str]] = {}
    for name, version in PIN.findall((LOCKS / file).read_text()):
        if version not in found.setdefault(normal(name), []):
            found[normal(name)].append(version)
    return found


def served() -> dict[str, list[str]]:
    """What a server may load: torch too, which stands in no lock (scripts/lock)."""
    return locked("tracing.lock") | {"torch": locked("run.txt")["torch"]}


def tested() -> dict[str, list[str]]:
    """What only tests, linters and benchmarks load."""
    return {name: of for name, of in locked("dev.lock").items() if name not in served()}


def installed() -> dict[str, Distribution]:
    return {normal(one.metadata["Name"]): one for one in distributions()}


def licence_of(name: str, found: dict[str, Distribution]) -> str:
    """The SPDX expression of a package's own metadata, or what is told of it."""
    if name in TOLD["packages"]:
        return str(TOLD["packages"][name])
    if name not in found:
        raise UnknownLicence(f"{name} is not installed: make .venv/.dev")
    metadata = found[name].metadata
    for said in _sayings(metadata):
        expression = TOLD["words"].get(said, said)
        if all(term in _terms() for term in _split(expression)):
            return str(expression)
    raise UnknownLicence(f"{name} names no licence that scripts/licences.toml knows")


def _sayings(metadata: Any) -> Iterator[str]:
    """What metadata says of its licence, the most exact field first."""
    for field in ("License-Expression", "License"):
        if field in metadata:
            yield metadata[field]
    for classifier in metadata.get_all("Classifier", []):
        if classifier.startswith("License ::"):
            yield classifier.rpartition(" :: ")[2]


def _terms() -> dict[str, str]:
    return {term: asks for asks, terms in TOLD["asks"].items() for term in terms}


def _split(expression: str) -> list[str]:
    return [term.strip("() ") for term in re.split(r" AND | OR ", " ".join(expression.split()))]


def asks(expression: str) -> str:
    """What an SPDX expression asks: with OR the least of its parts, with AND the most."""
    expression = " ".join(expression.split())
    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], asks(inner[1]))
    terms: dict[str, str] = _terms() | {kind: kind for kind in ASKS}
    try:
        choices = [
            max(ASKS.index(terms[term.strip()]) for term in choice.split(" AND "))
            for choice in expression.split(" OR ")
        ]
    except KeyError as error:
        raise UnknownLicence(f"scripts/licences.toml does not know {error}") from None
    return ASKS[min(choices)]


def packages(names: dict[str, list[str]]) -> str:
    """A table of packages, those that ask for most first."""
    found = installed()
    rows = []
    for name, versions in names.items():
        licence = licence_of(name, found)
        inside = [asks(one) for one in BUNDLED.get(name, {}).values()]
        most = max(inside, key=ASKS.index, default="nothing")
        more = most if ASKS.index(most) > ASKS.index(asks(licence)) else ""
        weight = -ASKS.index(more or asks(licence))
        cells = (name, ", ".join(versions), licence, asks(licence), more)
        rows.append((weight, f"| {' | '.join(cells)} |".replace("|  |", "| |")))
    head = "| package | version | licence | asks for | its wheel asks for |\n|" + " --- |" * 5
    return "\n".join([head, *(row for _, row in sorted(rows))])


def wheels() -> str:
    """A table of what stands in wheels beside the package, by licence, the heaviest first."""
    lines = ["| wheel | holds | licence | asks for |", "|" + " --- |" * 4]
    for name, parts in BUNDLED.items():
        for licence in sorted(set(parts.values()), key=lambda one: (-ASKS.index(asks(one)), one)):
            held = ", ".join(part for part, its in parts.items() if its == licence)
            lines.append(f"| {name} | {held} | {licence} | {asks(licence)} |")
    return "\n".join(lines)


def npm() -> str:
    """A table of npm's packages, with the licences that npm wrote into its lock."""
    found = json.loads(NPM_LOCK.read_text())["packages"]
    rows = set()
    for path, package in found.items():
        # Without a path it is the client itself.
        if name := path.rpartition("node_modules/")[2]:
            licence = package.get("license", f"none of {name}")
            cells = (name, package["version"], licence, asks(licence))
            rows.add((-ASKS.index(cells[-1]), f"| {' | '.join(cells)} |"))
    head = "| package | version | licence | asks for |\n|" + " --- |" * 4
    return "\n".join([head, *(row for _, row in sorted(rows))])


def tables() -> dict[str, str]:
    """The text of every table by the name of its marks."""
    return {
        "served": packages(served()),
        "wheels": wheels(),
        "tested": packages(tested()),
        "npm": npm(),
    }


def marked(name: str) -> re.Pattern[str]:
    """What stands between the marks of a table."""
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)


def page(text: str) -> str:
    """`text` with every table made anew."""
    for name, table in tables().items():
        before, rest = marked(name).split(text)
        text = f"{before}{table}\n{rest}"
    return text


if __name__ == "__main__":
    try:
        PAGE.write_text(page(PAGE.read_text()))
    except UnknownLicence as error:
        sys.exit(f"postcard: {error}")
