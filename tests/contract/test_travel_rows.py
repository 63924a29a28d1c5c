"""Every message and every reply table of the travel document, in the case that it belongs to."""

from __future__ import annotations

import re

import pytest

from tests.contract.cases import Scene
from tests.contract.cases_ai import AI
from tests.contract.cases_community import COMMUNITY
from tests.contract.cases_ours import OURS
from tests.contract.cases_user import USER
from tests.contract.cases_works import WORKS, get, put
from tests.contract.reading import ENDPOINTS, REGISTRY, gives, row, wrong
from tests.documents import covers

CASES = USER.found | COMMUNITY.found | WORKS.found | AI.found
# These have tests of their own: the same for all endpoints in test_travel_doors.py, and those
# that need another server in test_travel_notes.py.
ALIKE = {"未登录或登录超时", "请使用 POST 请求", "无效参数", "参数无效", "服务器错误"}
ALONE = {("user/reset", "发送邮件失败"), ("user/reset", "发送短信失败")}
SAID = [
    (name, message)
    for name, endpoint in ENDPOINTS.items()
    for message in endpoint["says"]
    if message not in ALIKE and (name, message) not in ALONE
]
GIVEN = [name for name, endpoint in ENDPOINTS.items() if "gives" in endpoint]
TOLD = [
    (name, state, text)
    for name, endpoint in ENDPOINTS.items()
    for state, text in endpoint.get("states", {}).items()
]
# The key of each kind's own text in /status.
WORDS = {"movie": "description", "photo": "result_msg"}


@covers("*: says *")
@pytest.mark.parametrize(("name", "message"), SAID)
async def test_a_message_is_said(scene: Scene, name: str, message: str) -> None:
    """Each with its HTTP status, letter by letter."""
    http, text = row(name, message)
    expected = re.escape(text).replace(r"\{state\}", "(PENDING|STARTED)")

    reply = await CASES[name, message](scene)

    assert http == reply["code"]
    assert re.fullmatch(expected, reply["msg"])


@covers("*: gives *")
@pytest.mark.parametrize("name", GIVEN)
async def test_a_reply_has_the_documented_fields(scene: Scene, name: str) -> None:
    """All of them, with their types, and with something in every list."""
    reply = await CASES[name, ""](scene)

    assert 200 == reply["code"]
    assert [] == wrong(reply["data"], gives(name))


def test_no_case_is_left_over() -> None:
    """Every case is of a row."""
    assert set(CASES) == {*SAID, *((name, "") for name in GIVEN)} | UNDOCUMENTED


# Replies without a table: like their neighbours'.
UNDOCUMENTED = {("movie/tag", ""), ("movie/myall", "")}


@covers("movie/tag: *", "movie/myall: *", "photo/myall: *")
async def test_replies_without_a_table_are_like_their_neighbours(scene: Scene) -> None:
    """tag is like all, myall like list."""
    tag = await CASES["movie/tag", ""](scene)
    mine = await CASES["movie/myall", ""](scene)

    assert [] == wrong(tag["data"], gives("movie/all"))
    assert [] == wrong(mine["data"], gives("movie/list"))


@pytest.mark.parametrize("name", [e.name for e in REGISTRY if e.name not in ENDPOINTS])
async def test_what_else_there_is_replies_as_described(scene: Scene, name: str) -> None:
    """Every endpoint that the travel document has not gives what docs/api says of it."""
    reply = await OURS.found[name, ""](scene)

    # `scene.me` has compared the data, whose lists must not be empty to prove anything.
    assert reply.get("code", 200) == 200
    assert reply.get("status", 0) == 0
    assert [] not in reply["data"].values() if isinstance(reply["data"], dict) else reply["data"]


@covers("*/status: state *", "*/list: state *", "*/all: state *")
@pytest.mark.parametrize(("name", "state", "text"), TOLD)
async def test_a_state_is_told_in_its_words(scene: Scene, name: str, state: str, text: str) -> None:
    """The number of a state and the text beside it, in /status and in lists."""
    kind, _, where = name.partition("/")
    me = await scene.owner_of_works()
    work_id = scene.works[kind] if state in ("3", "200") else await me.work(kind, pictures=0)
    number = 1 if state == "lost" else int(state)
    if number not in (0, 3, 200):
        begun = 1 if number == 100 else 2
        stage = number if number >= 100 else 100 if number == 1 else 0
        put(me, work_id, number if number < 100 else begun, stage, lost=state == "lost")

    if where == "status":
        told = (await get(me, f"/{kind}/{work_id}/status"))["data"]
        key = WORDS[kind]
    else:
        # What failed or is gone is in the list of all alone.
        path = f"/{kind}/myall" if number < 0 else f"/{kind}/{where}"
        rows = (await get(me, path))["data"][f"{kind}s"]
        told, key = next(r for r in rows if r["work_id"] == work_id), "status_msg"

    expected = {"list": 100}.get(where, 1) if state == "lost" else number
    assert (expected, text) == (told["status"], told[key])
