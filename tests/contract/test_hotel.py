"""The hotel document's rows against the program."""

from __future__ import annotations

import pytest

import handlers
from protocol.registry import Endpoint
from status_codes import ApiError, Global
from tests.contract.each import Row, each
from tests.documents import HOTEL
from transport.envelopes import BY_GET

REGISTRY = handlers.registry()
ENDPOINTS = HOTEL["endpoints"]
TYPES = {"string": "string", "int": "integer"}

each_endpoint = each(ENDPOINTS)


def of_registry(endpoint: Row) -> Endpoint:
    found = REGISTRY.find(*endpoint["name"].split("/"))
    assert found is not None
    return found


def variants(schema: Row) -> tuple[list[Row], bool]:
    """The alternatives of a field's JSON Schema, without null; whether null is one."""
    options = schema.get("anyOf", [schema])
    return [o for o in options if o.get("type") != "null"], {"type": "null"} in options


@each_endpoint
def test_an_endpoint_stands_at_its_documented_address(endpoint: Row) -> None:
    """
    Address and token are the documented ones, and GET is served where it is documented.
    """
    found = of_registry(endpoint)

    assert endpoint["url"].rstrip("/") == found.url
    assert endpoint["token"] == (found.access.value == "user")
    assert ("GET" in endpoint["methods"]) == (
        (found.type, found.subtype) in set(BY_GET.values()) or found.type == "ping"
    )


@each_endpoint
def test_the_data_is_the_documented_one(endpoint: Row) -> None:
    """
    Names, types, null and default of every field are the documented ones, and no field is more.
    """
    schema = of_registry(endpoint).binder.schema()
    properties, required = schema.get("properties", {}), set(schema.get("required", []))

    assert set(endpoint["fields"]) == set(properties)
    for name, field in endpoint["fields"].items():
        options, nullable = variants(properties[name])
        free = field.get("beyond") == "ignored"
        assert (not field["default"] or field.get("needed", False)) == (name in required), name
        assert free or field["null"] == nullable, name
        assert free or {TYPES[field["type"]]} == {option["type"] for option in options}, name


@each_endpoint
def test_the_lengths_are_the_documented_ones(endpoint: Row) -> None:
    """
    A text of the documented length is accepted, one character more is -204.
    """
    binder = of_registry(endpoint).binder
    lengths = {
        name: field["length"]
        for name, field in endpoint["fields"].items()
        if isinstance(field["length"], int)
    }
    good = {"username": "13800000000", "phone": "13800000000", "email": "a" * 38 + "@example.com"}
    data = {name: good.get(name, "a" * length) for name, length in lengths.items()}
    data |= {name: "a" for name in endpoint["fields"].keys() - lengths.keys() - {"command_type"}}
    if endpoint["name"] == "info/update":
        data["username"] = "13800000000"

    binder.bind(data, strict=True)
    for name in lengths:
        if "beyond" not in endpoint["fields"][name]:
            with pytest.raises(ApiError) as raised:
                binder.bind(data | {name: "a" + data[name]}, strict=True)
            assert Global.ARG_VALUE is raised.value.outcome, name


@each_endpoint
def test_the_local_statuses_are_the_documented_ones(endpoint: Row) -> None:
    """
    Every documented local status exists with its text; more than that only the provider has.
    """
    found = of_registry(endpoint)
    ours = {str(o.code): o.message for o in found.outcomes if o.code > 0}
    documented = endpoint["local"] | endpoint.get("ours", {})

    assert documented.items() <= ours.items()
    assert endpoint.get("provider") or documented == ours
    assert endpoint.get("ok", "successful") == found.ok.message


def test_the_global_status_table_is_the_documented_one() -> None:
    """
    Every documented global status exists with that text, and those that are more are known.
    """
    ours: dict[str, list[str]] = {}
    for outcome in Global:
        ours.setdefault(str(outcome.code), []).append(outcome.message)
    documented = {code: [message] for code, message in HOTEL["global"].items()}

    assert documented | HOTEL["global_ours"] == ours


def test_no_endpoint_has_an_unknown_address() -> None:
    """
    What answers at an envelope address stands in the document, or is known to be ours.
    """
    known = {e["name"]: e["url"].rstrip("/") for e in ENDPOINTS} | HOTEL["ours"]

    assert known == {endpoint.name: endpoint.url for endpoint in REGISTRY if endpoint.url}
