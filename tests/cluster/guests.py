"""A guest's life among faults: what is refused he asks again, what he is told he writes down."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import random
import time
from pathlib import Path
from typing import Any

import aiohttp

from status_codes import (
    Global,
    Like,
    LoginPass,
    PostFind,
    RegisterPhone,
    Unlike,
    WorkStart,
)
from tests.cluster.ledger import Album, Ledger
from tests.postcard import picture

# A handler is given up after 30 s.
ANSWER_SECONDS = 45.0
PAUSE_SECONDS = 1.0
AGAIN_SECONDS = 0.5
LOOK_SECONDS = 1.0
INFO = {"size": "360x640", "fps": 10}
PASSWORD = "correct horse"
PICTURES = [base64.b64encode(picture(480, 640, seed)).decode() for seed in range(6)]

Reply = tuple[int | None, dict[str, Any]]


class Outbox:
    """The codes that were sent, by phone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()
        self._codes: dict[str, str] = {}

    def code(self, phone: str) -> str:
        """The newest code that was sent to the phone; empty when there is none."""
        if self._folder.exists():
            for file in sorted(set(self._folder.glob("*.json")), key=lambda path: path.name):
                if file.name not in self._seen:
                    self._seen.add(file.name)
                    message = json.loads(file.read_bytes())
                    self._codes[message.get("to", "")] = message.get("code", "")
        return self._codes.pop(phone, "")


