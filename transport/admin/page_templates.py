"""Templates and texts into pages; a page loads its own style and pictures and runs no script."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from protocol.language import LANGUAGES
from transport.file_answers import of_path

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
STATIC_TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
# As in the catalogue: English, Chinese.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Texts = dict[str, list[str]]


class PageTemplates:
    """Draws pages. `offset` is how far the clock of those who read them is ahead of UTC."""

    def __init__(self, offset_minutes: int) -> None:
        self.texts = read_texts()
        self._offset = timedelta(minutes=offset_minutes)
        self._clock = f"UTC{offset_minutes // 60:+d}:{offset_minutes % 60:02d}"
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals["static"] = _addresses()
        self._jinja.filters["time"] = self._time
        self._jinja.filters["iso"] = _iso
        # Now, since the first one takes a tenth of a second: it would hold every guest.
        for name in self._jinja.list_templates():
            self._jinja.get_template(name)

    def page(
        self,
        template: str,
        language: str,
        status: int,
        headers: dict[str, str],
        /,
        **values: Any,
    ) -> web.Response:
        """A template with its values. `t` in it gives a text by its key."""
        text = self._jinja.get_template(template).render(
            t=self.words(language),
            texts=self.texts,
            language=language,
            clock=self._clock,
            **values,
        )
        return web.Response(
            text=text, status=status, content_type="text/html", headers=HEADERS | headers
        )

    def words(self, language: str) -> Callable[..., str]:
        """The texts of a language, by key."""
        at = LANGUAGES.index(language)

        def say(key: str, **fields: Any) -> str:
            text = self.texts[key][at]
            return text.format(**fields) if fields else text

        return say

    def _time(self, ms: int) -> str:
        return f"{datetime.fromtimestamp(ms / 1000, UTC) + self._offset:%Y-%m-%d %H:%M:%S}"


def read_texts() -> Texts:
    with (HERE / "texts.toml").open("rb") as file:
        texts: Texts = tomllib.load(file)
    return texts


async def static(request: web.Request) -> web.StreamResponse:
    """A file of our own, under an address that changes with it."""
    path = STATIC / request.match_info["name"]
    if path.parent != STATIC or path.suffix not in STATIC_TYPES or not path.is_file():
        raise web.HTTPNotFound
    headers = HEADERS | {
        "Content-Type": STATIC_TYPES[path.suffix],
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    return of_path(request, path, headers)


def _addresses() -> dict[str, str]:
    """Each file of ours under an address that changes with its bytes: it can be kept for ever."""
    return {
        path.stem: f"/admin/static/{path.name}?{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
        for path in STATIC.iterdir()
    }


def _iso(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
