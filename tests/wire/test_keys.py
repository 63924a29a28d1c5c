"""A request that has a key is done once: asked again, it is answered as it was the first time."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import aiohttp
import pytest

import handlers
from tests.documents import covers
from tests.keys import ask, envelope, new_key
from tests.postcard import Guest, Postcard, picture
from tests.special import batch, execute, guest_of
from tests.traveller import travelling

DAY_MS = 86_400_000
# What changes nothing that is kept, or is the same done twice: everything else is done once.
UNKEYED = {
    "user/logout",
    "ping/ping",
    "info/get",
    "img/generate",
    "token/doki",
    "user/captcha",
    "user/info",
    *(f"forum/{name}" for name in ("index", "page", "post")),
    *(f"{kind}/{name}" for kind in ("movie", "photo") for name in ("status", "list", "myall")),
    *(f"{kind}/{name}" for kind in ("movie", "photo") for name in ("watch", "comment", "all")),
    *(f"movie/{name}" for name in ("storyboard", "tag")),
    "report/list",
    "block/list",
    *(f"ai/{name}" for name in ("color", "weather", "style", "fsrcnn", "poem", "img2poem")),
    *(f"ai/{name}" for name in ("location", "location_list")),
}


async def over_rest(guest: Guest, key: str) -> Any:
    headers = {"Authorization": f"Bearer {guest.token}", "Idempotency-Key": key}
    url = f"{guest.postcard.url}/movie/new"
    async with guest.http.post(url, headers=headers) as answer:
        return await answer.json()


async def in_quotes(guest: Guest, key: str) -> Any:
    return await over_rest(guest, f'"{key}"')


async def by_get(guest: Guest, key: str) -> Any:
    headers = {"Authorization": f"Bearer {guest.token}", "Idempotency-Key": key}
    async with guest.http.get(f"{guest.postcard.url}/movie/new", headers=headers) as answer:
        return await answer.json()


async def in_envelope(guest: Guest, key: str) -> Any:
    return await ask(guest, "movie", "new", key)


async def in_batch(guest: Guest, key: str) -> Any:
    return (await batch(guest, [envelope("movie", "new", key)]))[0]


async def in_frame(guest: Guest, key: str) -> Any:
    params = {"token": guest.token}
    async with guest.http.ws_connect(f"{guest.postcard.url}/api/ws", params=params) as socket:
        await socket.send_json(envelope("movie", "new", key))
        return await socket.receive_json()


FACES = [over_rest, in_quotes, by_get, in_envelope, in_batch, in_frame]


@pytest.mark.parametrize("face", FACES)
async def test_the_same_request_is_done_once(member: Guest, face: Any) -> None:
    """On every face: the second one gets the first one's answer, and another key is another."""
    key = new_key()
    first, again = await face(member, key), await face(member, key)
    other = await face(member, new_key())

    assert first == again
    assert first["data"]["work_id"] != other["data"]["work_id"]
    films = (await member.call("movie", "myall"))["data"]["movies"]
    assert 2 == len(films)


@pytest.mark.parametrize("path", ["rest", "envelope"])
async def test_an_upload_is_done_once(member: Guest, path: str) -> None:
    """A file is told from another by its content; the same one again takes no second place."""
    work_id = await member.new_movie([])
    key, other = new_key(), new_key()

    async def upload(key: str, seed: int) -> Any:
        form = aiohttp.FormData(quote_fields=False)
        if path == "envelope":
            text = json.dumps(envelope("movie", "upload", key, work_id=work_id))
            form.add_field("envelope", text)
        form.add_field("file", io.BytesIO(picture(seed=seed)), filename="a.jpg")
        url = "/api" if path == "envelope" else f"/movie/{work_id}/upload"
        headers = {"Authorization": f"Bearer {member.token}", "Idempotency-Key": key}
        async with member.http.post(
            member.postcard.url + url, data=form, headers=headers
        ) as answer:
            return await answer.json()

    first, again, changed = await upload(key, 1), await upload(key, 1), await upload(key, 2)
    second = await upload(other, 2)

    assert first == again
    assert first["data"] != second["data"]
    assert (changed.get("status") or changed["code"]) in (-422, 422)
    rows = execute(member.postcard, "SELECT COUNT(*) FROM uploads WHERE work_id = ?", work_id)
    assert [(2,)] == rows