class Town:
    """What guests know of each other: posts that can be liked, films that are another's."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.outbox = Outbox(folder / "outbox")
        self.ledger = Ledger()
        self.closing = asyncio.Event()
        self.texts = itertools.count(1)


class Visitor:
    """One guest. Every reply to them is looked at: it must be about them."""

    def __init__(self, town: Town, phone: str, chance: random.Random) -> None:
        self._town = town
        self._told = town.ledger
        self.phone = phone
        self._chance = chance
        self._enduring = chance.random() < 0.5
        self._token = ""
        self._user_id = 0
        self._album = 0
        self._ended: list[str] = []
        self._http: aiohttp.ClientSession

    async def live(self) -> None:
        """From the registration until the town closes, and every film is there."""
        async with aiohttp.ClientSession() as self._http:
            await self._register()
            while not self._town.closing.is_set():
                await self._sign_in()
                await self._chance.choices(*zip(*self._doings(), strict=True))[0]()
                await asyncio.sleep(self._chance.uniform(0, 2 * PAUSE_SECONDS))
            while self._album:
                await self._sign_in()
                await self._follow()
                await asyncio.sleep(LOOK_SECONDS)
            for token in self._ended:
                await self._try_ended(token)

    def _doings(self) -> list[tuple[Any, int]]:
        return [
            (self._look_at_himself, 4),
            (self._look_at_another, 2),
            (self._rename, 2),
            (self._post, 2),
            (self._comment, 3),
            (self._like, 5),
            (self._unlike, 1),
            (self._delete, 1),
            (self._sign_out, 1),
            (self._follow if self._album else self._make_album, 2),
        ]

    async def call(self, type_: str, subtype: str, **data: Any) -> Reply:
        """(status, data) of the answer; None where none came that can be read."""
        kind, token = f"{type_}/{subtype}", self._token
        body = {"id": 1, "type": type_, "subtype": subtype, "data": data}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                async with self._http.post(
                    f"{self._town.url}/api", params={"token": token} if token else {}, json=body
                ) as answer:
                    text = await answer.text()
                    if answer.status != 200:
                        raise ValueError(f"HTTP {answer.status}")
            reply = json.loads(text)
        except (aiohttp.ClientError, ValueError, TimeoutError, OSError) as error:
            what = str(error) if isinstance(error, ValueError) else type(error).__name__
            self._told.silences[kind, what] += 1
            await asyncio.sleep(AGAIN_SECONDS)
            return None, {}
        return self._heard(kind, token, reply)

    def _heard(self, kind: str, token: str, reply: dict[str, Any]) -> Reply:
        status = reply["status"]
        self._told.answers[kind, status] += 1
        if status == Global.INTERNAL.code:
            self._told.wrong.append(f"{kind}: an internal error was told to {self.phone}")
        if status == Global.TOKEN_WRONG.code:
            if token in self._told.enduring:
                self._told.wrong.append(f"{kind}: an enduring token of {self.phone} died")
            self._token = ""
        return status, reply["data"] or {}

    async def _until_told(self, wanted: set[int], type_: str, subtype: str, **data: Any) -> Reply:
        """Ask until one of these is answered."""
        while True:
            status, said = await self.call(type_, subtype, **data)
            if status in wanted:
                return status, said
            if status is not None and status > 0:
                raise RuntimeError(f"{type_}/{subtype} of {self.phone} answered {status}")
            await asyncio.sleep(AGAIN_SECONDS)
            if not self._token:
                await self._sign_in()

    async def _register(self) -> None:
        while self.phone not in self._told.accounts:
            status, said = await self.call("sms", "generate", phone=self.phone)
            if status != 0:
                continue
            hash_ = hashlib.md5((await self._code() + said["rand"]).encode()).hexdigest()
            status, _ = await self.call(
                "register", "phone", username=self.phone, hash=hash_, **{"pass": PASSWORD}
            )
            # Taken: by himself, when he was not told.
            if status in (0, RegisterPhone.CREATE_FAILED.code):
                self._told.accounts.add(self.phone)

    async def _code(self) -> str:
        for _ in range(20):
            if code := self._town.outbox.code(self.phone):
                return code
            await asyncio.sleep(0.05)
        return ""

    async def _sign_in(self) -> None:
        while not self._token:
            data = {"username": self.phone, "pass": PASSWORD, "enduring": int(self._enduring)}
            status, said = await self.call("login", "pass", **data)
            if status == LoginPass.INCORRECT.code:
                self._told.wrong.append(f"the right password of {self.phone} was refused")
            if status == 0:
                self._token = said["token"]
                if self._enduring:
                    self._told.enduring[self._token] = self.phone
            else:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _sign_out(self) -> None:
        token = self._token
        # Not yet told that it is over, but no longer sure that it is not.
        self._told.enduring.pop(token, None)
        status, _ = await self.call("logout", "token")
        self._token = ""
        if status == 0:
            self._ended.append(token)
            await self._try_ended(token)

    async def _try_ended(self, token: str) -> None:
        self._token = token
        status, _ = await self.call("token", "doki")
        if status == 0:
            self._told.wrong.append(f"a token of {self.phone} lived on after its end")
        self._token = ""

    async def _look_at_himself(self) -> None:
        status, said = await self.call("info", "get")
        if status == 0 and said["phone"] != self.phone:
            self._told.wrong.append(f"{self.phone} was told of {said['phone']}")
        status, said = await self.call("movie", "myall")
        if status != 0:
            return
        self._user_id = self._user_id or said["uid"]
        if said["uid"] != self._user_id:
            self._told.wrong.append(f"{self.phone} is {self._user_id} and {said['uid']}")
        for work in said["movies"]:
            album = self._told.albums.get(work["work_id"])
            if album is not None and album.owner != self.phone:
                self._told.wrong.append(f"{self.phone} was shown a film of {album.owner}")

    async def _look_at_another(self) -> None:
        others = [n for n, album in self._told.albums.items() if album.owner != self.phone]
        if others:
            status, _ = await self.call("movie", "status", work_id=self._chance.choice(others))
            if status == 0:
                self._told.wrong.append(f"{self.phone} was told how another's film is")

    async def _rename(self) -> None:
        name = f"n{next(self._town.texts)}"
        maybe = self._told.nicknames.setdefault(self.phone, {""})
        maybe.add(name)
        status, _ = await self.call("info", "update", nickname=name)
        if status == 0:
            self._told.nicknames[self.phone] = {name}

    async def _post(self) -> None:
        text = f"text {next(self._town.texts)} of {self.phone}"
        status, said = await self.call("forum", "post_new", title="t", type=1, text=text)
        if status == 0:
            if said["post_id"] in self._told.posts:
                self._told.wrong.append(f"post {said['post_id']} was made twice")
            self._told.posts[said["post_id"]] = (self.phone, text)

    def _some_post(self) -> int:
        shown = [number for number in self._told.posts if number not in self._told.deleted]
        # The newest ones, so that many guests meet at the same rows.
        return self._chance.choice(shown[-30:]) if shown else 0

    async def _comment(self) -> None:
        if post := self._some_post():
            text = f"comment {next(self._town.texts)}"
            status, said = await self.call("forum", "comment_new", pid=post, text=text)
            if status == 0:
                self._told.comments[said["comment_id"]] = (post, self.phone, text)

    async def _like(self) -> None:
        await self._like_or_not("post_like", True, {0, Like.ALREADY.code})

    async def _unlike(self) -> None:
        await self._like_or_not("post_unlike", False, {0, Unlike.NOT_LIKED.code})

    async def _like_or_not(self, subtype: str, likes: bool, told: set[int]) -> None:
        if post := self._some_post():
            key = (self.phone, post)
            was = self._told.likes.get(key, False)
            self._told.likes[key] = None
            status, _ = await self.call("forum", subtype, pid=post)
            if status in told:
                if was is not None and (status == 0) != (was is not likes):
                    self._told.wrong.append(f"{subtype} of {key} answered {status} after {was}")
                self._told.likes[key] = likes
            elif status == PostFind.NOT_FOUND.code:
                self._told.likes[key] = was

    async def _delete(self) -> None:
        own = [n for n, (phone, _) in self._told.posts.items() if phone == self.phone]
        own = [number for number in own if number not in self._told.deleted]
        if len(own) > 2:
            post = own[0]
            self._told.deleted.add(post)
            await self._until_told({0, PostFind.NOT_FOUND.code}, "forum", "post_delete", pid=post)

    async def _make_album(self) -> None:
        """A small film of two pictures, to the answer that it is queued."""
        status, said = await self.call("movie", "new")
        if status != 0:
            return
        number = int(said["work_id"])
        if number in self._told.albums:
            self._told.wrong.append(f"work {number} was made twice")
        album = self._told.albums[number] = Album(self.phone)
        for name in ("1.jpg", "2.jpg"):
            await self._upload(number, name, self._chance.choice(PICTURES))
        info = INFO | {"title": f"film {number}", "images": album.uploads[:]}
        text = base64.b64encode(json.dumps(info).encode()).decode()
        await self._upload(number, "info.json", text)
        await self._start(number)

    async def _upload(self, number: int, name: str, content: str) -> None:
        _, said = await self._until_told(
            {0}, "movie", "upload", work_id=number, filename=name, file=content
        )
        self._told.albums[number].uploads.append(said["filename"])

    async def _start(self, number: int) -> None:
        told = {0, WorkStart.ALREADY.code, WorkStart.DONE.code}
        await self._until_told(told, "movie", "start", work_id=number)
        self._told.albums[number].started = True
        self._album = number

    async def _follow(self) -> None:
        """Look how the film is; one that failed is started again."""
        number = self._album
        status, said = await self.call("movie", "status", work_id=number)
        if status != 0:
            return
        if said["status"] == -1:
            self._told.failures[said["result_msg"]] += 1
            await self._start(number)
        elif said["status"] == 3:
            self._told.albums[number].done = True
            self._album = 0


def phones(count: int) -> list[str]:
    """Numbers of nobody (the 199 block), others in every run."""
    first = int(time.time()) % 10**6 * 100
    return [f"199{(first + n) % 10**8:08d}" for n in range(count)]
