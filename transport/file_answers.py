"""Answers that are files of this machine, and those that refuse one: in the form of REST."""

from __future__ import annotations

from email.utils import formatdate
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

from status_codes import Outcome, RestOnly
from stores.media import StoredFile, stored_file
from transport.aiohttp_internals import HEADERS
from transport.file_requests import Wanted, wanted
from transport.rest_words import rest_body

REFUSALS: Final[dict[int, Outcome]] = {412: RestOnly.CHANGED, 416: RestOnly.RANGE}


def said(row: Outcome, more: dict[str, str] | None = None) -> web.Response:
    """An answer without a file."""
    return web.Response(body=rest_body(row), status=row.http, headers=HEADERS | (more or {}))


def marks(stored: StoredFile) -> dict[str, str]:
    """What tells one version of a file from another."""
    return {
        "ETag": stored.etag,
        "Last-Modified": formatdate(stored.modified, usegmt=True),
        "Accept-Ranges": "bytes",
    }


def without(stored: StoredFile, asked: Wanted, headers: dict[str, str]) -> web.Response | None:
    """The answer where no byte of the file is wanted."""
    if asked.status == 304:
        kept = {name: value for name, value in headers.items() if name != "Content-Type"}
        return web.Response(status=304, headers=kept | marks(stored))
    if asked.status in REFUSALS:
        of = {"Content-Range": f"bytes */{stored.size}"} if asked.status == 416 else marks(stored)
        return said(REFUSALS[asked.status], of)
    return None


def of_path(request: web.Request, path: Path | None, headers: dict[str, str]) -> web.StreamResponse:
    """The answer that is a file of ours; 404 where it is none."""
    stored = stored_file(path.name, path) if path is not None else None
    if path is None or stored is None:
        return said(RestOnly.NOT_FOUND)
    asked = wanted(request, stored)
    return without(stored, asked, headers) or _File(path, asked, headers)


class _File(web.FileResponse):
    """What was decided is what is sent: aiohttp knows no If-Range of an ETag, no range of no
    bytes, no second range, and fails at a date that is none."""

    def __init__(self, path: Path, asked: Wanted, headers: dict[str, str]) -> None:
        super().__init__(path, headers=headers)
        self._asked = asked

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        first, length = self._asked.first, self._asked.length
        part = {"Range": f"bytes={first}-{first + length - 1}"} if self._asked.status == 206 else {}
        return await super().prepare(request.clone(headers=part))
