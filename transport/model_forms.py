"""The HTML forms by which the document lets people try /api/poem and /api/img2poem.

A page is whole in itself: its style and script stand in it, and nothing else may be loaded or run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import web

FORMS: Final = Path(__file__).with_name("forms")
PAGES: Final = ("poem", "img2poem")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def form_pages() -> dict[str, Handler]:
    """What answers GET, by path."""
    return {f"/api/{name}": _page(name) for name in PAGES}


def _page(name: str) -> Handler:
    style, script = _text("form.css"), _text("form.js")
    text = Template(_text(f"{name}.html")).substitute(
        style=style, script=script, choices=_text("choices.html")
    )
    headers = {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "connect-src 'self'; img-src blob: data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", headers=headers)

    return show


def _text(name: str) -> str:
    return (FORMS / name).read_text("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
