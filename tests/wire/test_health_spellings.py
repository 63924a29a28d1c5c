"""Whoever looks at our health believes a status of HTTP: what each spelling of it gives."""

from __future__ import annotations

from typing import Final

import pytest

from status_codes import RestOnly
from tests.attacks.spoken import speak
from tests.postcard import Elsewhere, Postcard

pytestmark = pytest.mark.one_way

PATHS: Final = ("/api/health/live", "/api/health/ready", "/api/ready")


def spellings(path: str) -> dict[str, str]:
    return {
        "itself": path,
        "slash": path + "/",
        "encoded letter": path[:-1] + f"%{ord(path[-1]):02x}",
        "query": path + "?token=a&x=1",
        "whole address": "http://a" + path,
        "whole address of another": "http://elsewhere" + path,
        "two slashes behind": path + "//",
        "two slashes before": "/" + path,
        "two slashes within": path.replace("/api/", "/api//"),
        "capitals": path.upper(),
        "capitals below /api": "/api" + path[4:].upper(),
        "encoded slash": path + "%2f",
        "more behind": path + "/more",
        "another ending": path + ".json",
        "parameters": path + ";a=1",
        "a zero": path + "%00",
        "a line": path + "%0a",
        "dots": "/static/.." + path,
    }


# As everywhere: an address ends with a slash or without, and a letter may be encoded.
FOUND: Final = {
    "itself",
    "slash",
    "encoded letter",
    "query",
    "whole address",
    "whole address of another",
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_each_spelling(postcard: Postcard, path: str, method: str) -> None:
    """200 of an address that is ours, else 404; never HTTP 200 with something else."""
    heard = {
        name: await speak(
            postcard, f"{method} {one} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
        )
        for name, one in spellings(path).items()
        # A proxy may refuse what says two hosts.
        if name != "whole address of another" or not isinstance(postcard, Elsewhere)
    }

    assert {name: [200 if name in FOUND else 404] for name in heard} == {
        name: one.statuses for name, one in heard.items()
    }
    for name, one in heard.items():
        body = one.raw.partition(b"\r\n\r\n")[2]
        said = b'"status"' if name in FOUND else RestOnly.NOT_FOUND.msg.encode()
        assert (method == "HEAD") == (not body), name
        assert method == "HEAD" or said in body, name


@pytest.mark.parametrize("path", [*PATHS, "/api/health", "/api/health/", "/api/health/workers"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_each_method(postcard: Postcard, path: str, method: str) -> None:
    """Only GET and HEAD look."""
    line = f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"

    heard = await speak(postcard, line.encode() + b"Content-Length: 2\r\n\r\n{}")

    assert [404] == heard.statuses


async def test_all_else_below_api_is_an_envelope(postcard: Postcard) -> None:
    """Whatever it is, and whatever is in it."""
    paths = ("/api/heal", "/api/user/health", "/api/nothing/ready", "/api//ping", "/api/PING")
    heard = [
        await speak(
            postcard, f"GET {one} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
        )
        for one in paths
    ]

    assert [([200], True)] * len(paths) == [(one.statuses, b'"id":-1' in one.raw) for one in heard]
