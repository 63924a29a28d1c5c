"""/api/location: Chinese names for points, offline; nothing is guessed abroad."""

from __future__ import annotations

import asyncio
import math

import pytest

from services.places.coordinates import to_gcj02, to_wgs84
from status_codes import Global
from tests.places import ABROAD, CAME_OR_WENT, IN_CHINA
from tests.postcard import Guest

NOWHERE = {"province": "", "city": "", "county": "", "image": "/static/city/def1.png"}


async def at(guest: Guest, **query: float | str) -> dict[str, str]:
    """The answer to one point over REST."""
    params = {name: str(value) for name, value in query.items()}
    reply = await guest.rest("GET", "/api/location", params=params)
    assert (200, "获取成功") == (reply["code"], reply["msg"])
    place: dict[str, str] = reply["data"]
    return place


async def named(
    guest: Guest, points: list[tuple[float, float]], **more: str
) -> list[tuple[str, str, str]]:
    """(province, city, county) of many points, asked for at once."""
    lists = {
        "longitude": ",".join(str(x) for x, _ in points),
        "latitude": ",".join(str(y) for _, y in points),
    }
    reply = await guest.rest("POST", "/api/location", data=lists | more)
    assert 200 == reply["code"], reply
    return [(place["province"], place["city"], place["county"]) for place in reply["data"]]


async def test_sixty_places(guest: Guest) -> None:
    """Ordinary ones, divisions of late, islands, shores, border towns, Hong Kong, Macao, Taiwan."""
    places = list(IN_CHINA.values())
    assert 60 <= len(places)

    found = await named(guest, [(x, y) for x, y, *_ in places])

    wrong = {
        name: names
        for name, place, names in zip(IN_CHINA, places, found, strict=True)
        if names != tuple(place[2:])
    }
    assert {} == wrong


async def test_counties_that_came_or_went_of_late(guest: Guest) -> None:
    """Of 2023 to 2025; the towns that went to another county go with it."""
    places = list(CAME_OR_WENT.values())

    found = await named(guest, [(x, y) for x, y, *_ in places])

    assert [tuple(place[2:]) for place in places] == found


async def test_abroad_nothing_is_guessed(guest: Guest) -> None:
    """Across a border, be it the other bank of a river, names are empty."""
    found = await named(guest, list(ABROAD.values()))

    assert 13 == len(found)
    assert {("", "", "")} == set(found)


async def test_one_point_has_the_documented_fields(guest: Guest) -> None:
    """province, city, county and the address of a picture of the province."""
    found = await at(guest, longitude=91.1172, latitude=29.6578)

    assert {
        "province": "西藏自治区",
        "city": "拉萨市",
        "county": "城关区",
        "image": "/static/city/540000.png",
    } == found


async def test_outside_china_there_is_the_default_picture(guest: Guest) -> None:
    """Empty texts, and def1.png."""
    assert NOWHERE == await at(guest, longitude=2.35, latitude=48.85)


async def test_every_province_has_its_picture(guest: Guest) -> None:
    """All 34 and the default one are there to be fetched, as PNG."""
    codes = [
        *"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46".split(),
        *"50 51 52 53 54 61 62 63 64 65 71 81 82".split(),
    ]
    paths = [f"/static/city/{code}0000.png" for code in codes] + [NOWHERE["image"]]
    found = {}
    for path in paths:
        async with guest.http.get(guest.postcard.url + path) as answer:
            body = await answer.read()
        found[path] = (answer.status, answer.content_type, body[:4], len(body) < 40_000)

    assert 35 == len(paths)
    assert dict.fromkeys(paths, (200, "image/png", b"\x89PNG", True)) == found


async def test_a_list_of_one_is_answered_by_a_list(guest: Guest) -> None:
    """POST answers a list, however many points there are; so does a JSON list in an envelope."""
    by_rest = await guest.rest(
        "POST", "/api/location", data={"longitude": "116.3913", "latitude": "39.9055"}
    )
    lists = {"longitude": [116.3913], "latitude": [39.9055]}
    by_envelope = await guest.call("ai", "location", lists)
    as_json = await guest.rest("POST", "/api/location", json=lists)

    beijing = {
        "province": "北京市",
        "city": "北京市",
        "county": "东城区",
        "image": "/static/city/110000.png",
    }
    assert [beijing] == by_rest["data"] == as_json["data"]
    assert {"places": [beijing]} == by_envelope["data"]


