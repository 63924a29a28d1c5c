"""One envelope with a key of its own, asked until it is answered; files, and a WebSocket."""

from __future__ import annotations

import io
import itertools
import json
import os
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import aiohttp
from yarl import URL

from postcard_client import checks
from postcard_client.errors import CLOSED, HttpError, NoAnswer, NotUsable, error_of
from postcard_client.patience import Patience, persist

# A file to be sent: where it lies, from where it is read while it is sent, or its bytes.
FileToSend = str | os.PathLike[str] | bytes
# What a proxy in front says while there is no server behind it, or too much came; and what the
# server says of files, while envelopes are always HTTP 200.
NO_SERVER: Final = frozenset({429, 502, 503, 504})
CONNECT_SECONDS: Final = 10.0
# What is not over soon, where the server was never reached.
LASTING: Final = (
    aiohttp.ClientConnectorDNSError,
    aiohttp.ClientSSLError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
# A WebSocket that is silent so long is asked whether it is still there.
PING_SECONDS: Final = 15.0
CHUNK: Final = 1 << 16


class Ask(Protocol):
    """What answers a call: `Wire.ask`."""

    async def __call__(
        self, type_: str, subtype: str, data: Mapping[str, Any], file: str = ""
    ) -> Any: ...


def package_version() -> str:
    """This package's version, or "0" where it was not installed."""
    try:
        return version("postcard-client")
    except PackageNotFoundError:
        return "0"


class Wire:
    """The way to one server. `bearer` is the token that every request carries, or empty."""

    def __init__(self, url: str, bearer: str, patience: Patience) -> None:
        self.url = checks.server(url)
        self.bearer = bearer
        self.patience = patience
        self._ids = itertools.count(1)
        self._session: aiohttp.ClientSession | None = None
        self._is_closed = False
        self._was_answered = False

    @property
    def bearer(self) -> str:
        """The token. What cannot be one is refused when it is set."""
        return self._bearer

    @bearer.setter
    def bearer(self, token: str) -> None:
        self._bearer = checks.token(token)

    async def close(self) -> None:
        """Close the connections; what is asked later raises `NotUsable`."""
        self._is_closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self, type_: str, subtype: str, data: Mapping[str, Any], file: str = ""
    ) -> dict[str, Any]:
        """The data of an endpoint's reply; `file` is the key of `data` that is one.

        Asked again, with the same key, where the connection was cut or the fault may be over soon:
        the server does once what has one key. Raises `ApiError` and its kinds, `NoAnswer`,
        `HttpError`, `BadValue` for a file's name, and `OSError` where a file cannot be read.
        """
        sent = {key: value for key, value in data.items() if key != file}
        envelope = {
            "id": next(self._ids),
            "key": str(uuid.uuid4()),
            "type": type_,
            "subtype": subtype,
            "data": sent,
        }
        part = data.get(file)
        name = checks.file_name(str(sent.get("filename") or _own_name(part)))
        patience = self.patience if part is None else self.patience.of_film()
        return await persist(patience, lambda: self._once(envelope, file, part, name))

    async def _once(
        self, envelope: dict[str, Any], field: str, part: FileToSend | None, name: str
    ) -> dict[str, Any]:
        url = self.url / "api"
        if part is None:
            async with self._asking("POST", url, json=envelope) as answer:
                return await _data(envelope, answer)
        with _opened(part) as file:
            # As browsers do it, a name is sent in UTF-8.
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("envelope", json.dumps(envelope), content_type="application/json")
            form.add_field(field, file, filename=name)
            async with self._asking("POST", url, data=form) as answer:
                return await _data(envelope, answer)

    async def frames(
        self, type_: str, subtype: str, data: Mapping[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The data of each reply to one envelope over a WebSocket. Ends with `NoAnswer`."""
        envelope = {"id": next(self._ids), "type": type_, "subtype": subtype, "data": data}
        url = self.url / "api" / "ws"
        with self._naming(url):
            async with self._open_session().ws_connect(
                url, headers=self._headers(url), heartbeat=PING_SECONDS
            ) as socket:
                self._was_answered = True
                await socket.send_json(envelope)
                async for frame in socket:
                    if frame.type is aiohttp.WSMsgType.TEXT:
                        yield _data_of(envelope, url, 101, frame.data)
        raise NoAnswer(f"{url}: the server closed the WebSocket")

    async def fetch(
        self, address: str, to: Path, told: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        """A file of the server's into a file here, which is there when it is whole.

        Where the connection is cut it goes on from what has come. `told` hears how many bytes
        there are, and of how many; 0 where the server does not say. Raises `HttpError`.
        """
        url = self.url.join(URL(address))
        partly = to.with_name(f"{to.name}.part")
        try:
            with partly.open("wb") as file:
                coming = _Coming(file, told)
                await persist(self.patience, lambda: self._fetch_rest(url, coming))
            partly.replace(to)
        finally:
            # Where it is not whole: no later download goes on from it.
            partly.unlink(missing_ok=True)

    async def _fetch_rest(self, url: URL, coming: _Coming) -> None:
        async with self._asking("GET", url, headers=coming.wish()) as answer:
            if answer.status not in (200, 206):
                raise HttpError(answer.status, await answer.text(errors="replace"), _shown(url))
            coming.begin(answer)
            async for chunk in answer.content.iter_chunked(CHUNK):
                coming.add(chunk)

    @asynccontextmanager
    async def _asking(
        self, method: str, url: URL, *, headers: Mapping[str, str] | None = None, **body: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """An answer, its body still to be read. Raises `NoAnswer` for whatever cuts it short."""
        sent = self._headers(url) | dict(headers or {})
        with self._naming(url):
            async with self._open_session().request(method, url, headers=sent, **body) as answer:
                self._was_answered = True
                if answer.status in NO_SERVER:
                    raise NoAnswer(f"{_shown(url)}: HTTP {answer.status}", _seconds(answer))
                yield answer

    @contextmanager
    def _naming(self, url: URL) -> Iterator[None]:
        """What aiohttp raises becomes this package's, with the address that was asked."""
        try:
            yield
        except aiohttp.WSServerHandshakeError as error:
            # A server that has no room for sockets says so as to any envelope, with HTTP 200.
            if error.status in NO_SERVER or not 400 <= error.status < 500:
                raise NoAnswer(f"{url}: no WebSocket, HTTP {error.status}") from error
            raise HttpError(error.status, error.message, _no_postcard(url)) from error
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            is_lasting = isinstance(error, LASTING) and not self._was_answered
            reason = f"{_shown(url)}: {str(error) or type(error).__name__}"
            raise NoAnswer(reason, lasting=is_lasting) from error

    def _open_session(self) -> aiohttp.ClientSession:
        if self._is_closed:
            raise NotUsable(CLOSED)
        # Made in the loop that uses it.
        if self._session is None:
            timeout = aiohttp.ClientTimeout(
                total=None, sock_connect=CONNECT_SECONDS, sock_read=self.patience.answer
            )
            agent = {"User-Agent": f"postcard-client/{package_version()}"}
            # The token is sent as such; a cookie beside it would name somebody else.
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(timeout=timeout, headers=agent, cookie_jar=jar)
        return self._session

    def _headers(self, url: URL) -> dict[str, str]:
        # Results may lie at another address, which must not learn the token.
        ours = self.bearer and url.origin() == self.url.origin()
        return {"Authorization": f"Bearer {self.bearer}"} if ours else {}


class _Coming:
    """A file that is on its way, perhaps over several connections."""

    def __init__(self, file: BinaryIO, told: Callable[[int, int], None]) -> None:
        self._file = file
        self._told = told
        self._total = 0
        self._etag = ""

    def wish(self) -> dict[str, str]:
        """The header that asks for what is missing."""
        have = self._file.tell()
        return {"Range": f"bytes={have}-", "If-Range": self._etag} if have and self._etag else {}

    def begin(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status != 206:
            self._file.seek(0)
            self._file.truncate()
        self._etag = answer.headers.get("ETag", "")
        self._total = self._file.tell() + (answer.content_length or 0)

    def add(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self._told(self._file.tell(), self._total)


def _own_name(part: FileToSend | None) -> str:
    """The name under which a file is sent that was given no other."""
    return "file" if part is None or isinstance(part, bytes) else Path(os.fspath(part)).name


@contextmanager
def _opened(part: FileToSend) -> Iterator[BinaryIO]:
    """What aiohttp reads while it sends."""
    if isinstance(part, bytes):
        yield io.BytesIO(part)
        return
    with Path(part).open("rb") as file:
        yield file


async def _data(envelope: Mapping[str, Any], answer: aiohttp.ClientResponse) -> dict[str, Any]:
    text = await answer.text(errors="replace")
    return _data_of(envelope, answer.url, answer.status, text)


def _data_of(envelope: Mapping[str, Any], url: URL, http: int, text: str) -> dict[str, Any]:
    """The data of a reply. Raises the error that its status stands for."""
    try:
        reply = json.loads(text)
        data, status, message = dict(reply["data"]), int(reply["status"]), str(reply["message"])
    except (ValueError, TypeError, KeyError):
        raise HttpError(http, text, _no_postcard(url)) from None
    if status != 0:
        raise error_of(f"{envelope['type']}/{envelope['subtype']}", status, message, data)
    return data


def _no_postcard(url: URL) -> str:
    return f"no Postcard answered at {_shown(url)}"


def _shown(url: URL) -> str:
    """An address for people to read; what follows `?` may be a token."""
    return str(url.with_query(None))


def _seconds(answer: aiohttp.ClientResponse) -> float | None:
    """What Retry-After says, where that is a number of seconds."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdigit() else None
