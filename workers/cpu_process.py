"""The child process that hashes passwords and draws captchas."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from captcha.image import ImageCaptcha

from stores.password_hashes import PasswordHashes
from workers.child_protocol import AWAITED, Parent, serve_orders

WIDTH, HEIGHT = 160, 60


def _hash(order: dict[str, Any]) -> dict[str, Any]:
    return {"hash": _hashes(order).hash(json.loads(order["password"]))}


def _verify(order: dict[str, Any]) -> dict[str, Any]:
    return {"right": _hashes(order).verify(order["stored"], json.loads(order["password"]))}


def _draw(order: dict[str, Any]) -> dict[str, Any]:
    pngs = (_captchas().generate(code).getvalue() for code in order["codes"])
    return {"pngs": [base64.b64encode(png).decode() for png in pngs]}


def _hashes(order: dict[str, Any]) -> PasswordHashes:
    return PasswordHashes(order["rounds"], order["memory_kib"])


@cache
def _captchas() -> ImageCaptcha:
    return ImageCaptcha(width=WIDTH, height=HEIGHT)


WORK: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "hash": _hash,
    "verify": _verify,
    "draw": _draw,
}


def work(order: dict[str, Any], _: Parent) -> dict[str, Any]:
    return {"done": WORK[order["do"]](order)}


if __name__ == "__main__":
    serve_orders(work, nice=AWAITED)
