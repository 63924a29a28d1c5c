"""clients.profile: what endpoints answer to apps that contradict the documents, and to others."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.postcard import Guest, Postcard, picture
from tests.replies import client_session
from tests.special import execute, sent_to, set_up
from tests.traveller import Traveller, code_of, new_name, travelling

travellog = set_up({"POSTCARD__CLIENTS__PROFILE": "travellog"})
single = set_up(
    {
        "POSTCARD__CLIENTS__PROFILE": "travellog",
        "POSTCARD__CLIENTS__WORK_NUMBERS": "off",
        "POSTCARD__CAPTCHA__ALPHABET": "23456789ABC",
        "POSTCARD__CAPTCHA__LENGTH": "6",
    },
    whole=False,
)

each_kind = pytest.mark.parametrize("kind", ["movie", "photo"])
# State, stage and error of a row; what its owner is told of it: by the document, and by stage.
STATES = [
    ((0, 0, ""), (0, "等待用户提供信息"), 0, "等待用户提供信息"),
    ((1, 100, ""), (1, "排队等待中"), 100, "排队等待中"),
    ((2, 101, ""), (2, "正在处理"), 101, "正在分析命令参数"),
    ((2, 102, ""), (2, "正在处理"), 102, "正在分析图片"),
    ((2, 103, ""), (2, "正在处理"), 103, "正在生成诗词"),
    ((2, 104, ""), (2, "正在处理"), 104, "正在匹配模板"),
    ((2, 105, ""), (2, "正在处理"), 105, "正在生成影集"),
    ((3, 200, ""), (3, "处理完成"), 200, "处理完成"),
    ((-1, 103, "缺少文件"), (-1, "缺少文件"), -1, "生成失败"),
    ((-2, 0, ""), (-2, "已过期"), -2, "已过期"),
]


@pytest.fixture
async def app(travellog: Postcard) -> AsyncIterator[Traveller]:
    """The Android app, on a server of its profile."""
    async with travelling(travellog) as found:
        yield found


@pytest.fixture
async def owner(travellog: Postcard) -> AsyncIterator[Guest]:
    """Somebody who has registered there and signed in."""
    async with client_session() as session:
        found = Guest(travellog, session)
        await found.sign_up()
        yield found


async def numbered(app: Traveller) -> str:
    """Fetch a captcha as the app does; its code."""
    reply = await app.ask("GET", "/user/captcha")
    [only] = reply["data"]
    image = Image.open(io.BytesIO(base64.b64decode(only["img"], validate=True)))
    assert (200, 1, {"index", "img"}) == (reply["code"], only["index"], set(only))
    assert "PNG" == image.format
    return await code_of(app.postcard, app.held("captcha").value)


async def test_the_app_registers_by_a_captcha_in_json(app: Traveller) -> None:
    """A list of one picture, its session in the cookie, four digits; they are good once."""
    name, phone = new_name(), Guest.new_phone()
    given = {"uname": name, "phone": phone, "password": app.password}

    codes = [await numbered(app) for _ in range(12)]
    stale = await app.say("POST", "/user/register", data=given | {"captcha": codes[0]})
    made = await app.say("POST", "/user/register", data=given | {"captcha": await numbered(app)})
    signed_in = await app.say(
        "POST",
        "/user/login",
        data={"user": name, "password": app.password, "captcha": await numbered(app)},
    )

    assert all(len(code) == 4 and code.isdecimal() for code in codes), codes
    # Those of one process are drawn together; that all are alike would be a fault.
    assert len(set(codes)) > 1
    assert 403 == stale[0]
    assert (200, "注册成功") == made
    assert (200, "登录成功") == signed_in


async def test_a_captcha_over_other_faces_stays_as_it_is(app: Traveller, owner: Guest) -> None:
    """An envelope has the picture and the session under the profile too; img/generate its rand."""
    reply = await owner.call("user", "captcha")
    hashed = await owner.call("img", "generate")

    assert {"imgdata", "session"} == set(reply["data"])
    assert {"imgdata", "rand"} == set(hashed["data"])
    code = await code_of(app.postcard, reply["data"]["session"])
    assert 4 == len(code) and code.isdecimal()


async def test_a_captcha_of_other_characters(single: Postcard) -> None:
    """The alphabet and the length are settings of their own; both kinds of signs come."""
    async with travelling(single) as visitor:
        codes = [await numbered(visitor) for _ in range(12)]

    assert all(6 == len(code) and set(code) <= set("23456789ABC") for code in codes), codes
    assert all(any(c.isdigit() for c in code) for code in codes)
    assert all(any(c.isalpha() for c in code) for code in codes)


async def told(guest: Guest, kind: str) -> list[tuple[Any, ...]]:
    """What /status says in every state of a work, over REST."""
    work_id = int((await guest.rest("GET", f"/{kind}/new"))["data"]["work_id"])
    job = "INSERT INTO jobs (actor, queue, args, state, created_ms, updated_ms) "
    args = f'["{kind}", {work_id}]'
    execute(guest.postcard, job + "VALUES ('none', 'none', ?, 'running', 1, 1)", args)
    [(job_id,)] = execute(
        guest.postcard, "SELECT id FROM jobs WHERE actor = 'none' AND args = ?", args
    )
    found = []
    for (state, stage, error), *_ in STATES:
        execute(
            guest.postcard,
            "UPDATE works SET state = ?, stage = ?, error = ?, result = ?, job_id = ? WHERE id = ?",
            *(state, stage, error, "result.mp4" if state == 3 else "", job_id, work_id),
        )
        data = (await guest.rest("GET", f"/{kind}/{work_id}/status"))["data"]
        result = f"/media/{kind}s/{work_id}/result.mp4"
        said = "its path" if data["result_msg"].partition("?")[0] == result else data["result_msg"]
        found.append((data["status"], data["status_msg"], said, data["stage"]))
    return found


@each_kind
async def test_status_says_itself_in_words(member: Guest, kind: str) -> None:
    """status_msg, as lists have it, beside the document's numbers and texts."""
    expected = [(status, said, text, stage) for (_, stage, _), (status, text), _, said in STATES]

    assert expected == await told(member, kind)


