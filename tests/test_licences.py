"""docs/licences.md names each package, library, font, weight file and program, and what it asks."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from config import ROOT
from scripts import licences

PAGE = licences.PAGE.read_text()
INSTALLED = licences.installed()


def rows(mark: str) -> list[list[str]]:
    """The cells of a generated table, without its head."""
    found = licences.marked(mark).search(PAGE)
    assert found is not None
    lines = found[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def files_of(found: Distribution) -> list[Path]:
    return [Path(str(found.locate_file(file))) for file in found.files or ()]


@pytest.mark.parametrize("mark", ["served", "tested"])
def test_every_locked_package_is_there(mark: str) -> None:
    """In the versions that are locked; torch too."""
    wanted = {"served": licences.served, "tested": licences.tested}[mark]()

    told = {name: versions.split(", ") for name, versions, *_ in rows(mark)}

    assert wanted == told, "make licences"


@pytest.mark.parametrize("mark", ["served", "tested"])
def test_a_licence_is_what_the_package_says(mark: str) -> None:
    """Of each that is installed here; none is unknown, and what it asks is told."""
    told = {name: (licence, asked) for name, _, licence, asked, _ in rows(mark)}
    here = {name: of for name, of in told.items() if name in INSTALLED}

    said = {name: licences.licence_of(name, INSTALLED) for name in here}

    assert len(here) > len(told) / 2
    assert {name: licence for name, (licence, _) in here.items()} == said, "make licences"
    assert {name: licences.asks(licence) for name, (licence, _) in told.items()} == {
        name: asked for name, (_, asked) in told.items()
    }


def test_every_package_of_npm_is_there() -> None:
    """In the version of its lock, with the licence that stands there and what that asks."""
    lock = json.loads(licences.NPM_LOCK.read_text())["packages"]
    wanted = {
        (path.rpartition("node_modules/")[2], found["version"], found["license"])
        for path, found in lock.items()
        if path
    }
    told = rows("npm")

    assert wanted == {(name, version, licence) for name, version, licence, _ in told}, (
        "make licences"
    )
    assert [licences.asks(licence) for _, _, licence, _ in told] == [asked for *_, asked in told]


def test_what_wheels_hold_is_told() -> None:
    """Each library in a `.libs` folder of an installed wheel has a licence, and a row."""
    unknown = [
        (name, file.name)
        for name, found in INSTALLED.items()
        for file in files_of(found)
        if file.parent.name.endswith(".libs") and re.search(r"\.so\b", file.name)
        if re.split(r"-[0-9a-f]{8}|\.so", file.name)[0] not in licences.BUNDLED.get(name, {})
    ]

    assert [] == unknown, "scripts/licences.toml"
    assert f"<!-- wheels -->\n{licences.wheels()}\n<!-- /wheels -->" in PAGE, "make licences"


def test_crates_ask_for_a_notice_at_most() -> None:
    """What is compiled from Rust into a package that a server loads lists its crates."""
    served = {name for name, *_ in rows("served")}
    bills = [
        file
        for name in served & INSTALLED.keys()
        for file in files_of(INSTALLED[name])
        if file.match("sboms/*cyclonedx.json")
    ]
    said = {
        str(one["expression"])
        for bill in bills
        for crate in json.loads(bill.read_text())["components"]
        for one in crate.get("licenses", [])
    }

    assert bills and said
    asked = {expression: licences.asks(expression) for expression in said}
    assert {"nothing", "notice", "data"} >= set(asked.values())
    # The borders of time zones, which nobody here changes.
    assert ["MIT AND ODbL-1.0"] == [one for one, asks in asked.items() if asks == "data"]


def test_a_licence_that_nobody_knows_is_refused() -> None:
    """Neither a name that is not in the table nor none at all passes for harmless."""
    with pytest.raises(licences.UnknownLicence):
        licences.asks("MIT AND Nobody-1.0")
    with pytest.raises(licences.UnknownLicence):
        licences.licence_of("nobody", INSTALLED)


@pytest.mark.parametrize(
    ("expression", "asked"),
    [
        ("MIT OR GPL-2.0-only", "notice"),
        ("MIT AND LGPL-2.1-only", "library"),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", "files"),
        ("GPL-2.0-only AND (0BSD OR (MIT AND ISC)) OR MPL-2.0", "files"),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "notice"),
    ],
)
def test_what_an_expression_asks(expression: str, asked: str) -> None:
    """OR is a choice, AND is not; AND binds first."""
    assert asked == licences.asks(expression)


def test_every_weight_file_is_told() -> None:
    """What it learned from, and on which terms."""
    weights = {file.name for file in (ROOT / "models/weights").glob("*.npz")}
    cells = re.findall(r"^\| ([^|]*\.npz`) \|", PAGE, re.MULTILINE)
    told = {name for cell in cells for name in re.findall(r"`(.+?)`", cell)}

    assert weights == told


def test_every_program_of_the_containers_is_told() -> None:
    """Each image that deploy/ names, without its tag where that is a date."""
    texts = [(ROOT / "deploy" / name).read_text() for name in ("compose.yaml", "Containerfile")]
    images = {
        image
        for text in texts
        for image in re.findall(r"^\s*(?:image:|FROM) (\S+)$", text, re.MULTILINE)
    }

    assert images
    assert [] == [image for image in images if f"`{image.partition(':RELEASE')[0]}`" not in PAGE]


def test_every_font_is_told() -> None:
    """By the name of its family; the studio looks for none that is not here."""
    families = {"lxgw-wenkai": "LXGW WenKai", "noto": "Noto Serif CJK", "wqy": "WenQuanYi"}
    families |= {"dejavu": "DejaVu Sans", "notosanssc": "Noto Sans SC"}
    code = "".join(file.read_text() for file in (ROOT / "studio").rglob("*.py"))
    named = {Path(file).parent.name for file in re.findall(r'"([\w/.-]+/[^"]+\.tt[fc])"', code)}

    assert families.keys() == named
    assert [] == [family for family in families.values() if family not in PAGE]


def test_the_readme_says_that_postcard_has_no_licence() -> None:
    """In one line, with the way to the page."""
    said = [line for line in (ROOT / "README.md").read_text().splitlines() if "no licence" in line]

    assert 1 == len(said)
    assert "docs/licences.md" in (ROOT / "README.md").read_text()


def test_a_licences_text_names_whom_the_notice_names() -> None:
    """The text of Unicode's licence is that of the data: its line of copyright is in the notice."""
    text = (ROOT / "docs/licences/Unicode-3.0.txt").read_text()
    (line,) = re.findall(r"^Copyright .*Unicode, Inc\.", text, re.MULTILINE)

    assert line in " ".join(PAGE.split())