async def test_an_envelope_asks_for_one_point_too(guest: Guest) -> None:
    """Numbers in, one place out, as the data of the reply."""
    reply = await guest.call("ai", "location", {"longitude": 121.5645, "latitude": 25.0339})

    assert 0 == reply["status"]
    assert ("台湾省", "台北市", "") == tuple(
        reply["data"][k] for k in ("province", "city", "county")
    )


async def test_other_systems_of_coordinates(guest: Guest) -> None:
    """What a Chinese map shows at a place is that place, once its system is named."""
    # The Bund and the tower across the river, as WGS 84 and as the maps have them.
    bund, tower = (121.4860, 31.2390), (121.4952, 31.2420)
    moved = [to_gcj02(bund), to_gcj02(tower)]

    plain = await named(guest, [bund, tower])
    gcj02 = await named(guest, moved, coord="gcj02")
    misread = await named(guest, moved)
    bd09 = await named(guest, [(121.4971, 31.2428)], coord="bd09")

    assert [place[2] for place in plain] == ["黄浦区", "浦东新区"]
    assert plain == gcj02
    assert ["浦东新区", "浦东新区"] == [place[2] for place in misread]
    assert "黄浦区" == bd09[0][2]


def test_the_shift_and_its_inverse() -> None:
    """Known pairs of all three systems agree to a metre; a round trip, to a centimetre."""
    shown = to_gcj02((116.404, 39.915))
    back = to_wgs84(shown, "gcj02")
    from_baidu = to_wgs84((116.41036949371029, 39.92133699351021), "bd09")

    assert (116.410244, 39.916404) == tuple(round(value, 6) for value in shown)
    assert math.dist((116.404, 39.915), back) < 1e-7
    assert math.dist((116.404, 39.915), to_gcj02(from_baidu)) < 1e-5
    assert (2.35, 48.85) == to_gcj02((2.35, 48.85))


WRONG = {
    "nan": (Global.ARG_VALUE, {"longitude": "nan", "latitude": "1"}),
    "infinite": (Global.ARG_VALUE, {"longitude": "1", "latitude": "-inf"}),
    "too far east": (Global.ARG_VALUE, {"longitude": "180.5", "latitude": "1"}),
    "too far north": (Global.ARG_VALUE, {"longitude": "1", "latitude": "90.5"}),
    "boundless": (Global.ARG_VALUE, {"longitude": "1e999", "latitude": "1"}),
    "no number": (Global.ARG_TYPE, {"longitude": "east", "latitude": "1"}),
    "one too few": (Global.ARG_VALUE, {"longitude": "1,2", "latitude": "1"}),
    "a gap": (Global.ARG_TYPE, {"longitude": "1,,2", "latitude": "1,2,3"}),
    "too many": (Global.ARG_VALUE, {"longitude": "1" + ",1" * 1000, "latitude": "1" + ",1" * 1000}),
    "empty": (Global.ARG_EMPTY, {"longitude": "", "latitude": "1"}),
    "missing": (Global.ARG_MISSING, {"latitude": "1"}),
    "unknown system": (Global.ARG_VALUE, {"longitude": "1", "latitude": "1", "coord": "utm"}),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_no_point_is_refused(guest: Guest, case: str) -> None:
    """无效参数 over REST; the same data as an envelope has the number that says why."""
    outcome, data = WRONG[case]

    got = await guest.rest("GET", "/api/location", params=data)
    posted = await guest.rest("POST", "/api/location", data=data)
    enveloped = await guest.call("ai", "location", data)

    assert {(403, "无效参数")} == {(reply["code"], reply["msg"]) for reply in (got, posted)}
    assert outcome.code == enveloped["status"]


@pytest.mark.parametrize("value", [True, None, {}, [[1]], [True]])
async def test_what_is_no_number_in_json(guest: Guest, value: object) -> None:
    """A bool, an object, a list in a list: wrong type; null: empty."""
    reply = await guest.call("ai", "location", {"longitude": value, "latitude": 1})

    expected = Global.ARG_EMPTY if value is None else Global.ARG_TYPE
    assert expected.code == reply["status"]


async def test_a_thousand_points_and_fifty_callers(guest: Guest) -> None:
    """Long lists and many callers at once are all answered, also those that come while it loads."""
    replies = await asyncio.gather(
        *[named(guest, [(116.3913, 39.9055)] * 1000) for _ in range(5)],
        *[named(guest, [(113.3191, 23.1066)]) for _ in range(50)],
    )

    assert [1000] * 5 + [1] * 50 == [len(reply) for reply in replies]
    assert {"北京市", "广东省"} == {place[0] for reply in replies for place in reply}
