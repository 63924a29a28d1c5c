"""The REST face as an OpenAPI 3.1 document, from the same registry and texts as the pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import TypeAdapter

from protocol.profiles import X_CLIENTS, under
from protocol.registry import Access, Endpoint, Registry
from scripts.api_examples import example
from scripts.api_replies import Replies
from scripts.api_texts import Texts
from services.caller import SESSION_COOKIE
from services.running.once import KEY_MOST
from settings import PROFILES, switches_of
from status_codes import Global, Outcome, RestOnly
from transport.portraits import ADDRESSES, Portrait
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
# What stands beside the kinds of a field.
BESIDE: Final = ("title", "description", "default")
SECURITY: Final = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "token": {"type": "apiKey", "in": "query", "name": "token"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
}


# The whole reply where the REST face would answer a picture.
FORMAT: Final = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "`json`: the whole reply in place of the picture; anything else: the picture",
    "schema": {"type": "string"},
    "examples": {"json": {"value": "json"}},
}
# A file in a form is bytes; some tools know it by the one key, some by the other.
BYTES: Final = {
    "type": "string",
    "format": "binary",
    "contentMediaType": "application/octet-stream",
}
DESCRIPTION: Final = """\
The REST face. Every operation is an envelope too, and some are envelopes alone: see \
`/api/schema/envelopes.json`.

`code` in a reply is the HTTP status that is written here. With the setting `rest.always_200` \
the HTTP status itself is always 200.

Text is taken where a number is wanted, as forms send it, in JSON too.

Where settings decide between two answers, those are titled, and examples named, by the value of \
`clients.profile` that sets them so; what a server gives at `/api/openapi.json` has its own alone.
"""


def openapi(registry: Registry, replies: Replies, texts: Texts, version: str) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for route, endpoint in registry.rest.items():
        method, _, path = route.partition(" ")
        item = paths.setdefault(path, {})
        item[method.lower()] = operation(endpoint, method, path, texts)
        item[method.lower()]["responses"] = _responses(endpoint, replies, path)
    paths |= {path: {"get": _portrait(path, phone)} for path, phone in ADDRESSES.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Postcard", "version": version, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": list(_tags(paths, registry, texts)),
        "paths": paths,
        "components": {
            "securitySchemes": SECURITY,
            "schemas": replies.components | {"Refusal": refusal_schema({"type": "object"})},
            "responses": {
                str(http): _refused(said(EVERYWHERE, http), http, refusal())
                for http in sorted({outcome.http for outcome in EVERYWHERE})
            },
        },
    }


def _tags(paths: dict[str, Any], registry: Registry, texts: Texts) -> Iterator[dict[str, str]]:
    """The types that have operations, those of addresses beside the registry last."""
    used = {tag for item in paths.values() for one in item.values() for tag in one["tags"]}
    first = {endpoint.type for endpoint in registry.rest.values()}
    for type_ in sorted(used, key=lambda tag: (tag not in first, list(texts.types).index(tag))):
        yield {"name": type_, "description": texts.types[type_][0]}


def _portrait(path: str, phone: str) -> dict[str, Any]:
    """The way to a guest's picture, which is no envelope."""
    type_ = next(part for part in path.split("/") if part in ("portrait", "pic"))
    location = {"description": "where it lies", "schema": TypeAdapter(Portrait).json_schema()}
    failures = sorted({outcome.http for outcome in EVERYWHERE})
    return {
        "tags": [type_],
        "operationId": f"{type_}_of",
        "summary": "The picture of a phone's guest, or nobody's.",
        "description": "Leads to the picture of a phone's guest; until `clients.portraits` is on, "
        "to nobody's.",
        "parameters": [
            {
                "name": phone,
                "in": "query",
                "required": False,
                "description": "the guest's phone",
                "schema": {"type": "string"},
            }
        ],
        "responses": {
            "302": {"description": "it lies elsewhere", "headers": {"Location": location}},
            **{str(http): {"$ref": f"#/components/responses/{http}"} for http in failures},
        },
    }


def operation(endpoint: Endpoint, method: str, path: str, texts: Texts) -> dict[str, Any]:
    """One method of one path, but for what it answers."""
    does = inspect.getdoc(endpoint.handle) or ""
    described: dict[str, Any] = {
        "tags": [endpoint.type],
        "operationId": f"{endpoint.type}_{endpoint.subtype}"
        + ("" if endpoint.rest[0].startswith(method) else f"_by_{method.lower()}"),
        # It is shown as it is; the description is Markdown.
        "summary": does.partition("\n")[0].replace("`", ""),
        "description": does,
    }
    fields, needed = fields_of(endpoint, texts)
    in_path = [name for name in fields if f"{{{name}}}" in path]
    rest = [name for name in fields if name not in in_path]
    parameters = [_parameter(name, "path", fields[name], True) for name in in_path]
    if method == "GET":
        parameters += [_parameter(n, "query", fields[n], n in needed) for n in rest]
        if endpoint.picture:
            parameters.append(FORMAT | _with_picture(endpoint))
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


def fields_of(endpoint: Endpoint, texts: Texts) -> tuple[dict[str, Any], list[str]]:
    """JSON Schema of each key of an endpoint's data, and the keys that it needs."""
    schema = endpoint.binder.schema()
    fields = {
        name: {key: value for key, value in field.items() if key != "title"}
        | {"description": texts.word((endpoint.name,), name, "en")}
        for name, field in schema.get("properties", {}).items()
    }
    return fields, schema.get("required", [])


def _parameter(name: str, place: str, field: dict[str, Any], needed: bool) -> dict[str, Any]:
    schema = {key: value for key, value in as_text(field).items() if key != "description"}
    return {
        "name": name,
        "in": place,
        "required": needed,
        "description": field["description"],
        "schema": schema,
    }


