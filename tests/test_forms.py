"""transport.forms: what Python's own reader makes of a form, in slices."""

from __future__ import annotations

import asyncio
import random
from urllib.parse import parse_qsl, quote

import pytest

from protocol.envelope import Malformed
from protocol.slices import LARGE, Slices
from transport import forms
from transport.forms import MOST_FIELDS, PIECE, read_form

WORDS = "a % %4 %41 %E6 %B1 %89 %25 %26 %3D %ff & = + ; # 汉 é".split()
LONG = ["%41" * 300_000, quote("汉字") * 50_000, "%%41" * 200_000, "a+" * 9]


def by_python(body: str) -> dict[str, str]:
    return dict(parse_qsl(body, keep_blank_values=True))


@pytest.mark.parametrize("piece", [4, 5, 7, PIECE])
async def test_as_python_reads_it(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is escaped, and wherever a piece ends."""
    monkeypatch.setattr(forms, "PIECE", piece)
    chance = random.Random(1)
    for _ in range(2_000):
        body = "".join(chance.choice(WORDS) for _ in range(chance.randrange(30)))

        assert by_python(body) == await read_form(body.encode(), Slices()), body


@pytest.mark.parametrize(
    "text", ["%41" * 300_000, quote("汉字") * 50_000, "%%41" * 200_000, "a+" * 9]
)
async def test_long_ones(text: str) -> None:
    body = f"uname={text}&a=1"

    assert by_python(body) == await read_form(body.encode(), Slices())


async def test_others_come_to_turn() -> None:
    """A mebibyte of escapes is no single piece, whether in one field or in very many."""
    for body in (b"a=" + b"%41" * 340_000, b"&".join([b"a=" + b"%41" * 300] * 900)):
        reading = asyncio.create_task(read_form(body, Slices()))
        passes = 0
        while not reading.done():
            await asyncio.sleep(0)
            passes += 1

        assert passes > 30
        assert {"a"} == reading.result().keys()


@pytest.mark.parametrize("body", [b"a=\xff", b"&" * MOST_FIELDS, b"a=" + b"b" * LARGE + b"\xe6"])
async def test_what_is_no_form(body: bytes) -> None:
    with pytest.raises(Malformed):
        await read_form(body, Slices())
