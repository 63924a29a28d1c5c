"""Countries and cities abroad: asked for by points that everybody can look up."""

from __future__ import annotations

import pytest

from scripts.abroad_names import CITIES, COUNTRIES
from stores.abroad import AbroadMap, load
from tests.abroad import MISSED, PLACES, UNNAMED


@pytest.fixture(scope="module")
def abroad() -> AbroadMap:
    return load()


def test_a_hundred_places(abroad: AbroadMap) -> None:
    """On both banks of rivers, in enclaves, in cities and where no city is near."""
    assert 110 <= len(PLACES)

    found = abroad.find([place[:2] for place in PLACES.values()])

    wrong = {
        name: town
        for name, place, town in zip(PLACES, PLACES.values(), found, strict=True)
        if town is None or town != place[2:]
    }
    assert {} == wrong


def test_what_is_missed_lies_on_the_other_bank(abroad: AbroadMap) -> None:
    """Of 115 places two are answered as their neighbours: this fails where they get right."""
    found = abroad.find([place[:2] for place in MISSED.values()])

    assert ["爱沙尼亚", "瑞典"] == [town.country for town in found if town]


@pytest.mark.parametrize("name", UNNAMED)
def test_nothing_is_said_at_sea_and_of_islands_of_ours(abroad: AbroadMap, name: str) -> None:
    """The open sea, and islands that neighbours claim as well."""
    assert [None] == abroad.find([UNNAMED[name]])


def test_one_by_one_is_as_together(abroad: AbroadMap) -> None:
    """A point's answer does not depend on those that are asked for with it."""
    points = [place[:2] for place in PLACES.values()]

    assert abroad.find(points) == [abroad.find([point])[0] for point in points]


def test_no_names_but_chinese_ones(abroad: AbroadMap) -> None:
    """No country is called by its code, and no city in another script."""
    named = {
        *abroad.countries,
        *(name for cities in abroad.cities.values() for name in cities.names),
    }

    assert {} == {
        name: True
        for name in named
        if not all("一" <= letter <= "鿿" or letter in "·-（）" for letter in name)
    }
    assert {*CITIES.values(), *COUNTRIES.values()} - named <= {"普里什蒂纳"}
