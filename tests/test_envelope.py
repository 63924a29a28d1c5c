"""protocol.envelope: bytes to envelopes and replies to bytes, as plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from protocol.envelope import MAX_DEPTH, NO_ID, Envelope, Malformed, Reply, dump, id_of, load, read
from protocol.sent_ids import DIGITS, SentId, ids_in
from status_codes import Global, Outcome

NO_INT: list[Any] = ["1", 1.0, True, False, None, [], {}]
NO_TEXT: list[Any] = [1, None, [], {}, True]
NO_OBJECT: list[Any] = [1, None, [], "{}", True]
WHOLE = {"id": 1, "type": "a", "subtype": "b", "data": {}}


def refusal(call: Callable[..., object], *arguments: object) -> tuple[SentId, Outcome]:
    """The (id, outcome) with which a call refuses its arguments."""
    with pytest.raises(Malformed) as raised:
        call(*arguments)
    return raised.value.reply.id, raised.value.reply.outcome


def test_an_envelope() -> None:
    """Four keys of the right type are an envelope, whatever else there is."""
    assert Envelope(1, "a", "b", {}) == read(WHOLE | {"status": 0, "x": None})


@pytest.mark.parametrize("key", WHOLE)
def test_a_missing_key(key: str) -> None:
    """Without one of the keys it is -1, with the id unless that is what is missing."""
    value = {k: v for k, v in WHOLE.items() if k != key}

    assert (NO_ID if key == "id" else 1, Global.JSON_KEY) == refusal(read, value)


@pytest.mark.parametrize("value", [None, 1, "a", [], [WHOLE], True])
def test_no_object(value: Any) -> None:
    """What is no object is -1."""
    assert (NO_ID, Global.JSON_KEY) == refusal(read, value)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        *[("id", v) for v in NO_INT],
        *[("type", v) for v in NO_TEXT],
        *[("subtype", v) for v in NO_TEXT],
        *[("data", v) for v in NO_OBJECT],
    ],
)
def test_a_value_of_the_wrong_type(key: str, wrong: Any) -> None:
    """It is -2, with the id where that is an int; a bool is none."""
    assert (NO_ID if key == "id" else 1, Global.JSON_VALUE) == refusal(read, WHOLE | {key: wrong})


@pytest.mark.parametrize(
    ("value", "id_"),
    [({"id": 5}, 5), ({"id": "5"}, -1), ({"id": True}, -1), ({}, -1), ([5], -1), (None, -1)],
)
def test_the_id_of_anything(value: Any, id_: int) -> None:
    """The id of a reply is the request's when that is an int, else -1."""
    assert id_ == id_of(value)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"NaN", b"{'a': 1}", b"[" * 5000])
def test_no_json(body: bytes) -> None:
    """What is not JSON is -1."""
    assert (NO_ID, Global.JSON_KEY) == refusal(load, body)


@pytest.mark.parametrize("open_, close", [("[", "]"), ('{"a":', "}")])
def test_depth(open_: str, close: str) -> None:
    """As many levels as allowed are read, one more is -1; a value in the innermost is no level."""
    for inner in ("", "1") if open_ == "[" else ("1",):
        deepest = open_ * MAX_DEPTH + inner + close * MAX_DEPTH

        load(deepest.encode())

        assert (NO_ID, Global.JSON_KEY) == refusal(load, f"[{deepest}]".encode())


def test_a_deep_body_keeps_its_id() -> None:
    """The reply to a body that is too deep has the body's id."""
    body = json.dumps({"id": 7, "data": "x"}).replace('"x"', "[" * 64 + "]" * 64)

    assert (7, Global.JSON_KEY) == refusal(load, body.encode())


@pytest.mark.parametrize("value", [[[]] * 200, ["[" * 200], {"a": "{" * 200}, "[" * 200])
def test_many_brackets_are_no_depth(value: Any) -> None:
    """Brackets side by side, and in texts, are read."""
    assert value == load(json.dumps(value).encode())


def test_a_reply() -> None:
    """id, status, message and data, in that order; texts fill the message."""
    plain = dump(Reply(3, Global.HASH, {"a": "缥"}))
    filled = dump(Reply(3, Global.FILE_TOO_LARGE, {}, {"limit": "{x}"}))

    assert '{"id":3,"status":-4,"message":"Error Hash","data":{"a":"缥"}}' == plain.decode()
    assert "File too large: at most {x}" == json.loads(filled)["message"]


def whole(id_: int) -> bytes:
    return b'{"id":%d,"type":"a","subtype":"b","data":{}}' % id_


@pytest.mark.parametrize("id_", [2**64, -(2**63) - 1, 10**30 + 7, -(10**300)])
def test_an_id_beyond_64_bits(id_: int) -> None:
    """It is told by the body alone, and written as it was."""
    body = whole(id_)
    envelope = read(load(body), body)
    reply = Reply(envelope.id, Global.SUCCESS, {})

    assert ("a", "b", {}) == envelope[1:4]
    assert id_ == json.loads(dump(reply))["id"]
    assert (NO_ID, Global.JSON_VALUE) == refusal(read, load(body))


@pytest.mark.parametrize("digits", [310, DIGITS, DIGITS + 1, 5000])
def test_an_id_that_no_float_holds(digits: int) -> None:
    """The body is -1, with an id that is not too long."""
    text = b"9" * digits
    id_, outcome = refusal(load, b'{"id":%b}' % text)

    assert Global.JSON_KEY is outcome
    shown = json.loads(dump(Reply(id_, outcome, {})), parse_int=str)["id"]
    assert (text.decode() if digits <= DIGITS else str(NO_ID)) == shown


def test_the_ids_of_a_list() -> None:
    """One for each item, also of what has none; what cannot be read has none at all."""
    body = b'[{"id":7},{"id":18446744073709551616},{},7,{"id":1.5},{"id":"7"}]'
    shown = [json.loads(dump(Reply(id_, Global.SUCCESS, {})))["id"] for id_ in ids_in(body)]

    assert [7, 2**64, NO_ID, NO_ID, NO_ID, NO_ID] == shown
    assert [] == ids_in(b"[") == ids_in(b"") == ids_in(b"{}") == ids_in(b"[" * 100_000)