@covers("global: -422")
async def test_another_request_under_the_key_is_refused(member: Guest) -> None:
    """Other data, or another endpoint; nothing is done."""
    key = new_key()
    await ask(member, "forum", "post_new", key, title="a", type=1, text="one")

    texts = await ask(member, "forum", "post_new", key, title="a", type=1, text="two")
    endpoints = await ask(member, "movie", "new", key)
    headers = {"Authorization": f"Bearer {member.token}", "Idempotency-Key": key}
    async with member.http.post(f"{member.postcard.url}/movie/new", headers=headers) as answer:
        rest = await answer.json()

    assert [-422, -422] == [texts["status"], endpoints["status"]]
    assert (422, 422, "请求标识已用于其他请求") == (answer.status, rest["code"], rest["msg"])
    assert [] == (await member.call("movie", "myall"))["data"]["movies"]


async def test_a_key_is_its_guests_own(member: Guest, http: aiohttp.ClientSession) -> None:
    """The same key of two guests is two keys; one guest has it under each of their tokens."""
    other, key = Guest(member.postcard, http), new_key()
    await other.sign_up()

    first, theirs = await ask(member, "movie", "new", key), await ask(other, "movie", "new", key)
    await member.login()
    again = await ask(member, "movie", "new", key)

    assert first["data"] == again["data"] != theirs["data"]


@pytest.mark.parametrize("key", ["", "a" * 256, "键", "a\nb", 7, ["a"], {}, True])
async def test_what_is_no_key_is_refused(member: Guest, key: Any) -> None:
    """-2, and nothing is done; where nothing changes nobody looks at it."""
    refused = await ask(member, "movie", "new", key)
    read = await ask(member, "movie", "myall", key)

    assert (-2, "Error JSON value") == (refused["status"], refused["message"])
    assert (0, []) == (read["status"], read["data"]["movies"])


@pytest.mark.one_way("the registry is the same on every storage")
def test_everything_that_changes_something_is_done_once() -> None:
    """The endpoints that ignore a key are those that read, and the sign-out of strangers."""
    assert UNKEYED == {endpoint.name for endpoint in handlers.registry() if not endpoint.keyed}


async def test_no_key_is_none(member: Guest) -> None:
    """Null is as if it were not there."""
    first, second = await ask(member, "movie", "new", None), await ask(member, "movie", "new", None)

    assert first["data"]["work_id"] != second["data"]["work_id"]


async def test_who_signed_out_is_told_so_again(member: Guest) -> None:
    """By a token that is dead by now, and by nothing else."""
    key = new_key()

    first, again = (
        await ask(member, "logout", "token", key),
        await ask(member, "logout", "token", key),
    )
    other = await ask(member, "logout", "token", new_key())

    assert [0, 0, -101] == [first["status"], again["status"], other["status"]]


@pytest.mark.parametrize("path", ["rest", "envelope"])
async def test_each_signs_out_by_themselves(
    member: Guest, http: aiohttp.ClientSession, path: str
) -> None:
    """Two guests of one address under one key: who is told that the session has ended has none."""
    other, key = Guest(member.postcard, http), new_key()
    await other.sign_up()

    for guest in (member, other):
        if path == "envelope":
            said = (await ask(guest, "user", "logout", key))["status"] == 0
        else:
            headers = {"Authorization": f"Bearer {guest.token}", "Idempotency-Key": key}
            url = f"{guest.postcard.url}/user/logout"
            async with guest.http.post(url, headers=headers) as answer:
                said = answer.status == 200

        assert said
        assert -101 == (await guest.call("token", "doki"))["status"]


async def test_a_new_password_is_set_once(member: Guest) -> None:
    """Its tokens are over; asked again with the same words, it is done, and nothing else is."""
    key = new_key()
    data = {"old": member.password, "new": "another horse"}

    first = await ask(member, "password", "update", key, **data)
    again = await ask(member, "password", "update", key, **data)
    other = await ask(member, "password", "update", key, **data | {"new": "third"})

    assert [0, 0, -422] == [first["status"], again["status"], other["status"]]
    assert -101 == (await member.call("token", "doki"))["status"]
    member.password = "another horse"
    assert await member.login()


async def test_an_account_is_made_once(guest: Guest) -> None:
    """By strangers too, of one address: their code is spent by the first request alone."""
    phone, key, sms = Guest.new_phone(), new_key(), new_key()
    sent = [await ask(guest, "sms", "generate", sms, phone=phone) for _ in range(2)]
    codes = [m["code"] for m in guest.postcard.messages() if m.get("to") == phone]
    hash_ = await guest.sms_hash(phone)
    data = {"username": phone, "hash": hash_, "pass": guest.password}

    made = [await ask(guest, "register", "phone", key, **data) for _ in range(2)]

    assert sent[0] == sent[1]
    assert 1 == len(codes)
    assert [0, 0] == [reply["status"] for reply in made]
    guest.phone = phone
    assert await guest.login()


