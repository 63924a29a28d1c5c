"""User names that a reader would take for another's, or for the house."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stores.looks import skeleton
from tests.postcard import Guest, Postcard
from tests.traveller import Traveller, new_name, travelling


@pytest.fixture
async def visitor(postcard: Postcard) -> AsyncIterator[Traveller]:
    async with travelling(postcard) as found:
        yield found


async def said(who: Traveller, uname: str) -> str:
    phone = Guest.new_phone()
    return str((await who.register(uname=uname, phone=phone, password="x"))["msg"])


@pytest.mark.parametrize(
    "uname",
    [
        *("admin", "Admin", "ADMIN", "аdmin", "ａｄｍｉｎ", "admin01", "Root", "Support"),
        *("官方", "在线客服", "杭州官方旅行", "⽅官方", "管理员", "postcard"),
    ],
)
async def test_names_of_the_house(visitor: Traveller, uname: str) -> None:
    """In other letters, in capitals, with numbers, and the Chinese ones inside a name too."""
    assert "用户名已存在" == await said(visitor, uname)


async def test_names_that_look_like_anothers(visitor: Traveller) -> None:
    """Cyrillic and full-width letters, a capital I for an l, capitals; what looks otherwise may."""
    name = new_name("Pavel")
    likes = [
        name.replace("a", "а"),
        name.replace("Pavel", "Ｐavel"),
        name.replace("l", "I"),
        name.lower(),
        f"{name}\ufe0f",
    ]

    first = await said(visitor, name)
    seen = [await said(visitor, like) for like in likes]
    other = await said(visitor, name.replace("Pavel", "Pawel"))

    assert ["注册成功", *["用户名已存在"] * len(likes), "注册成功"] == [first, *seen, other]


@pytest.mark.parametrize("unseen", ["\u3164", "\u115f", "\u034f", "\u2800", "\u200b", "\U000e0100"])
async def test_what_cannot_be_seen(visitor: Traveller, unseen: str) -> None:
    """Letters, marks and signs that show nothing are special characters."""
    assert "用户名包含特殊字符" == await said(visitor, f"{new_name()}{unseen}")


@pytest.mark.parametrize(
    "uname", ["小明Tom{}", "ñandú{}", "Дмитрий{}", "さくら{}", "小一ー{}", "🏔️山{}"]
)
async def test_names_of_guests(visitor: Traveller, uname: str) -> None:
    """Of one alphabet or of two, with marks and pictures: nobody else's, and so free."""
    assert "注册成功" == await said(visitor, uname.format(new_name("")))


def test_one_look_has_one_skeleton() -> None:
    """Whichever of a kind a name is written with; a skeleton is its own."""
    for alike in (
        ("paypal", "раураl"),
        ("O0o", "00o"),
        ("方", "⽅"),
        ("m", "rn"),
        ("l1I|", "llll"),
    ):
        first, other = map(skeleton, alike)
        assert first == other == skeleton(first), alike
    assert skeleton("人") != skeleton("入")
