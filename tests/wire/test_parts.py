"""The statuses of a part that is away, endpoint by endpoint as the hotel document has them."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from status_codes import Global, LoginPass
from tests.documents import covers
from tests.postcard import Backing, Guest, Postcard, picture
from tests.special import eventually, guest_of, serve


@pytest.fixture(scope="module")
def production(own: Backing) -> Iterator[Postcard]:
    opened = Postcard(own.env())
    serve(opened)
    yield opened
    opened.close()


@pytest.fixture
async def guest(production: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(production) as found:
        yield found


async def status(guest: Guest, type_: str, subtype: str, data: dict[str, Any] | None = None) -> int:
    return int((await guest.call(type_, subtype, data))["status"])


@covers("global: -404", "img/*: -404", "sms/*: -404", "login/pass: local 300")
async def test_without_redis(own: Backing, guest: Guest) -> None:
    """Codes cannot be made or checked (-404), a login ends at its token (300), ping answers."""
    await guest.sign_up()
    phone = guest.new_phone()
    login = {"username": guest.phone, "pass": guest.password}
    await asyncio.to_thread(own.redis.stop)
    try:
        replies = [
            await guest.call("img", "generate"),
            await guest.call("img", "validate", {"hash": "0" * 32}),
            await guest.call("sms", "generate", {"phone": phone}),
            await guest.call("sms", "validate", {"hash": "0" * 32}),
            await guest.call("token", "doki"),
        ]
        token = await guest.call("login", "pass", login)
        ping = await status(guest, "ping", "ping")
    finally:
        await asyncio.to_thread(own.redis.start)

    async def well() -> bool:
        return await status(guest, "login", "pass", login) == 0

    await eventually(well)
    assert {(Global.REDIS.code, "Unknown Error")} == {(r["status"], r["message"]) for r in replies}
    assert (LoginPass.TOKEN_FAILED.code, "Add token failed") == (
        token["status"],
        token["message"],
    )
    assert 0 == ping


@covers("global: -200", "register/phone: -200", "login/pass: -200")
async def test_without_mariadb(own: Backing, guest: Guest) -> None:
    """What needs the database answers -200, a token alone does not."""
    await guest.sign_up()
    phone = guest.new_phone()
    hash_ = await guest.sms_hash(phone)
    register = {"username": phone, "hash": hash_, "pass": "a"}
    login = {"username": guest.phone, "pass": guest.password}
    await asyncio.to_thread(own.maria.stop)
    try:
        replies = [
            await guest.call("register", "phone", register),
            await guest.call("login", "pass", login),
            await guest.call("info", "get"),
            await guest.call("info", "update", {"nickname": "a"}),
        ]
        doki = await status(guest, "token", "doki")
    finally:
        await asyncio.to_thread(own.maria.start)

    async def well() -> bool:
        return await status(guest, "login", "pass", login) == 0

    await eventually(well)
    assert {(Global.DATABASE.code, "Failure to operate database")} == {
        (r["status"], r["message"]) for r in replies
    }
    assert 0 == doki


@covers("global: -500")
async def test_without_a_media_folder(guest: Guest) -> None:
    """A picture that cannot be stored is -500."""
    await guest.sign_up()
    work_id = (await guest.call("movie", "new"))["data"]["work_id"]
    media = guest.postcard.folder / "media"
    file = base64.b64encode(picture()).decode()
    envelope = {"work_id": work_id, "file": file, "filename": "a.jpg"}
    media.rename(media.with_name("away"))
    media.write_bytes(b"")
    try:
        reply = await guest.call("movie", "upload", envelope)
    finally:
        media.unlink()
        media.with_name("away").rename(media)
    after = await guest.call("movie", "upload", envelope)

    assert (Global.STORAGE.code, "COS upload Error") == (reply["status"], reply["message"])
    assert 0 == after["status"]