async def test_a_login_by_a_form_gives_its_cookie_again(postcard: Postcard) -> None:
    """The same token, since it is the same answer, and no second one."""
    async with travelling(postcard) as traveller:
        await traveller.sign_up()
        tokens = "SELECT COUNT(*) FROM tokens WHERE user_id = ?"
        before = execute(postcard, tokens, traveller.uid)
        captcha, headers = await traveller.captcha(), {"Idempotency-Key": new_key()}
        data = {"user": traveller.uname, "password": traveller.password, "captcha": captcha}
        sessions = []
        for _ in range(2):
            reply = await traveller.ask("POST", "/user/login", data=data, headers=headers)
            sessions.append((reply["code"], reply["data"], traveller.session()))
            traveller.keep("session", "")

        assert sessions[0] == sessions[1]
        assert (200, True) == (sessions[0][0], bool(sessions[0][2]))
        traveller.keep("session", sessions[1][2])
        assert await traveller.is_signed_in()
        # The login ended the session that the browser had, and made another.
        assert before == execute(postcard, tokens, traveller.uid)


@covers("global: -409")
async def test_of_many_at_once_one_is_done(member: Guest) -> None:
    """The others are told that it is under way, or what it was answered."""
    key = new_key()

    replies = await asyncio.gather(*(ask(member, "movie", "new", key) for _ in range(20)))
    last = await ask(member, "movie", "new", key)

    told = {reply["data"]["work_id"] for reply in replies if reply["status"] == 0}
    assert {0, -409} >= {reply["status"] for reply in replies}
    assert {last["data"]["work_id"]} == told
    waiting = [reply["data"] for reply in replies if reply["status"] == -409]
    assert all({"retry_after": 1} == data for data in waiting)
    assert 1 == len((await member.call("movie", "myall"))["data"]["movies"])


async def test_in_one_batch_it_is_done_once(member: Guest) -> None:
    """Items stand side by side, as requests do."""
    key = new_key()
    replies = await batch(member, [envelope("movie", "new", key)] * 10)

    assert {0, -409} >= {reply["status"] for reply in replies}
    assert 1 == len({r["data"]["work_id"] for r in replies if r["status"] == 0})
    assert 1 == len((await member.call("movie", "myall"))["data"]["movies"])


async def test_what_is_kept_tells_nothing(member: Guest) -> None:
    """Neither tokens nor keys nor whose they are, nor by trial what was sent."""
    key = new_key()
    data = {"username": member.phone, "pass": member.password}
    reply = await ask(member, "login", "pass", key, **data)
    again = await ask(member, "login", "pass", key, **data)

    assert reply == again
    rows = member.postcard.rows("SELECT id, token, body, answer FROM request_keys")
    said = str(rows)
    secrets = (key, member.token, reply["data"]["token"], member.phone, member.password)
    assert rows
    assert not [secret for secret in secrets if secret in said]


async def test_a_key_is_kept_for_a_day(member: Guest) -> None:
    """Then it is as good as new, also before the old answer was removed."""
    key = new_key()
    first = await ask(member, "movie", "new", key)
    execute(member.postcard, "UPDATE request_keys SET created_ms = created_ms - ?", DAY_MS - 60_000)
    young = await ask(member, "movie", "new", key)
    execute(member.postcard, "UPDATE request_keys SET created_ms = created_ms - 120000")
    second = await ask(member, "movie", "new", key)
    again = await ask(member, "movie", "new", key)

    assert first["data"] == young["data"] != second["data"]
    assert second["data"] == again["data"]


async def test_a_work_that_is_started_with_a_key_is_made(member: Guest) -> None:
    """The message to the worker leaves after the commit; asked again, it is told what it was."""
    work_id = await member.new_movie([picture()], {"images": ["0.jpg"], "size": "640x360"})
    key = new_key()

    first = await ask(member, "movie", "start", key, work_id=work_id)
    again = await ask(member, "movie", "start", key, work_id=work_id)
    unkeyed = await member.call("movie", "start", {"work_id": work_id})

    assert 0 == first["status"]
    assert first == again
    assert 0 != unkeyed["status"]
    assert 3 == (await member.finished(work_id))["status"]
    assert first == await ask(member, "movie", "start", key, work_id=work_id)


async def test_a_stranger_elsewhere_has_keys_of_their_own(postcard: Postcard) -> None:
    """The same key from here with other words is another request's."""
    key = new_key()
    async with guest_of(postcard) as guest:
        first = await ask(guest, "login", "pass", key, username="19900000000", **{"pass": "a"})
        again = await ask(guest, "login", "pass", key, username="19900000000", **{"pass": "a"})
        other = await ask(guest, "login", "pass", key, username="19900000000", **{"pass": "b"})

    assert [100, 100, -422] == [reply["status"] for reply in (first, again, other)]
