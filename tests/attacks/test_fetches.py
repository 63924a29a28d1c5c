"""Nothing fetches an address that a guest gave: a listener, named everywhere, hears nobody."""

from __future__ import annotations

import ast
import base64
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config import ROOT
from tests.attacks.spoken import request, speak
from tests.community import new_post
from tests.postcard import Guest, picture
from tests.wire.test_clip_uploads import clip

# Who speaks to whom over the network, and nobody else: SQL, Redis, media, messages, traces.
SPEAKERS = {
    "services/messages/mail.py",
    "services/messages/sms_tencent.py",
    "services/messages/tencent_calls.py",
    "services/running/tracing_otlp.py",
    "stores/kv_redis.py",
    "stores/signals_redis.py",
    "stores/mysql_aiomysql.py",
    "stores/mysql_asyncmy.py",
    "stores/media_s3.py",
    "stores/media_s3_sending.py",
    "workers/broker.py",
    "workers/broker_redis.py",
}
CLIENTS = {"aiosmtplib", "httpx", "obstore", "opentelemetry", "pymysql", "aiomysql"}
CLIENTS |= {
    "asyncmy",
    "redis",
    "requests",
    "smtplib",
    "ftplib",
    "tencentcloud",
    "urllib.request",
    "http.client",
}
HOUSE = ("handlers", "protocol", "services", "stores", "studio", "models", "transport", "workers")


class Listener:
    """Counts who connects."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self.heard: list[bytes] = []
        self.url = f"http://127.0.0.1:{link.getsockname()[1]}/a.jpg"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._link.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(1)
                self.heard.append(caller.recv(200))


@contextmanager
def listening() -> Iterator[Listener]:
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        link.listen()
        yield Listener(link)


async def test_addresses_in_every_text(member: Guest) -> None:
    """As picture, avatar, name, text, keyword, place, header and token."""
    with listening() as listener:
        url = listener.url
        encoded = base64.b64encode(url.encode()).decode()
        work_id = await member.new_movie([picture(64, 48)])
        for name in (url, "a.jpg"):
            await member.upload(work_id, name, url.encode())
        for image in (url, encoded):
            for type_, subtype, data in (
                ("user", "avatar_update", {"avatar": image}),
                ("movie", "upload", {"work_id": work_id, "filename": "a.jpg", "file": image}),
                ("ai", "color", {"image": image}),
                ("ai", "style", {"image": image, "style": 1}),
                ("ai", "fsrcnn", {"image": image}),
                ("ai", "img2poem", {"image": image, "keyword": url}),
                ("ai", "poem", {"keyword": url, "types": url}),
                ("ai", "location", {"latitude": url, "longitude": url}),
                ("info", "update", {"nickname": url[:20]}),
            ):
                await member.call(type_, subtype, data)
        for path in ("/api/color", "/api/fsrcnn", "/api/location", "/user/info"):
            await member.rest("GET", path, params={"image": url, "url": url, "latitude": url})
        await new_post(member, title=url, text=f'<img src="{url}">![]({url})')
        for header in ("Host", "Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "Via"):
            await speak(member.postcard, request("/user/info", f"{header}: {url}"))
        await speak(member.postcard, request(url))
        info = f'{{"images":["0.jpg"],"title":"{url}","cover":"{url}","music":"{url}"}}'
        await member.upload(work_id, "info.json", info.encode())
        await member.call("movie", "start", {"work_id": work_id})
        await member.call("movie", "cancel", {"work_id": work_id})

        assert [] == listener.heard


def _data_in(target: str) -> bytes:
    """A clip whose pictures are said to lie at an address (a reference of the kind `url `)."""
    data = clip(form="mov")
    entry = b"url " + bytes(4) + target.encode() + b"\0"
    own = struct.pack(">I4sI", 12, b"url ", 1)
    if own not in data:
        own = struct.pack(">I4sI", 12, b"alis", 1)
    assert own in data
    entry = struct.pack(">I", len(entry) + 4) + entry
    grown = len(entry) - len(own)
    out = bytearray(data.replace(own, entry, 1))
    at = data.index(b"moov") - 4
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        start = data.index(box, at) - 4
        struct.pack_into(">I", out, start, struct.unpack_from(">I", out, start)[0] + grown)
    return bytes(out)


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"
LISTS = {
    "concat": "ffconcat version 1.0\nfile '{}'\n",
    "hls": PLAYLIST,
    "dash": '<?xml version="1.0"?><MPD><Period><BaseURL>{}</BaseURL></Period></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\na={}\n",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>',
}


@pytest.mark.parametrize("disguise", [b"", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "], ids=["", "ftyp"])
@pytest.mark.parametrize("kind", LISTS)
async def test_lists_of_addresses(member: Guest, kind: str, disguise: bytes) -> None:
    """A playlist as a clip, or behind a clip's first bytes: refused; nobody was asked for it."""
    work_id = await member.new_movie([])
    before = member.postcard.media()
    with listening() as listener:
        for target in (listener.url, "file:///etc/passwd", f"concat:{listener.url}|/etc/passwd"):
            text = LISTS[kind].format(target).encode()
            reply = await member.upload(work_id, "a.mp4", disguise + text)

            assert 403 == reply["code"], reply
        assert [] == listener.heard
    assert before == member.postcard.media()


async def test_a_clip_whose_pictures_lie_elsewhere(member: Guest) -> None:
    """At an address, or in a file of the server: neither is opened, by the upload or the film."""
    secret = member.postcard.folder / "secret.mov"
    secret.write_bytes(clip(form="mov"))
    with listening() as listener:
        for target in (listener.url, f"file://{secret}", str(secret), "http://[::1]:1/"):
            work_id = await member.new_movie([picture(64, 48)])
            reply = await member.upload(work_id, "a.mov", _data_in(target))
            assert reply["code"] in (200, 403), reply
        assert [] == listener.heard
    secret.unlink()


def test_few_speak_over_the_network() -> None:
    """Of all modules only those that keep and send things import what opens connections."""
    speaking = {
        str(path.relative_to(ROOT))
        for folder in HOUSE
        for path in (ROOT / folder).rglob("*.py")
        for name in _imported(ast.parse(path.read_text()))
        if name in CLIENTS or name.partition(".")[0] in CLIENTS
    }

    assert "services/messages/mail.py" in speaking
    assert speaking <= SPEAKERS, speaking - SPEAKERS


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and node.attr == "ClientSession":
            yield "requests"
