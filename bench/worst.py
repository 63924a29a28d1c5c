"""The worst that may lawfully be sent, to every face at once, for a given time.

`python -m bench.worst URL SECONDS TOKEN...`; prints how often each status was answered. Every
request claims another address, as if the whole world sent them: the limits per address let them
through to what is behind.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
from PIL import Image

import handlers
from protocol.envelope import MAX_BRACKETS, MAX_COMMAS

AT_ONCE: Final = 16
SOCKETS: Final = 4
MIB: Final = 1 << 20
# Below the limit of a body, with room for the envelope and for what a picture grows by in base64.
FULL: Final = MIB - 2048
BATCH: Final = 100
# Characters that are dear to normalise: many marks on one letter, syllables, letters of full width.
ODD: Final = ("\u0061" + "\u0300\u0323" * 20, "\ud55c", "\uff21", "\u1e9b\u0323", "\ufdfa")
REGISTRY: Final = handlers.registry()
Case = Callable[[random.Random], tuple[str, dict[str, Any]]]


def envelope(type_: str, subtype: str, data: Any) -> bytes:
    return json.dumps({"id": 1, "type": type_, "subtype": subtype, "data": data}).encode()


def of_pieces(piece: bytes) -> bytes:
    """A ping whose data holds `piece` as often as the limits of a body allow."""
    count = (FULL - 100) // (len(piece) + 1)
    brackets = piece.count(b"[") + piece.count(b"{")
    if brackets:
        count = min(count, (MAX_BRACKETS - 10) // brackets)
    count = min(count, (MAX_COMMAS - 10) // (piece.count(b",") + 1))
    return b'{"id":1,"type":"ping","subtype":"ping","data":{"a":[%s]}}' % b",".join([piece] * count)


def distinct_keys() -> bytes:
    pairs = b",".join(b'"%x":0' % number for number in range(MAX_COMMAS - 10))
    return b'{"id":1,"type":"ping","subtype":"ping","data":{%s}}' % pairs


SOUPS: Final = (
    of_pieces(b"[]"),
    of_pieces(b"{}"),
    of_pieces(b'{"a":[{}]}'),
    of_pieces(b"1.7976931348623157e308"),
    of_pieces(b"9007199254740993"),
    of_pieces(b'""'),
    of_pieces(b'"\\u00e9\\u0301"'),
    of_pieces(b"[" * 60 + b"]" * 60),
    distinct_keys(),
    b"[" * FULL,
    b'"' + b"\\u0041" * (FULL // 6),
)


def soup(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """JSON of very many small things."""
    return "/api", {"data": chance.choice(SOUPS)}


def long_text(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """One field of one endpoint filled to the brim."""
    return "/api", {"data": long_envelope(chance, chance.choice((70_000, FULL // 8, FULL)))}


def long_envelope(chance: random.Random, size: int) -> bytes:
    endpoint = chance.choice(list(REGISTRY))
    keys = list(endpoint.binder.fields) or ["a"]
    data: dict[str, Any] = {key: "1" for key in keys if chance.random() < 0.5}
    piece = chance.choice(ODD)
    data[chance.choice(keys)] = piece * (size // len(piece.encode()))
    body = {"id": 1, "type": endpoint.type, "subtype": endpoint.subtype, "data": data}
    return json.dumps(body, ensure_ascii=False).encode()[: MIB - 1]


def batch(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """A hundred of what is dear alone."""
    items = [chance.choice(DEAR)(chance) for _ in range(BATCH)]
    return "/api", {"data": b"[" + b",".join(items) + b"]"}


def post(chance: random.Random) -> bytes:
    return envelope("forum", "post", {"pid": chance.choice((1, 1, 1, 2))})


def places(chance: random.Random) -> bytes:
    points = [f"{chance.uniform(75, 130):.6f},{chance.uniform(20, 50):.6f}" for _ in range(200)]
    east, north = zip(*(point.split(",") for point in points), strict=True)
    data = {"longitude": ",".join(east), "latitude": ",".join(north)}
    return envelope("ai", "location_list", data)


DEAR: Final[tuple[Callable[[random.Random], bytes], ...]] = (
    post,
    places,
    lambda chance: long_envelope(chance, 9_000),
    lambda chance: envelope("forum", "page", {"page_num": chance.randrange(1, 10**9)}),
    lambda chance: envelope("info", "get", {"username": f"139{chance.randrange(10**8):08d}"}),
    lambda _: envelope("img", "generate", {"rand": "a" * 32}),
    lambda chance: envelope(
        "login", "pass", {"username": f"139{chance.randrange(10**8):08d}", "pass": "a" * 64}
    ),
)


def form(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Forms of the REST face: very many fields, very long ones, very many parts."""
    path = chance.choice(("/user/login", "/user/register", "/user/reset", "/api/location"))
    kind = chance.randrange(3)
    if kind == 0:
        return path, {"data": b"a=1&" * (FULL // 4), "headers": FORM}
    if kind == 1:
        text = chance.choice(ODD) * 20_000
        return path, {"data": urlencode({"uname": text, "email": text})[:FULL], "headers": FORM}
    parts = aiohttp.FormData()
    for number in range(31):
        parts.add_field(f"f{number}", "x" * 30_000, filename=f"{number}.jpg")
    return path, {"data": parts}


FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


def query(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Long addresses, long cookies."""
    tag = quote(chance.choice(ODD))[:240] * 12
    return f"/movie/tag/{tag}?{'a=1&' * 500}", {
        "method": "GET",
        "headers": {"Cookie": "a=1; " * 800, "Accept-Language": "zh-CN;q=0.1," * 300},
    }


def drawn(size: tuple[int, int], **how: Any) -> bytes:
    """A picture of noise, which no format makes small."""
    noise = random.Random(1).randbytes(size[0] * size[1])
    out = io.BytesIO()
    Image.frombytes("L", size, noise).save(out, **how)
    return out.getvalue()


PICTURES: Final = (
    drawn((4000, 3000), format="JPEG", quality=30, progressive=True),
    drawn((3000, 2000), format="PNG", compress_level=1),
    drawn((2000, 2000), format="WEBP", quality=40),
)
SMALL: Final = base64.b64encode(drawn((600, 600), format="JPEG", quality=80)).decode()


def model(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Work for the models."""
    name = chance.choice(("color", "weather", "style", "fsrcnn", "img2poem"))
    if chance.random() < 0.5:
        return "/api", {"data": envelope("ai", name, {"image": SMALL})}
    parts = aiohttp.FormData()
    parts.add_field("image", chance.choice(PICTURES), filename="a.jpg")
    parts.add_field("scale", "4")
    return f"/api/{name}", {"data": parts}


def admin(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """The admins' door."""
    text = chance.choice(ODD) * 20_000
    return "/admin/", {"data": urlencode({"name": text, "pass": text})[:FULL], "headers": FORM}


CASES: Final[tuple[Case, ...]] = (soup, long_text, batch, form, query, model, admin)


class Attack:
    def __init__(self, url: str, seconds: float, tokens: list[str]) -> None:
        if urlsplit(url).hostname != "127.0.0.1":
            raise ValueError(f"worst requests go to 127.0.0.1 only, not {url}")
        self._url = url
        self._end = time.monotonic() + seconds
        self._tokens = tokens
        self._chance = random.Random(1)
        self.answers: Counter[str] = Counter()

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(self._url, timeout=timeout) as session:
            requests = (self._ask(session) for _ in range(AT_ONCE))
            sockets = (self._speak(session) for _ in range(SOCKETS))
            await asyncio.gather(*requests, *sockets)

    @property
    def _on(self) -> bool:
        return time.monotonic() < self._end

    def _from_anywhere(self) -> dict[str, str]:
        return {"X-Forwarded-For": ".".join(str(self._chance.randrange(1, 224)) for _ in range(4))}

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        while self._on:
            case = self._chance.choice(CASES)
            path, how = case(self._chance)
            method = how.pop("method", "POST")
            headers = how.pop("headers", {}) | self._from_anywhere()
            if self._chance.random() < 0.5:
                headers["Authorization"] = f"Bearer {self._chance.choice(self._tokens)}"
            try:
                async with session.request(method, path, headers=headers, **how) as answer:
                    self._count(case.__name__, str(answer.status), await answer.read())
            except (aiohttp.ClientError, TimeoutError) as error:
                self.answers[f"{case.__name__} {type(error).__name__}"] += 1

    def _count(self, name: str, http: str, body: bytes) -> None:
        try:
            reply = json.loads(body)
            status = reply.get("status", reply.get("code")) if isinstance(reply, dict) else "list"
        except ValueError:
            status = "page"
        self.answers[f"{name} {http} {status}"] += 1

    async def _speak(self, session: aiohttp.ClientSession) -> None:
        """Frames as large as may be, and no hurry to read what comes back."""
        while self._on:
            try:
                token = self._chance.choice(self._tokens)
                async with session.ws_connect(
                    f"/api/ws?token={token}", headers=self._from_anywhere(), compress=15
                ) as socket:
                    for _ in range(20):
                        frame = self._chance.choice(SOUPS)
                        if self._chance.random() < 0.5:
                            frame = self._chance.choice(DEAR)(self._chance)
                        await socket.send_bytes(frame)
                    async with asyncio.timeout(30):
                        message = await socket.receive()
                        self.answers[f"socket {message.type.name}"] += 1
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
                self.answers[f"socket {type(error).__name__}"] += 1


if __name__ == "__main__":
    attack = Attack(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
    asyncio.run(attack.run())
    print(json.dumps(dict(sorted(attack.answers.items()))))
