"""What of the API's description the program does not say: docs/api/texts.toml, read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from protocol.registry import Endpoint, Registry

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = ROOT / "docs" / "api" / "texts.toml"
LANGUAGES: Final = ("en", "zh")


class MissingTexts(Exception):
    """Raised with one line for each text that nobody has written."""


@dataclass(frozen=True)
class Texts:
    """The file's tables. A word is looked for as `owner.field` for each owner, then as `field`."""

    types: Mapping[str, list[str]]
    endpoints: Mapping[str, str]
    words: Mapping[str, list[str]]
    profiles: Mapping[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def word(self, owners: Iterable[str], name: str, language: str) -> str:
        """What a field means. Raises KeyError when nobody has said it."""
        key = self._key(owners, name)
        self.used.add(key)
        return self.words[key][LANGUAGES.index(language)]

    def _key(self, owners: Iterable[str], name: str) -> str:
        keys = (f"{owner}.{name}" for owner in owners)
        return next((key for key in keys if key in self.words), name)

    def missing(
        self, registry: Registry, wanted: Mapping[str, Iterable[tuple[tuple[str, ...], str]]]
    ) -> list[str]:
        """One line for each text that is not there: the endpoint, where it is, and the table.

        `wanted` are each endpoint's fields, of its request and of its reply.
        """
        found = []
        for endpoint in registry:
            if endpoint.type not in self.types:
                found.append(_line(endpoint, "types", endpoint.type, '["English", "中文"]'))
            if endpoint.name not in self.endpoints:
                found.append(_line(endpoint, "endpoints", endpoint.name, '"中文。"'))
            for owners, name in wanted[endpoint.name]:
                if self._key(owners, name) not in self.words:
                    found.append(_line(endpoint, "words", name, '["English", "中文"]'))
        return list(dict.fromkeys(found))


def _line(endpoint: Endpoint, table: str, key: str, value: str) -> str:
    file, handler = FILE.relative_to(ROOT), endpoint.place.removeprefix(f"{ROOT}/")
    shown = key if key.isidentifier() else f'"{key}"'
    return f"{endpoint.name} ({handler}): {file} lacks, in [{table}], {shown} = {value}"


def read_texts(path: Path = FILE) -> Texts:
    return Texts(**tomllib.loads(path.read_text(encoding="utf-8")))
