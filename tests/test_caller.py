"""services.caller and protocol.language: who asks is a value, and reads one of our languages."""

from __future__ import annotations

from typing import Any

import pytest

from protocol.language import preferred
from protocol.registry import Access
from services.caller import Caller


def caller(**headers: str) -> Caller:
    nothing: Any = None
    return Caller(0, "127.0.0.1", "trace", "", headers, *(nothing,) * 5)


@pytest.mark.parametrize("name", ["user_id", "address", "trace", "token", "push", "language", "x"])
def test_nothing_changes_who_asks(name: str) -> None:
    """What is set on a caller would be set for whoever shares it."""
    with pytest.raises(AttributeError):
        setattr(caller(), name, 1)


async def test_a_stranger_is_admitted_as_such() -> None:
    """Where anybody may ask, and where a guest without a token does."""
    stranger = caller()

    assert stranger is await stranger.admit(Access.ANYONE)
    assert stranger is await stranger.admit(Access.GUEST)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("fr-FR, de", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.2, ZH-TW;q=0.7", "zh"),
        ("en;q=x, zh;q=0.1", "zh"),
        ("*", "zh"),
        ("en" + ",fr" * 1000, "en"),
    ],
)
def test_the_language_of_who_asks(header: str, language: str) -> None:
    """The one of ours that the header likes best, else Chinese."""
    assert language == caller(**{"Accept-Language": header}).language


def test_two_languages_liked_alike() -> None:
    """The one that is named first; with none named, what the page is written in."""
    assert "en" == preferred("en, zh", "zh")
    assert "zh" == preferred("zh, en", "en")
    assert "en" == preferred("", "en")