@each_kind
async def test_status_by_stage(owner: Guest, kind: str) -> None:
    """The numbers of lists; of a finished work result_msg is where it lies, of a failed one why."""
    expected = [
        (number, said, "its path" if state == 3 else text, stage)
        for (state, stage, _), (_, text), number, said in STATES
    ]

    assert expected == await told(owner, kind)


@each_kind
async def test_status_in_an_envelope_stays_as_it_is(owner: Guest, kind: str) -> None:
    """The document's numbers, also under the profile: only its app reads the REST face."""
    work_id = int((await owner.rest("GET", f"/{kind}/new"))["data"]["work_id"])
    execute(owner.postcard, "UPDATE works SET state = 2, stage = 103 WHERE id = ?", work_id)

    data = (await owner.call(kind, "status", {"work_id": work_id}))["data"]
    rest = (await owner.rest("GET", f"/{kind}/{work_id}/status"))["data"]

    assert (2, 103) == (data["status"], rest["status"])


async def test_one_switch_goes_back_to_the_document(single: Postcard) -> None:
    """The other settings of the profile stay."""
    async with client_session() as session:
        guest = Guest(single, session)
        await guest.sign_up()
        work_id = int((await guest.rest("GET", "/movie/new"))["data"]["work_id"])
        execute(single, "UPDATE works SET state = 2, stage = 103 WHERE id = ?", work_id)
        status = (await guest.rest("GET", f"/movie/{work_id}/status"))["data"]["status"]
        captcha = (await guest.rest("GET", "/user/captcha"))["data"]

    assert 2 == status
    assert isinstance(captcha, list)


async def test_colours_with_their_number(owner: Guest) -> None:
    """{"k", "result"} over REST; the list alone under its key in an envelope."""
    form = aiohttp.FormData()
    form.add_field("image", picture(), filename="a.jpg")
    form.add_field("k", "2")
    rest = await owner.rest("POST", "/api/color", data=form)
    image = base64.b64encode(picture()).decode()
    envelope = await owner.call("ai", "color", {"image": image, "k": 2})

    assert {"k", "result"} == rest["data"].keys()
    assert (2, 2) == (rest["data"]["k"], len(rest["data"]["result"]))
    assert {"colors": rest["data"]["result"]} == envelope["data"]


async def tag_of(guest: Guest, kind: str, info: dict[str, Any] | None) -> int:
    """The tag of a work that is started with this info.json, or with none."""
    work_id = int((await guest.rest("GET", f"/{kind}/new"))["data"]["work_id"])
    files = {"a.jpg": picture()}
    if info is not None:
        files["info.json"] = json.dumps({"images": ["a.jpg"]} | info).encode()
    for name, content in files.items():
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        assert 200 == (await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form))["code"]
    await guest.rest("GET", f"/{kind}/{work_id}/start")
    rows = (await guest.rest("GET", f"/{kind}/myall"))["data"][f"{kind}s"]
    await guest.rest("GET", f"/{kind}/{work_id}/delete")
    return int(rows[0]["tag"])


async def test_the_tag_of_a_film_that_names_none(member: Guest, owner: Guest) -> None:
    """0, and with the app's profile 1; what its owner says stays, and long pictures have none."""
    notes: list[dict[str, Any] | None] = [None, {}, {"tag": 0}, {"tag": 3}]

    assert [0, 0, 0, 3] == [await tag_of(member, "movie", note) for note in notes]
    assert [1, 1, 0, 3] == [await tag_of(owner, "movie", note) for note in notes]
    assert 0 == await tag_of(owner, "photo", {})


async def test_a_wrong_password_by_its_later_number(guest: Guest, owner: Guest) -> None:
    """102 for the profile, 100 for the document; an unknown account is answered alike by each."""
    for known, number in ((guest, 100), (owner, 102)):
        phone = await known.register()
        for username in (phone, known.new_phone()):
            data = {"username": username, "pass": "wrong"}
            reply = await known.call("login", "pass", data, token="")

            assert (number, "Error username or password", {}) == (
                reply["status"],
                reply["message"],
                reply["data"],
            )


async def test_codes_of_the_profile(owner: Guest) -> None:
    """Five digits by SMS: the hotel's mini program takes no other."""
    phone = owner.new_phone()
    await owner.sms_hash(phone)
    [message] = sent_to(owner.postcard, phone)

    assert 5 == len(message["code"]) and message["code"].isdecimal()
