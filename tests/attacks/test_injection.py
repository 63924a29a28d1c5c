"""Texts that would be commands elsewhere: in SQL, in headers of HTTP, in headers of mail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.admin import desk_of, signed_in, user_id_of
from tests.attacks.spoken import request, speak
from tests.community import new_post
from tests.postcard import Guest, Postcard, picture
from tests.special import execute
from tests.traveller import travelling

SQL = (
    "' OR '1'='1",
    "'; DROP TABLE users; -- ",
    '" OR ""="',
    "\\' OR 1=1 -- ",
    "1) UNION SELECT password FROM users -- ",
    "%' OR '%'='",
    "/*!50000 OR 1=1 */",
    "%s%(a)s{0}:name?",
)
each_text = pytest.mark.parametrize("text", SQL)


def counted(postcard: Postcard) -> list[int]:
    """Users, works, posts and comments: what others wrote while the test ran is not lost."""
    tables = ("users", "works", "posts", "comments")
    return [postcard.rows(f"select count(*) from {name}")[0][0] for name in tables]


@each_text
async def test_texts_are_kept_as_they_are(member: Guest, text: str) -> None:
    """Of an account, a post, a comment and a work: read again they are what was written."""
    before = counted(member.postcard)
    await member.call("info", "update", {"nickname": text[:20]})
    pid = await new_post(member, title=text, text=text)
    await member.rest("POST", "/forum/comment/new", json={"pid": pid, "text": text})
    work_id = await member.new_movie([picture(64, 48)], {"images": ["0.jpg"], "title": text})
    await member.upload(work_id, f"{text.replace('/', '')}.jpg", picture(64, 48))
    await member.call("movie", "start", {"work_id": work_id})
    await member.call("movie", "cancel", {"work_id": work_id})

    own = (await member.call("info", "get"))["data"]
    post = (await member.rest("GET", f"/forum/post/{pid}"))["data"]
    [title] = execute(member.postcard, "SELECT title FROM works WHERE id = ?", work_id)
    read = [own["nickname"], post["title"], post["text"], post["comments"][0]["text"], title[0]]
    assert [text[:20].strip(), *[text.strip()] * 4] == [one.strip() for one in read]
    assert all(old <= new for old, new in zip(before, counted(member.postcard), strict=True))


@each_text
async def test_nobody_is_let_in(member: Guest, text: str) -> None:
    """As a name, a number, a password and a token, on every face: it is nobody's."""
    postcard = member.postcard
    bodies: list[dict[str, Any]] = [
        {"username": f"{member.phone}{text}"[:11], "pass": text},
        {"username": member.phone, "pass": text},
    ]
    for data in bodies:
        assert 0 != (await member.call("login", "pass", data, token=""))["status"]
    async with travelling(postcard) as stranger:
        for field in ("user", "uid", "uname", "phone", "email"):
            reply = await stranger.login(**{field: f"{member.phone}{text}", "password": text})
            assert 403 == reply["code"]
    async with desk_of(postcard) as desk:
        assert 303 != (await desk.sign_in(f"{member.phone}{text}", text)).status
    for path in ("/user/info", "/movie/list"):
        async with member.http.get(postcard.url + path, params={"token": text}) as answer:
            assert 403 == answer.status


@each_text
async def test_lists_show_no_more(member: Guest, text: str) -> None:
    """Pages, cursors, tags, searches and orders are values: they add no row and break nothing."""
    for path, name in (
        ("/forum/", "page_num"),
        ("/forum/page/1", "before"),
        ("/movie/list", "page_num"),
        ("/movie/tag/1", "page_num"),
    ):
        plain = await member.rest("GET", path)
        reply = await member.rest("GET", path, params={name: text})
        # What an address does not know is let be.
        assert reply["code"] in (403, 404) or reply == plain
    async with signed_in(member.postcard) as desk:
        mine = user_id_of(member)
        for query in ({"q": text}, {"q": text, "by": text}, {"sort": text, "author": str(mine)}):
            for page in ("users", "posts", "comments", "works", "reports", "audit"):
                seen = await desk.get(f"/admin/{page}", params=query)
                assert 200 == seen.status
                assert "argon2" not in seen.text


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\nSubject: x",
        "a@example.com, b@example.com",
        "<a@example.com> b@example.com",
        '"a\r\nBcc: b"@example.com',
        "a@example.com%0d%0aBcc:b@example.com",
    ],
)
async def test_addresses_that_are_headers(member: Guest, address: str) -> None:
    """No account has such an address, whichever face it was given to; none is written to."""
    before = len(member.postcard.messages())
    first = await member.call("info", "update", {"email": address})
    async with travelling(member.postcard) as traveller:
        traveller.password = "correct horse"
        second = await traveller.register(
            uname=f"m{Guest.new_phone()}", email=address, password=traveller.password
        )
        captcha = await traveller.captcha()
        third = await traveller.ask(
            "POST", "/user/reset", data={"email": address, "captcha": captcha}
        )
    letters = [m for m in member.postcard.messages()[before:] if m["channel"] == "mail"]

    assert 0 != first["status"]
    assert 200 not in (second["code"], third["code"])
    assert [] == letters
    assert "" == ((await member.call("info", "get"))["data"]["email"] or "")


@pytest.mark.parametrize(
    "target",
    [
        "/admin/sign-in?next=/admin/%0d%0aSet-Cookie:%20admin=x",
        "/admin/users?lang=en%0d%0aSet-Cookie:%20admin=x",
        "/admin/%0d%0aSet-Cookie:%20admin=x",
        "/user/captcha?format=%0d%0aSet-Cookie:%20session=x",
        "/media/avatars/%0d%0aSet-Cookie:%20session=x",
        "/user/info?token=%0d%0aSet-Cookie:%20session=x",
    ],
)
async def test_headers_in_addresses(postcard: Postcard, target: str) -> None:
    """A line break that came escaped begins no header of an answer."""
    heard = await speak(postcard, request(target, "Cookie: admin_language=en%0d%0aX: y"))

    assert 1 == len(heard.statuses)
    assert not [
        line
        for line in heard.headers.split(b"\r\n")
        if line.lower().startswith(b"set-cookie:") and line.endswith(b"=x")
    ]


async def test_a_work_whose_names_are_commands(member: Guest) -> None:
    """Titles and file names go into a film as text; none is a path, an option or a filter."""
    names = ["-vf drawtext.jpg", "$(touch x).jpg", "`id`.jpg", "%d.jpg", "a'b\"c.jpg"]
    work_id = await member.new_movie([])
    for number, name in enumerate(names):
        reply = await member.upload(work_id, name, picture(64, 48, number))
        assert 200 == reply["code"], reply
    info = {"images": names, "title": "${HOME}%n", "description": "{0}%(x)s\\n"}
    await member.upload(work_id, "info.json", json.dumps(info).encode())
    await member.call("movie", "start", {"work_id": work_id})
    status = (await member.call("movie", "status", {"work_id": work_id}))["data"]
    await member.call("movie", "cancel", {"work_id": work_id})

    assert status["status"] in (1, 2)
    assert len(names) == status["image_num"]
