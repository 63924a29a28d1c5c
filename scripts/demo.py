"""Plays a guest: registers, uploads photos, watches the film being made, says where it is.

`python scripts/demo.py [folder]`, against the server that the settings name; one is started
when none answers. Without a folder the photos are drawn.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import Config, ConfigError, load_config  # noqa: E402  (the path must be set first)
from scripts.scenery import SCENES, draw  # noqa: E402  (as above)

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif"}
START_SECONDS = 60
BAR = 32


class DemoError(Exception):
    """Raised with a line for the person at the terminal."""


class Guest:
    """A guest's phone."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self.token = ""

    async def call(self, type_: str, subtype: str, **data: Any) -> dict[str, Any]:
        """One envelope; its data. Raises `DemoError` with the server's words."""
        envelope = {"id": 1, "type": type_, "subtype": subtype, "data": data}
        async with self._session.post(
            f"{self._url}/api", json=envelope, headers=self._headers()
        ) as answer:
            reply = await answer.json()
        if reply["status"] != 0:
            raise DemoError(f"{type_}/{subtype}: {reply['status']} {reply['message']}")
        data_: dict[str, Any] = reply["data"]
        return data_

    async def upload(self, work_id: int, name: str, content: bytes) -> None:
        """One file, as the travel app sends it."""
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        url = f"{self._url}/movie/{work_id}/upload"
        async with self._session.post(url, data=form, headers=self._headers()) as answer:
            reply = await answer.json()
        if reply["code"] != 200:
            print(f"  {name}: {reply['msg']}")

    async def watch(self, work_id: int) -> dict[str, Any]:
        """Draw the progress until the work has ended; its last state."""
        envelope = {"id": 1, "type": "movie", "subtype": "watch", "data": {"work_id": work_id}}
        async with self._session.ws_connect(
            f"{self._url}/api/ws", headers=self._headers()
        ) as socket:
            await socket.send_json(envelope)
            async for frame in socket:
                state: dict[str, Any] = json.loads(frame.data)["data"]
                _show(state)
                if state["status"] not in (1, 2):
                    print()
                    return state
        raise DemoError("the server went away")

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def _show(state: dict[str, Any]) -> None:
    done = BAR * state["progress"] // 100
    bar = "█" * done + "·" * (BAR - done)
    print(f"\r  {bar} {state['progress']:3d} %  {state['status_msg']}　　　", end="", flush=True)


async def play(config: Config, folder: Path | None) -> None:
    """The whole walk, against the server at the settings' address."""
    url = f"http://{config.http.host}:{config.http.port}"
    async with aiohttp.ClientSession() as session:
        guest = Guest(session, url)
        # The 199 block: the message goes to the outbox, to nobody's phone.
        phone = f"199{secrets.randbelow(10**8):08d}"
        print(f"registering {phone} ...")
        rand = (await guest.call("sms", "generate", phone=phone, command_type=1))["rand"]
        code = _code_sent_to(phone, config)
        hash_ = hashlib.md5((code + rand).encode()).hexdigest()
        password = secrets.token_urlsafe(9)
        await guest.call("register", "phone", username=phone, hash=hash_, **{"pass": password})
        login = await guest.call("login", "pass", username=phone, **{"pass": password})
        guest.token = login["token"]
        work_id = int((await guest.call("movie", "new"))["work_id"])
        names = []
        for name, content in _photos(folder):
            print(f"uploading {name}")
            await guest.upload(work_id, name, content)
            names.append(name)
        info: dict[str, Any] = {"title": "山水之间", "description": "一次旅行", "share": True}
        if folder is None:
            info["images"] = names
            await guest.upload(work_id, "info.json", json.dumps(info).encode())
        await guest.call("movie", "start", work_id=work_id)
        print(f"film {work_id} is being made")
        state = await guest.watch(work_id)
        if state["status"] != 3:
            raise DemoError(f"no film: {state['result_msg'] or state['status_msg']}")
        print(f"film   {url}{state['info']}?token={guest.token}")
        print(f"file   {config.data / state['info'].lstrip('/')}")


def _code_sent_to(phone: str, config: Config) -> str:
    for file in sorted((config.data / "outbox").glob("*-sms.json"), reverse=True):
        message = json.loads(file.read_text())
        if message["to"] == phone:
            return str(message["code"])
    raise DemoError(
        f"no message for {phone} in {config.data / 'outbox'}: "
        "the demo needs sms.gateway = outbox, and the server's own data folder"
    )


def _photos(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        for number, scene in enumerate(SCENES):
            out = io.BytesIO()
            draw(scene, (1600, 1066), number).save(out, "JPEG", quality=90)
            yield f"{scene.name}.jpg", out.getvalue()
        return
    files = sorted(f for f in folder.iterdir() if f.suffix.lower() in SUFFIXES)
    if not files:
        raise DemoError(f"no pictures in {folder}")
    for file in files:
        yield file.name, file.read_bytes()


@contextmanager
def _server(config: Config) -> Iterator[None]:
    """The running server, or one started for the demo."""
    url = f"http://{config.http.host}:{config.http.port}"
    if asyncio.run(_answers(url)):
        print(f"using the server at {url}")
        yield
        return
    print(f"starting a server at {url}")
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT)
    try:
        asyncio.run(_wait(url, process))
        yield
    finally:
        process.terminate()
        process.wait()


async def _answers(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/api/ping") as answer:
            return await answer.text() == "pong"
    except aiohttp.ClientError:
        return False


async def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 10):
        if await _answers(url):
            return
        if process.poll() is not None:
            break
        await asyncio.sleep(0.1)
    raise DemoError("the server did not start")


def main() -> int:
    """The exit status."""
    folder = Path(sys.argv[1]).expanduser() if len(sys.argv) > 1 else None
    try:
        if folder is not None and not folder.is_dir():
            raise DemoError(f"{folder} is not a folder")
        config = load_config()
        with _server(config):
            asyncio.run(play(config, folder))
    except (DemoError, ConfigError, aiohttp.ClientError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
