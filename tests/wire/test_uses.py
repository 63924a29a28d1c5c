"""Every request that carries a living token is a use of it, whatever it asks for, at every face."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any

import aiohttp
import pytest
import redis

from services.accounts.tokens import hash_of
from status_codes import Global
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import each_way, guest_of, serving, set_up

IDLE = 8

brief = set_up({"POSTCARD__TOKENS__IDLE_SECONDS": str(IDLE)}, whole=False)

PING = {"id": 1, "type": "ping", "subtype": "ping", "data": {}}
DOKI = {"id": 1, "type": "token", "subtype": "doki", "data": {}}
CAPTCHA = {"id": 2, "type": "img", "subtype": "generate", "data": {}}

Use = Callable[[str], Awaitable[None]]


class Uses:
    """Ways to send a token that asks nobody whose it is."""

    def __init__(self, postcard: Postcard, http: aiohttp.ClientSession) -> None:
        self._url = postcard.url
        self._http = http
        self._sockets: dict[str, aiohttp.ClientWebSocketResponse] = {}

    async def _ask(self, method: str, path: str, **more: Any) -> None:
        async with self._http.request(method, self._url + path, **more) as answer:
            await answer.read()

    def post(self, path: str, body: Any) -> Use:
        return lambda token: self._ask("POST", f"{path}?token={token}", json=body)

    def get(self, path: str) -> Use:
        return lambda token: self._ask("GET", f"{path}?token={token}")

    def bearer(self, path: str) -> Use:
        def use(token: str) -> Awaitable[None]:
            return self._ask("GET", path, headers={"Authorization": f"Bearer {token}"})

        return use

    def cookie(self, path: str) -> Use:
        def use(token: str) -> Awaitable[None]:
            return self._ask("GET", path, headers={"Cookie": f"session={token}"})

        return use

    async def frame(self, token: str) -> None:
        socket = self._sockets.get(token)
        if socket is None:
            socket = await self._http.ws_connect(f"{self._url}/api/ws?token={token}")
            self._sockets[token] = socket
        await socket.send_json(PING)
        await socket.receive_json()

    async def handshake(self, token: str) -> None:
        async with self._http.ws_connect(f"{self._url}/api/ws?token={token}"):
            pass

    def all(self) -> dict[str, Use]:
        color = {"id": 3, "type": "ai", "subtype": "color", "data": {}}
        unknown = {"id": 4, "type": "no", "subtype": "body", "data": {}}
        return {
            "ping": self.post("/api/ping", PING),
            "pong": self.get("/api/ping"),
            "captcha": self.post("/api/captcha", CAPTCHA),
            "a model": self.post("/api", color),
            "a batch": self.post("/api", [PING, CAPTCHA]),
            "refused: -2": self.post("/api", unknown),
            "refused: -1": self.post("/api", "no envelope"),
            "refused: -3": self.post("/api", {**CAPTCHA, "data": {"more": 1}}),
            "a frame": self.frame,
            "a socket": self.handshake,
            "REST": self.bearer("/user/captcha"),
            "REST by cookie": self.cookie("/user/captcha"),
            "a page": self.get("/api/poem"),
            "a picture of ours": self.cookie("/static/avatar.png"),
            "an avatar": self.cookie("/media/avatars/1.png"),
            "a work's file": self.get("/media/movies/1/1.mp4"),
            "health": self.get("/api/health/live"),
            "nowhere": self.get("/nowhere"),
            "nowhere below /api": self.post("/api/nowhere", PING),
        }


async def test_each_request_is_a_use(brief: Postcard) -> None:
    """What is asked again and again keeps its token alive; the one beside them dies unused."""
    async with client_session() as http, guest_of(brief) as guest:
        uses = Uses(brief, http).all()
        # Of an account each: one has but ten tokens.
        guests = {name: Guest(brief, http) for name in (*uses, "unused")}
        for each in guests.values():
            await each.register()
        # At once: none has idled away when the last one is there.
        signed_in = await asyncio.gather(*(each.login() for each in guests.values()))
        tokens = dict(zip(guests, signed_in, strict=True))
        end = time.monotonic() + 1.5 * IDLE
        while time.monotonic() < end:
            await asyncio.gather(*(use(tokens[name]) for name, use in uses.items()))
            await asyncio.sleep(IDLE / 8)

        seen = {
            name: (await guest.call("token", "doki", token=token))["status"]
            for name, token in tokens.items()
        }

    assert dict.fromkeys(uses, 0) | {"unused": Global.TOKEN_WRONG.code} == seen


async def test_a_use_makes_nothing_live_again(brief: Postcard) -> None:
    """Neither what died of idleness nor what was ended, though it was just noted."""
    async with client_session() as http, guest_of(brief) as guest:
        ping = Uses(brief, http).post("/api/ping", PING)
        await guest.register()
        idle, ended = await guest.login(), await guest.login()
        await asyncio.sleep(1.2 * IDLE)
        for token in (idle, ended, "0" * 32, "x"):
            await ping(token)
        fresh = await guest.login()
        await ping(fresh)
        await guest.call("logout", "token", token=fresh)
        await asyncio.sleep(IDLE / 8)
        states = [
            (await guest.call("token", "doki", token=token))["status"]
            for token in (idle, ended, fresh)
        ]

    assert [Global.TOKEN_WRONG.code] * 3 == states


def life(postcard: Postcard, token: str, shorter: float | None = None) -> float:
    """Seconds that the token has left; first its life is made that short, if so."""
    key = f"token:{hash_of(token)}"
    if postcard.production:
        with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as client:
            if shorter is not None:
                client.pexpire(key, int(shorter * 1000))
            return float(client.pttl(key)) / 1000
    with closing(sqlite3.connect(postcard.folder / "kv.sqlite", timeout=5)) as file, file:
        if shorter is not None:
            file.execute("UPDATE kv SET expires = ? WHERE key = ?", (time.time() + shorter, key))
        ((expires,),) = file.execute("SELECT expires FROM kv WHERE key = ?", (key,))
        return float(expires) - time.time()


@each_way
async def test_what_was_noted_is_kept_when_a_server_leaves(
    way: str, request: pytest.FixtureRequest
) -> None:
    """A token used in the last second of a process has its whole life before it."""
    idle = {"POSTCARD__TOKENS__IDLE_SECONDS": "6400"}
    with serving(way, request, idle) as postcard:
        async with client_session() as http, guest_of(postcard) as guest:
            await guest.register()
            token = await guest.login()
            life(postcard, token, 600)
            await Uses(postcard, http).post("/api/ping", PING)(token)
            before = life(postcard, token)
        postcard.stop()
        after = life(postcard, token)

    assert before <= 600
    assert after > 6000


async def test_many_uses_are_few_renewals(request: pytest.FixtureRequest) -> None:
    """Two hundred pings, and as many in a batch, ask the store once or twice."""
    idle = {"POSTCARD__TOKENS__IDLE_SECONDS": "6400"}
    with serving("production", request, idle) as postcard:
        async with client_session() as http, guest_of(postcard) as guest:
            await guest.register()
            token = await guest.login()
            uses = Uses(postcard, http)
            with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as client:
                client.config_resetstat()
                for _ in range(200):
                    await uses.post("/api/ping", PING)(token)
                await uses.post("/api", [PING] * 100)(token)
                postcard.stop()
                asked: Any = client.info("commandstats")

    assert 1 <= asked["cmdstat_pexpire"]["calls"] <= 2
    assert "cmdstat_getex" not in asked


async def test_what_was_looked_up_is_renewed_once(request: pytest.FixtureRequest) -> None:
    """Looking a token up begins its life again: nothing is left to be done for it later."""
    idle = {"POSTCARD__TOKENS__IDLE_SECONDS": "6400"}
    with serving("production", request, idle) as postcard:
        async with client_session() as http, guest_of(postcard) as guest:
            await guest.register()
            token = await guest.login()
            use = Uses(postcard, http).post("/api/user/doki", DOKI)
            with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as client:
                client.config_resetstat()
                for _ in range(20):
                    await use(token)
                postcard.stop()
                asked: Any = client.info("commandstats")

    assert 20 == asked["cmdstat_getex"]["calls"]
    assert "cmdstat_pexpire" not in asked