def as_text(field: dict[str, Any]) -> dict[str, Any]:
    """What is left of a field where only text can be sent: no null, no list, no object."""
    if "anyOf" not in field:
        return field
    left = [one for one in field["anyOf"] if one.get("type") not in ("null", "array", "object")]
    rest = {key: value for key, value in field.items() if key not in ("anyOf", "default")}
    return rest | (left[0] if len(left) == 1 else {"anyOf": left})


def or_null(field: dict[str, Any]) -> dict[str, Any]:
    """The same, or null: in the JSON of REST that is as if it were left out."""
    kinds = field.get("anyOf", [{k: v for k, v in field.items() if k not in BESIDE}])
    if {"type": "null"} in kinds:
        return field
    return {k: v for k, v in field.items() if k in BESIDE} | {"anyOf": [*kinds, {"type": "null"}]}


def is_file(field: dict[str, Any]) -> bool:
    """Whether a field is a file: base64 in JSON, bytes in a form."""
    return any("contentEncoding" in one for one in (field, *field.get("anyOf", ())))


def _body(fields: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    kept = [name for name in fields if name in needed]

    def schema(properties: dict[str, Any]) -> dict[str, Any]:
        # A form may hold more, such as the button's own name: that is not looked at.
        made: dict[str, Any] = {"type": "object", "properties": properties}
        return made | ({"required": kept} if kept else {})

    files = {
        name: BYTES | {"description": field["description"]}
        for name, field in fields.items()
        if is_file(field)
    }
    texts = {name: as_text(field) for name, field in fields.items()}
    in_json = {n: field if n in kept else or_null(field) for n, field in fields.items()}
    content = {"application/json": {"schema": schema(in_json)}}
    if files:
        content = {"multipart/form-data": {"schema": schema(texts | files)}} | content
    elif all(field.get("type") != "object" for field in fields.values()):
        content = {"application/x-www-form-urlencoded": {"schema": schema(texts)}} | content
    return {"required": bool(kept), "content": content}


def _responses(endpoint: Endpoint, replies: Replies, path: str) -> dict[str, Any]:
    ordered = in_order(endpoint)
    done = [outcome for outcome in ordered if outcome.code == 0]
    own = [outcome for outcome in ordered if outcome.code != 0]
    if "{" in path:
        # A value with a slash in it makes another path.
        own.append(RestOnly.NOT_FOUND)
    content: dict[str, Any] = {"application/json": _answered(endpoint, replies)}
    if endpoint.picture:
        png: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
        content["image/png"] = png | _with_picture(endpoint)
    made: dict[str, Any] = {"200": {"description": said(done, 200), "content": content}}
    mine = _refusal_of(endpoint, replies)
    everywhere = [one for one in EVERYWHERE if endpoint.keyed or one not in OF_KEYS]
    for http in sorted({outcome.http for outcome in (*everywhere, *own)}):
        texts = said(own, http)
        if endpoint.invalid and http == Global.ARG_VALUE.http:
            texts = f"{endpoint.invalid}\n{texts}".strip()
        if texts:
            made[str(http)] = _refused(texts, http, mine)
        else:
            made[str(http)] = {"$ref": f"#/components/responses/{http}"}
    return made


def _answered(endpoint: Endpoint, replies: Replies) -> dict[str, Any]:
    """What a success is in JSON, with an example of each profile where they differ."""
    schema = reply_schema(replies.shown(endpoint))
    settings = sorted(replies.settings(endpoint, rest=True))
    if not settings:
        return {"schema": schema}
    examples = {}
    for profile in PROFILES:
        switches = switches_of(profile)
        value = example(under(schema, switches), under(replies.components, switches))
        decided = {setting: switches[setting] for setting in settings}
        examples[profile] = {X_CLIENTS: decided, "value": value | {"msg": endpoint.ok.msg}}
    return {"schema": schema, "examples": examples}


def _with_picture(endpoint: Endpoint) -> dict[str, Any]:
    """Where the REST face answers a picture, if that is decided by a setting."""
    decides = {
        switch.setting: False for switch in endpoint.switches if _shows(endpoint, switch.off)
    }
    return {X_CLIENTS: decides} if decides else {}


def _shows(endpoint: Endpoint, reply: Any) -> bool:
    return isinstance(reply, type) and endpoint.picture in reply.__annotations__


def _refusal_of(endpoint: Endpoint, replies: Replies) -> dict[str, Any]:
    """What a refusal of an endpoint's own holds, where its data may be a bare value."""
    bare = replies.components[endpoint.refusal.__name__]["properties"].get(endpoint.unwrap)
    if bare is None:
        return refusal()
    data = {"anyOf": [bare, {"type": "object"}]}
    return {"application/json": {"schema": refusal_schema(data)}}


def _refused(description: str, http: int, content: dict[str, Any]) -> dict[str, Any]:
    made = {"description": description, "content": content}
    if http != Global.TOO_MANY.http:
        return made
    again = {"description": "seconds until it may be tried again", "schema": {"type": "integer"}}
    return made | {"headers": {"Retry-After": again}}


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
        "properties": {"code": {"const": 200}, "msg": {"type": "string"}, "data": data},
        "required": ["code", "msg", "data"],
    }


def refusal_schema(data: dict[str, Any]) -> dict[str, Any]:
    """{code, msg}, and data where there is something in it."""
    return {
        "type": "object",
        "properties": {"code": {"type": "integer"}, "msg": {"type": "string"}, "data": data},
        "required": ["code", "msg"],
    }


def refusal() -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
