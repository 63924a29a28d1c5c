"""protocol.envelope: bytes to envelopes and replies to bytes, as plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from protocol.envelope import MAX_DEPTH, NO_ID, Envelope, Malformed, Reply, dump, id_of, load, read
from status_codes import Global, Outcome

NO_INT: list[Any] = ["1", 1.0, True, False, None, [], {}]
NO_TEXT: list[Any] = [1, None, [], {}, True]
NO_OBJECT: list[Any] = [1, None, [], "{}", True]
WHOLE = {"id": 1, "type": "a", "subtype": "b", "data": {}}


def refusal(call: Callable[..., object], *arguments: object) -> tuple[int, Outcome]:
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
