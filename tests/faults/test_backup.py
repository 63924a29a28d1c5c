"""A backup that is made while guests write holds every row with its files; restored, it serves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pymysql
import pytest

from addresses import sql_parts
from services.running.seals import Seals, read_key
from tests.community import new_post
from tests.postcard import ROOT, Guest, Postcard, picture
from tests.replies import client_session
from tests.special import each_way, serve, serving

UNTRUE = (
    "SELECT p.id FROM posts p WHERE p.like_num <> (SELECT count(*) FROM likes l "
    "WHERE l.target = 'post' AND l.target_id = p.id)"
)


def script(block: str, **names: object) -> None:
    """Run a block of docs/backup.md as it stands there."""
    text = (ROOT / "docs" / "backup.md").read_text()
    found = re.search(rf"```sh {block}\n(.*?)```", text, re.DOTALL)
    assert found is not None
    env = os.environ | {key.upper(): str(value) for key, value in names.items()}
    done = subprocess.run(
        ["sh", "-euc", found[1]], env=env, check=False, capture_output=True, text=True
    )
    assert 0 == done.returncode, done.stderr


@contextlib.asynccontextmanager
async def writing(guest: Guest, work_id: int) -> AsyncIterator[None]:
    """Posts, likes and pictures without end, for the length of a block."""

    async def write() -> None:
        for number in range(10_000):
            pid = await new_post(guest)
            assert 200 == (await guest.rest("POST", f"/forum/post/{pid}/like"))["code"]
            if number < 50:
                await guest.upload(work_id, f"more{number}.jpg", picture(64, 48, number))

    task = asyncio.create_task(write())
    yield
    assert not task.done(), task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def write_login(file: Path, parts: dict[str, Any]) -> None:
    lines = [f"{key} = {parts[key]}" for key in ("host", "port", "user")]
    file.write_text("\n".join(["[client]", *lines, f'password="{parts["password"]}"']) + "\n")


def ordinary_user(postcard: Postcard, folder: Path) -> dict[str, Any]:
    """What docs/backup.md asks to be named: a user who has one database, and one who has all."""
    admin = sql_parts(postcard.env["POSTCARD__SQL__URL"])
    # What an option file has to have quoted.
    own = admin | {"user": f"p{secrets.token_hex(4)}", "password": f"a#{secrets.token_hex(6)};"}
    name = f"'{own['user']}'@'127.0.0.1'"
    with contextlib.closing(pymysql.connect(**connected(admin))) as opened, opened.cursor() as sql:
        sql.execute(f"CREATE USER {name} IDENTIFIED BY '{own['password']}'")
        sql.execute(f"GRANT ALL ON {admin['db']}.* TO {name}")
    write_login(folder / "admin", admin)
    write_login(folder / "login", own)
    return own | {"sql_user": name}


def connected(parts: dict[str, Any]) -> dict[str, Any]:
    return {"database" if key == "db" else key: value for key, value in parts.items()}


def back_up(postcard: Postcard, folder: Path, own: dict[str, Any]) -> None:
    if not postcard.production:
        command = [sys.executable, "server.py", "backup", str(folder)]
        subprocess.run(command, cwd=ROOT, env=postcard.env, check=True, capture_output=True)
        return
    login = folder.parent / "login"
    script("backup", login=login, name=own["db"], data=postcard.folder, backup=folder)


def restore(postcard: Postcard, folder: Path, own: dict[str, Any], data: Path) -> Postcard:
    """Another Postcard, of what the backup holds, that may do no more than it needs."""
    owner = os.geteuid()
    if not postcard.production:
        script("restore-embedded", backup=folder, data=data, owner=owner)
        return Postcard(folder=data)
    name = f"{own['db']}_back"
    names = {"login": folder.parent / "login", "admin": folder.parent / "admin", "owner": owner}
    names |= {"name": name, "data": data, "backup": folder, "sql_user": own["sql_user"]}
    script("restore", **names)
    password = quote(own["password"], safe="")
    redis = postcard.env["POSTCARD__REDIS__URL"]
    url = f"mysql://{own['user']}:{password}@{own['host']}:{own['port']}/{name}"
    found = Postcard({"POSTCARD__SQL__URL": url, "POSTCARD__REDIS__URL": redis}, folder=data)
    # As the document says, before it is started.
    command = [sys.executable, "server.py", "db", "check"]
    subprocess.run(command, cwd=ROOT, env=found.env, check=True, capture_output=True)
    return found


@each_way
async def test_a_backup_is_restored(
    request: pytest.FixtureRequest, tmp_path: Path, way: str
) -> None:
    """Users, tokens, posts, likes, works and files are there, and what was sealed opens."""
    folder, data = tmp_path / "backup", tmp_path / "restored"
    async with client_session() as http:
        with serving(way, request, {}) as postcard:
            own = ordinary_user(postcard, tmp_path) if postcard.production else {}
            guest = Guest(postcard, http)
            await guest.sign_up()
            token = await guest.login(enduring=1)
            posts = [await new_post(guest) for _ in range(5)]
            for pid in posts:
                await guest.rest("POST", f"/forum/post/{pid}/like")
            work_id = await guest.new_movie([picture(seed=1), picture(seed=2)])
            async with writing(guest, work_id):
                await asyncio.sleep(0.2)
                await asyncio.to_thread(back_up, postcard, folder, own)
            sealed = Seals(read_key("", postcard.folder / "secret.key")).seal("a", b"a value")
            found = await asyncio.to_thread(restore, postcard, folder, own, data)
            try:
                await asyncio.to_thread(serve, found)
                back = Guest(found, http)
                back.phone, back.token = guest.phone, token
                doki = await back.call("token", "doki")
                liked = [(await back.rest("GET", f"/forum/post/{p}"))["data"] for p in posts]
                uploads = found.rows(f"SELECT filename FROM uploads WHERE work_id = {work_id}")
                files = set(found.media())
                untrue = found.rows(UNTRUE)
                await back.login()
                later = await new_post(back)
                opened = Seals(read_key("", data / "secret.key")).open("a", sealed)
            finally:
                found.close()

    assert 0 == doki["status"]
    assert [1] * 5 == [post["like_num"] for post in liked]
    assert 2 <= len(uploads)
    assert set() == {f"movies/{work_id}/{name}" for (name,) in uploads} - files
    assert [] == list(untrue)
    assert later > max(posts)
    assert b"a value" == opened


async def test_what_a_backup_refuses(postcard: Postcard, tmp_path: Path) -> None:
    """A folder that holds something, or lies in the data folder, and a database of a server."""
    (tmp_path / "full").write_text("x")
    says = "sql.url names a server" if postcard.production else "is not empty"

    for folder, said in ((tmp_path, says), (postcard.folder / "in", "")):
        done = subprocess.run(
            [sys.executable, "server.py", "backup", str(folder)],
            cwd=ROOT,
            env=postcard.env,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (2, 1) == (done.returncode, done.stderr.count("\n"))
        assert said in done.stderr
    assert not (postcard.folder / "in").exists()
