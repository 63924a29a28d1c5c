"""Items of a batch that take what earlier ones answered, of a whole Postcard."""

from __future__ import annotations

import base64
import json
from typing import Any

from status_codes import Global
from tests.documents import covers
from tests.postcard import Guest, Postcard, picture
from tests.special import batch, eventually


def item(type_: str, subtype: str, data: dict[str, Any], **beside: Any) -> dict[str, Any]:
    more = {f"#{key}": value for key, value in beside.items()}
    return {"id": 7, "type": type_, "subtype": subtype, "data": data, **more}


def refer(place: int, path: str) -> dict[str, Any]:
    return {"from": place, "path": path}


async def test_from_registering_to_a_started_film(guest: Guest) -> None:
    """One request makes an account, signs in, makes a film of two photos and starts it."""
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)
    account = {"username": phone, "pass": guest.password}
    token, work = refer(1, "/token"), {"#work_id": refer(2, "/work_id")}
    files = {"a.jpg": picture(seed=1), "b.jpg": picture(seed=2)}
    uploads = [
        item(
            "movie",
            "upload",
            work | {"file": base64.b64encode(content).decode(), "filename": name},
            token=token,
        )
        for name, content in files.items()
    ]

    replies = await batch(
        guest,
        [
            item("register", "phone", account | {"hash": hash_}),
            item("login", "pass", account, after=[0]),
            item("movie", "new", {}, token=token),
            *uploads,
            item("movie", "start", work, token=token, after=[3, 4]),
            item("movie", "status", work, token=token, after=[5]),
            item("movie", "status", {"#work_id": refer(2, "/work_id")}),
        ],
    )
    guest.token = replies[1]["data"]["token"]
    work_id = replies[2]["data"]["work_id"]
    status = await guest.finished(work_id)

    assert [0, 0, 0, 0, 0, 0, 0, -100] == [reply["status"] for reply in replies]
    assert 2 == replies[6]["data"]["image_num"] and replies[6]["data"]["status"] > 0
    assert (3, 2) == (status["status"], status["image_num"])


@covers("global: -424")
async def test_nothing_is_begun_after_a_failure(guest: Guest) -> None:
    """A wrong password leaves no film behind; what does not refer to it is answered."""
    await guest.sign_up()
    account = {"username": guest.phone, "pass": "wrong"}

    replies = await batch(
        guest,
        [
            item("login", "pass", account),
            item("movie", "new", {}, token=refer(0, "/token")),
            item("movie", "start", {"#work_id": refer(1, "/work_id")}, token=refer(0, "/token")),
            item("movie", "myall", {}),
            item("movie", "status", {"#work_id": refer(5, "/work_id")}),
        ],
    )

    assert [100, -424, -424, 0, -424] == [reply["status"] for reply in replies]
    assert Global.REFERENCE.message == replies[4]["message"]
    assert [] == (await guest.call("movie", "myall"))["data"]["movies"]


async def test_elsewhere_the_sign_means_nothing(member: Guest) -> None:
    """A single envelope refers to nothing: such a key is as unknown there as any other."""
    alone = item("movie", "status", {"#work_id": refer(0, "/work_id")})
    literal = item("info", "update", {"nickname": '{"#token": 1}'})

    reply = await member.post("/api", alone)
    replies = await batch(member, [literal, item("info", "get", {}, after=[0])])

    assert Global.DATA_KEY.code == reply["status"]
    assert [0, 0] == [reply["status"] for reply in replies]
    assert '{"#token": 1}' == replies[1]["data"]["nickname"]


async def test_the_line_of_such_a_batch(postcard: Postcard, guest: Guest) -> None:
    """It names who signed in; what was not begun has its name if that is an endpoint's."""
    await guest.sign_up()
    guest.token = ""
    account = {"username": guest.phone, "pass": guest.password}
    token = refer(0, "/token")
    secret = item("hunter2", "new", {}, after=[99])

    items = [
        item("login", "pass", account),
        item("movie", "new", {}, token=token),
        item("movie", "new", {}, after=[99]),
        secret,
        # As many as no other test of this Postcard sends.
        *[item("ping", "ping", {})] * 53,
    ]

    replies = await batch(guest, items)
    (line,) = await eventually(
        lambda: [one for one in postcard.log("web.log") if one.get("items") == len(items)]
    )

    assert [0, 0, -424, -424, 0] == [reply["status"] for reply in replies[:5]]
    assert {
        "login/pass 0": 1,
        "movie/new 0": 1,
        "movie/new -424": 1,
        "?/? -424": 1,
        "ping/ping 0": 53,
    } == line["answers"]
    assert line["user"] > 0
    assert "hunter2" not in json.dumps(line)
