"""The map is whole, a word of the glossary has one sentence, editors are told the style."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections import Counter

from config import ROOT
from tests.checkout import tracked

MAP = (ROOT / "docs" / "house.md").read_text()
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
ROW = re.compile(r"^\|(?: \d \|)? `([^`|]+)` \| (.+) \|$", re.MULTILINE)
# Folders whose own folders are rooms as well.
PARTED = ("services", "studio", "docs", "tests", "transport", "models")
WORD = re.compile(r"^\| ([^|]+) \| (.+) \|$", re.MULTILINE)


def rooms() -> set[str]:
    """The folders that the map has to show."""
    parts = [file.parts[:-1] for file in tracked()]
    tops = {own[0] for own in parts if own}
    within = {"/".join(own[:2]) for own in parts if len(own) > 1 and own[0] in PARTED}
    return {f"{room}/" for room in tops | within}


def test_every_room_is_on_the_map() -> None:
    """Each top-level folder, and each folder of those that are parted; once, in one sentence."""
    rows = ROW.findall(MAP)
    times = Counter(room for room, _ in rows)

    assert rooms() <= times.keys(), rooms() - times.keys()
    assert {1} == set(times.values())
    assert [] == [sentence for _, sentence in rows if not is_one_sentence(sentence)]


def test_the_map_shows_nothing_that_is_not_there() -> None:
    """What was moved or removed is moved and removed here too."""
    assert [] == [room for room, _ in ROW.findall(MAP) if not (ROOT / room).exists()]


def test_a_word_of_the_glossary_has_one_sentence() -> None:
    """And is explained once."""
    rows = [row for row in WORD.findall(GLOSSARY) if row[0] not in ("word", "---")]
    times = Counter(word for word, _ in rows)

    assert len(rows) > 50
    assert {1} == set(times.values())
    assert [] == [word for word, sentence in rows if not is_one_sentence(sentence)]


def is_one_sentence(text: str) -> bool:
    """Begins large, ends with a full stop, and has no other before a capital."""
    return (
        bool(re.match(r"[A-Z0-9`]", text))
        and bool(re.search(r"\.$", text))
        and (not re.search(r"\. [A-Z]", text))
    )


def test_editors_are_told_what_ruff_asks() -> None:
    """The length of a line is that of pyproject.toml; the Makefile has tabs."""
    told = configparser.ConfigParser()
    told.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]

    assert ruff["line-length"] == int(told["*.py"]["max_line_length"])
    assert "tab" == told["Makefile"]["indent_style"]
    assert "lf" == told["*"]["end_of_line"]


def test_documents_speak_of_persons_as_they() -> None:
    """None is he in what people read; docs/api/ is held by the endpoints' own texts."""
    pages = [file for file in tracked() if file.suffix == ".md" and "api" not in file.parts]
    told = {
        f"{page}: {found[0]}"
        for page in pages
        for found in re.finditer(r"\b([Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b", (ROOT / page).read_text())
    }

    assert set() == told
