"""The REST face as an OpenAPI 3.1 document, from the same registry and texts as the pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any, Final

from protocol.registry import Access, Endpoint, Registry
from scripts.api_replies import Replies
from scripts.api_texts import Texts
from services.caller import SESSION_COOKIE
from services.running.once import KEY_MOST
from status_codes import Global, Outcome
from transport.rest import KEY

# What any endpoint may answer beside its own statuses.
EVERYWHERE: Final = tuple(outcome for outcome in Global if outcome is not Global.SUCCESS)
# What only a request with a key is answered.
OF_KEYS: Final = (Global.KEY_UNDER_WAY, Global.KEY_BROKEN_OFF, Global.KEY_OTHER_BODY)
KEY_PARAMETER: Final = {
    "name": KEY,
    "in": "header",
    "required": False,
    "description": "A name of this request, the same when it is sent again: it is done once, and "
    "answered for a day as it was the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_MOST},
}
SECURITY: Final = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "token": {"type": "apiKey", "in": "query", "name": "token"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
}


def openapi(registry: Registry, replies: Replies, texts: Texts, version: str) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for route, endpoint in registry.rest.items():
        method, _, path = route.partition(" ")
        item = paths.setdefault(path, {})
        item[method.lower()] = operation(endpoint, method, path, texts)
        item[method.lower()]["responses"] = _responses(endpoint, replies)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Postcard",
            "version": version,
            "description": "The REST face. Every operation is an envelope too: see README.md.",
        },
        "tags": [
            {"name": type_, "description": names[0]}
            for type_, names in texts.types.items()
            if any(e.type == type_ for e in registry.rest.values())
        ],
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY,
            "schemas": replies.components | {"Refusal": refusal_schema()},
            "responses": {
                str(http): {"description": said(EVERYWHERE, http), "content": refusal()}
                for http in sorted({outcome.http for outcome in EVERYWHERE})
            },
        },
    }


def operation(endpoint: Endpoint, method: str, path: str, texts: Texts) -> dict[str, Any]:
    """One method of one path, but for what it answers."""
    does = inspect.getdoc(endpoint.handle) or ""
    described: dict[str, Any] = {
        "tags": [endpoint.type],
        "operationId": f"{endpoint.type}_{endpoint.subtype}"
        + ("" if endpoint.rest[0].startswith(method) else f"_by_{method.lower()}"),
        "summary": does.partition("\n")[0],
        "description": does,
    }
    schema = endpoint.binder.schema()
    fields = schema.get("properties", {})
    for name, field in fields.items():
        field["description"] = texts.word((endpoint.name,), name, "en")
    in_path = [name for name in fields if f"{{{name}}}" in path]
    rest = [name for name in fields if name not in in_path]
    needed = schema.get("required", [])
    parameters = [_parameter(name, "path", fields[name], True) for name in in_path]
    if method == "GET":
        parameters += [_parameter(n, "query", fields[n], n in needed) for n in rest]
    elif rest:
        described["requestBody"] = _body({n: fields[n] for n in rest}, needed)
    if endpoint.keyed:
        parameters.append(KEY_PARAMETER)
    if parameters:
        described["parameters"] = parameters
    if endpoint.access is not Access.ANYONE:
        described["security"] = [{name: []} for name in SECURITY]
        if endpoint.access is Access.GUEST:
            described["security"].append({})
    return described


def _parameter(name: str, place: str, field: dict[str, Any], needed: bool) -> dict[str, Any]:
    schema = {key: value for key, value in field.items() if key not in ("title", "description")}
    return {
        "name": name,
        "in": place,
        "required": needed,
        "description": field["description"],
        "schema": schema,
    }


def _body(fields: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    def schema(file: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {
            "type": "object",
            "properties": {
                name: field | file if "contentEncoding" in field else field
                for name, field in fields.items()
            },
        }
        kept = [name for name in fields if name in needed]
        return made | ({"required": kept} if kept else {})

    forms = ["application/json"]
    if any("contentEncoding" in field for field in fields.values()):
        forms.insert(0, "multipart/form-data")
    else:
        forms.insert(0, "application/x-www-form-urlencoded")
    return {
        "required": bool([name for name in fields if name in needed]),
        "content": {form: {"schema": schema({})} for form in forms},
    }


def _responses(endpoint: Endpoint, replies: Replies) -> dict[str, Any]:
    ordered = in_order(endpoint)
    done = [outcome for outcome in ordered if outcome.code == 0]
    own = [outcome for outcome in ordered if outcome.code != 0]
    content: dict[str, Any] = {
        "application/json": {"schema": reply_schema(replies.shown(endpoint))},
    }
    if endpoint.picture:
        content |= {"image/png": {"schema": {}}}
    made: dict[str, Any] = {"200": {"description": said(done, 200), "content": content}}
    everywhere = [one for one in EVERYWHERE if endpoint.keyed or one not in OF_KEYS]
    for http in sorted({outcome.http for outcome in (*everywhere, *own)}):
        mine = said(own, http)
        if endpoint.invalid and http == Global.ARG_VALUE.http:
            mine = f"{endpoint.invalid}\n{mine}".strip()
        if mine:
            made[str(http)] = {"description": mine, "content": refusal()}
        else:
            made[str(http)] = {"$ref": f"#/components/responses/{http}"}
    return made


def in_order(endpoint: Endpoint) -> list[Outcome]:
    """What an endpoint can answer, by number, as status_codes.py lists it."""

    def place(outcome: Outcome) -> tuple[int, int, str]:
        return outcome.code, list(type(outcome).__members__).index(outcome.name), outcome.msg

    return sorted(endpoint.outcomes, key=place)


def said(outcomes: Iterable[Outcome], http: int) -> str:
    """The texts of an HTTP status, one per line."""
    return "\n".join(dict.fromkeys(o.msg for o in outcomes if o.http == http))


def reply_schema(data: dict[str, Any]) -> dict[str, Any]:
    """{code, msg, data}."""
    return {
        "type": "object",
        "properties": {"code": {"type": "integer"}, "msg": {"type": "string"}, "data": data},
        "required": ["code", "msg", "data"],
    }


def refusal_schema() -> dict[str, Any]:
    """{code, msg}, and data where there is something in it."""
    schema = reply_schema({"type": ["object", "string"]})
    return schema | {"required": ["code", "msg"]}


def refusal() -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
