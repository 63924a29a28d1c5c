"""What an envelope and its reply are; bytes to values and back, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import orjson

from protocol.sent_ids import ABSENT, SentId, id_in
from status_codes import Global, Outcome

# DESIGN limit. orjson itself reads 1,024 levels; a client of ours needs three.
MAX_DEPTH: Final = 64
# Reading a container costs as much as reading 200 bytes of text: a body of nothing else would
# hold the loop for a tenth of a second. The largest storyboard has 9,022 and 21,292.
MAX_BRACKETS: Final = 10_000
MAX_COMMAS: Final = 25_000
# Texts are told from what is around them in a body of so many bytes and quotes: that holds the
# longest post. In others all brackets count.
MAX_TOLD: Final = 1 << 18
MAX_QUOTES: Final = 10_000
BRACKETS, COMMAS, QUOTES = (b"{", b"["), (b",",), (b'"',)
NO_ID: Final = ABSENT
CONTAINERS: Final = frozenset((dict, list))
# Bytes that are counted at once.
PIECE: Final = 1 << 15
NO_TEXTS: Final[Mapping[str, str | int]] = MappingProxyType({})


class Envelope(NamedTuple):
    """A request: `data` is a JSON object whose keys the endpoint's signature names.

    key: what its client calls this very request, as it came; None where it has no name.
    """

    id: SentId
    type: str
    subtype: str
    data: dict[str, Any]
    key: Any = None


class Reply(NamedTuple):
    """An answer, before a face turns it into bytes. `texts` fill the outcome's text.

    user_id: who was answered, for the journal alone; 0 for a stranger.
    """

    id: SentId
    outcome: Outcome
    data: dict[str, Any]
    texts: Mapping[str, str | int] = NO_TEXTS
    user_id: int = 0


class Malformed(Exception):
    """Raised when a body is no envelope; carries the reply that says so."""

    def __init__(self, id_: SentId, outcome: Outcome, **texts: str | int) -> None:
        super().__init__(outcome.message)
        self.reply = Reply(id_, outcome, {}, texts)


class Parts(NamedTuple):
    """What makes a body dear to read, beside its length; commas are counted in large ones alone."""

    brackets: int
    commas: int


def parts_of(body: bytes) -> Parts:
    """Of how many parts a body is. Raises `Malformed` (-413) where they are too many."""
    brackets = _count(body, BRACKETS, MAX_BRACKETS)
    if brackets > MAX_BRACKETS:
        brackets = _count(_without_texts(body), BRACKETS, MAX_BRACKETS)
    # Commas in a text count too: some are lists of numbers, which cost as much as other lists.
    commas = _count(body, COMMAS, MAX_COMMAS) if len(body) > MAX_COMMAS else 0
    if brackets > MAX_BRACKETS or commas > MAX_COMMAS:
        raise Malformed(NO_ID, Global.TOO_LARGE)
    return Parts(brackets, commas)


def load(body: bytes) -> Any:
    """The JSON value in `body`.

    Raises `Malformed`: -1 when there is none or it is too deep, -413 when it is of too many parts.
    """
    if len(body) <= MAX_BRACKETS:
        # Of so few bytes nothing can be too many.
        return parse(body, body.count(b"{") + body.count(b"["))
    return parse(body, parts_of(body).brackets)


def parse(body: bytes, brackets: int) -> Any:
    """The JSON value in a body of so many opening brackets. Raises `Malformed` (-1)."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Malformed(id_in(body), Global.JSON_KEY) from None
    # Fewer brackets than levels allowed cannot nest too deep: most bodies are never walked.
    if brackets > MAX_DEPTH and type(value) in CONTAINERS and _deeper(value, brackets):
        raise Malformed(id_of(value, body), Global.JSON_KEY)
    return value


def _count(body: bytes, signs: tuple[bytes, ...], most: int) -> int:
    """How many of these signs there are; some of them where there are more than `most`.

    In pieces: counting a mebibyte of nothing else takes longer than to read what is allowed.
    """
    if len(body) <= PIECE:
        return sum(map(body.count, signs))
    count = 0
    for start in range(0, len(body), PIECE):
        for sign in signs:
            count += body.count(sign, start, start + PIECE)
        if count > most:
            break
    return count


def _without_texts(body: bytes) -> bytes:
    """What is left for a reader of JSON when all texts are empty ones."""
    if len(body) > MAX_TOLD or _count(body, QUOTES, MAX_QUOTES) > MAX_QUOTES:
        return body
    # The quotes that are left begin and end texts, so that every second part lies between them.
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(plain.split(b'"')[::2])


def id_of(value: Any, body: bytes = b"") -> SentId:
    """The id that a reply to `value` carries: the request's when that is an int, else -1.

    `body` is what was sent, for an int that does not fit into 64 bits.
    """
    given = value.get("id") if type(value) is dict else None
    if type(given) is int:
        return given
    return id_in(body) if body and type(given) is float else NO_ID


def read_as(value: dict[str, Any], id_: SentId) -> Envelope:
    """As `read`, with that id."""
    try:
        return read({**value, "id": 0})._replace(id=id_)
    except Malformed as error:
        raise Malformed(id_, error.reply.outcome) from None


def read(value: Any, body: bytes = b"") -> Envelope:
    """Check the envelope's own keys and types; raises `Malformed` (-1 or -2).

    `body` is what was sent, for an id beyond 64 bits.
    """
    if type(value) is not dict:
        raise Malformed(NO_ID, Global.JSON_KEY)
    try:
        id_, type_, subtype, data = value["id"], value["type"], value["subtype"], value["data"]
    except KeyError:
        raise Malformed(id_of(value, body), Global.JSON_KEY) from None
    if (
        type(id_) is not int
        or type(type_) is not str
        or type(subtype) is not str
        or type(data) is not dict
    ):
        if type(sent := id_of(value, body)) is not int:
            return read_as(value, sent)
        raise Malformed(sent, Global.JSON_VALUE)
    # As `Envelope(...)`, without the call of its Python: every request comes by here.
    return tuple.__new__(Envelope, (id_, type_, subtype, data, value.get("key")))


def dump(reply: Reply) -> bytes:
    """The reply as the envelope face sends it."""
    return orjson.dumps(wire(reply))


def wire(reply: Reply) -> dict[str, Any]:
    """The reply as a JSON object: id, status, message, data."""
    id_, outcome, data, texts, _ = reply
    message = outcome.message
    return {
        "id": id_,
        "status": outcome.code,
        "message": message.format_map(texts) if texts else message,
        "data": data,
    }


def _deeper(value: Any, brackets: int) -> bool:
    """Whether containers nest deeper than `MAX_DEPTH`; at most `brackets` of them are there."""
    layer = [value]
    for _ in range(MAX_DEPTH):
        brackets -= len(layer)
        # When all are found, what lies in the last ones need not be looked at.
        if not brackets:
            return False
        layer = [
            inner
            for outer in layer
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in CONTAINERS
        ]
        if not layer:
            return False
    return True
