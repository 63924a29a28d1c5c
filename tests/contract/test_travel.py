"""The travel document's rows against the program."""

from __future__ import annotations

import re

import handlers
from protocol.registry import Access, Endpoint
from status_codes import Global, RestOnly
from tests.contract.each import Row, each
from tests.documents import TRAVEL

REGISTRY = handlers.registry()
ENDPOINTS = TRAVEL["endpoints"]
TYPES = {
    "string": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
}

each_endpoint = each(ENDPOINTS)


def of_registry(endpoint: Row) -> Endpoint:
    found = REGISTRY.find(*endpoint["name"].split("/"))
    assert found is not None
    return found


def ours(endpoint: Row, what: str) -> Row:
    """What of an endpoint is more than the document says."""
    found: Row = endpoint.get("ours", {}).get(what, {})
    return found


def by_post(route: str) -> str:
    return route.replace("GET ", "POST ", 1)


@each_endpoint
def test_an_endpoint_has_its_documented_routes(endpoint: Row) -> None:
    """
    Every documented route is there; one more only where a documented GET can be a POST too.
    """
    documented = set(endpoint["routes"])
    allowed = documented | {by_post(route) for route in documented} | set(ours(endpoint, "routes"))

    assert documented <= set(of_registry(endpoint).rest) <= allowed


def test_no_route_is_unknown() -> None:
    """
    What answers at a REST path stands in the document, or is known to be ours.
    """
    documented = {endpoint["name"] for endpoint in ENDPOINTS}
    more = {e.name: list(e.rest) for e in REGISTRY if e.rest and e.name not in documented}

    assert TRAVEL["ours"] == more


@each_endpoint
def test_who_may_call_is_as_documented(endpoint: Row) -> None:
    """
    未登录或登录超时 stands in the tables of those endpoints that ask for a token.
    """
    asks = "未登录或登录超时" in endpoint["says"] or endpoint.get("token", False)

    assert asks == (of_registry(endpoint).access is Access.USER)


def type_of(schema: Row) -> str:
    """The document's word for a field's JSON Schema."""
    options = [o for o in schema.get("anyOf", [schema]) if o.get("type") != "null"]
    if all(o.get("contentEncoding") == "base64" for o in options):
        return "file"
    kinds = [o.get("type") for o in options]
    return "|".join(next(word for word, kind in TYPES.items() if kind == k) for k in kinds)


@each_endpoint
def test_the_fields_are_the_documented_ones(endpoint: Row) -> None:
    """
    Names and types of all fields are the documented ones; those that are more are known. What is a
    text may also come as a number.
    """
    schema = of_registry(endpoint).binder.schema()
    found = {name: type_of(field) for name, field in schema.get("properties", {}).items()}
    documented = {n: f.get("form", f["type"]) for n, f in endpoint.get("fields", {}).items()}
    expected = documented | ours(endpoint, "fields")

    assert expected.keys() == found.keys()
    for name, kinds in expected.items():
        assert set(kinds.split("|")) <= set(found[name].split("|")), name


@each_endpoint
def test_needed_fields_are_the_documented_ones(endpoint: Row) -> None:
    """
    A field is needed where the document says so, unless a message of its own tells of its lack.
    """
    needed = {
        name
        for name, field in endpoint.get("fields", {}).items()
        if field["required"] is True and "missing" not in field
    }

    assert needed == set(of_registry(endpoint).binder.schema().get("required", []))


def test_defaults_and_values_are_the_documented_ones() -> None:
    """
    Where the document names a default it is that one; where it names values, they are taken.
    """
    for endpoint in ENDPOINTS:
        binder = of_registry(endpoint).binder
        for name, field in endpoint.get("fields", {}).items():
            if "default" in field:
                assert field["default"] == binder.fields[name].default, (endpoint["name"], name)
            for value in field.get("values", ()):
                needed = {n: "a" for n in binder.schema().get("required", [])}

                assert value == binder.bind(needed | {name: value}, strict=True)[name]


def declared(endpoint: Row) -> dict[tuple[int, object], list[str]]:
    """(HTTP status, by what) → texts: all that an endpoint can say over REST."""
    found = of_registry(endpoint)
    texts: dict[tuple[int, object], list[str]] = {}
    for outcome in found.outcomes:
        texts.setdefault((outcome.http, outcome.code), []).append(outcome.msg)
    for outcome in Global:
        texts.setdefault((outcome.http, "global"), []).append(outcome.msg)
    texts[403, "global"].append(found.invalid)
    texts[403, "method"] = [RestOnly.USE_POST.msg, RestOnly.USE_GET.msg]
    return texts


def fits(message: str, text: str) -> bool:
    """Whether a text is that message: its braces filled, or with what went wrong behind it."""
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))
    return message in (text, text.partition("：{")[0]) or re.fullmatch(pattern, message) is not None


@each_endpoint
def test_every_documented_message_is_declared(endpoint: Row) -> None:
    """
    Each message has its HTTP status, and its number on the envelope faces.
    """
    can_say = declared(endpoint)

    for message, (http, by) in endpoint["says"].items():
        assert any(fits(message, text) for text in can_say.get((http, by), ())), message


@each_endpoint
def test_no_message_is_unknown(endpoint: Row) -> None:
    """
    A local status stands in the document, or is known to be ours and comes after those.
    """
    known = {by for _, by in endpoint["says"].values() if isinstance(by, int) and by > 0}
    found = {o.code: o.msg for o in of_registry(endpoint).outcomes if o.code > 0}
    more = {str(code): msg for code, msg in found.items() if code not in known}

    assert ours(endpoint, "says") == more
    assert not [code for code in more if int(code) < max(known, default=0)]


def test_local_numbers_count_from_100_in_the_order_of_the_document() -> None:
    """
    The first message of an endpoint that is its own is 100, the next 101, and so on.
    """
    for endpoint in ENDPOINTS:
        numbers = [by for _, by in endpoint["says"].values() if isinstance(by, int) and by > 0]

        assert list(range(100, 100 + len(numbers))) == numbers, endpoint["name"]


@each_endpoint
def test_what_rest_shows_bare_is_named_on_the_envelope_faces(endpoint: Row) -> None:
    """
    Where the document's data is a list or a text, on success or on refusal, it has a name there.
    """
    named = [endpoint[key] for key in ("unwrap", "many", "refusal", "profile") if key in endpoint]

    assert (named or [""]) == [of_registry(endpoint).unwrap]
