"""Every envelope and its reply as one JSON Schema: what is POSTed, what a WebSocket sends and gets.

A tool finds the envelopes of an endpoint in `$defs` as `type.subtype.request` and
`type.subtype.reply`. What the console shows beside them stands in keys of ours (`x-`), which JSON
Schema passes over.
"""

from __future__ import annotations

import inspect
import json
from typing import Any, Final

from protocol.batch import MAX_ITEMS
from protocol.profiles import under
from protocol.registry import Endpoint, Registry
from protocol.replies import Nothing
from scripts.api_openapi import EVERYWHERE, fields_of, in_order
from scripts.api_replies import REF, Replies, one_of, only_where
from scripts.api_schemas import DIALECT
from scripts.api_texts import Texts
from settings import switches_of
from status_codes import Outcome
from transport.schemas import ENVELOPES, URL

DESCRIPTION: Final = """\
What is POSTed to /api: an envelope, or a list of them, which is answered by a list of replies in \
the same order; and what each text frame over /api/ws holds. An envelope of an endpoint with an \
address of its own (x-url) may be POSTed there too. The token goes into the address (?token=) or, \
but for WebSockets, into the header (Authorization: Bearer). A reply has the id of its envelope, \
or -1 where there was none. Over a WebSocket replies come in any order, and an endpoint that \
watches something goes on to reply. What is said beside x-clients stands where these settings are \
so, or is true there; a server's own copy has its own answers alone."""
ID: Final = {"type": "integer"}


def schema(registry: Registry, replies: Replies, texts: Texts) -> dict[str, Any]:
    """The whole document."""
    requests = {f"{name(e)}.request": request(e, texts) for e in registry}
    answers = {f"{name(e)}.reply": reply(e) for e in registry}
    components = under(replies.components, {}, rest=False)
    shapes = json.loads(json.dumps(components).replace(REF.format(model=""), _of("")))
    return {
        "$schema": DIALECT,
        "$id": f"{URL}/{ENVELOPES}.json",
        "title": "Postcard",
        "description": DESCRIPTION,
        "anyOf": [
            {"$ref": _of("Request")},
            {
                "type": "array",
                "items": {"$ref": _of("Request")},
                "minItems": 1,
                "maxItems": MAX_ITEMS,
            },
        ],
        "$defs": {
            "Request": {"anyOf": [{"$ref": _of(name)} for name in requests]},
            "Reply": {"anyOf": [{"$ref": _of(name)} for name in answers]},
            "Refused": _reply(
                "What any endpoint may answer.\n" + _said(EVERYWHERE),
                {"enum": sorted({outcome.code for outcome in EVERYWHERE}, reverse=True)},
                {"type": "object"},
            ),
            **requests,
            **answers,
            **shapes,
        },
    }


def name(endpoint: Endpoint) -> str:
    """What an endpoint is called in `$defs`."""
    return f"{endpoint.type}.{endpoint.subtype}"


def request(endpoint: Endpoint, texts: Texts) -> dict[str, Any]:
    """The envelope that asks for it."""
    fields, needed = fields_of(endpoint, texts)
    data: dict[str, Any] = {
        "type": "object",
        "properties": fields,
        "additionalProperties": False,
    }
    if needed:
        data["required"] = needed
    made = {
        "title": endpoint.name,
        "description": inspect.getdoc(endpoint.handle) or "",
        "x-zh": texts.endpoints[endpoint.name],
        "x-access": endpoint.access.value,
        "type": "object",
        "properties": {
            "id": ID,
            "type": {"const": endpoint.type},
            "subtype": {"const": endpoint.subtype},
            "data": data,
        },
        "required": ["id", "type", "subtype", "data"],
    }
    return made | ({"x-url": endpoint.url} if endpoint.url else {})


def reply(endpoint: Endpoint) -> dict[str, Any]:
    """What comes back: done, refused in a way of its own, or as any other."""
    answered = endpoint.answers(switches_of("document"), rest=False)
    data = one_of([{"$ref": _of(shape.__name__)} for shape in answered])
    ways = [_reply("Done.", {"const": 0}, data)]
    own = [outcome for outcome in in_order(endpoint) if outcome.code != 0]
    decided = {
        outcome: only_where(switch.setting, outcome is switch.on)
        for switch in endpoint.switches
        for outcome in (switch.off, switch.on)
        if isinstance(outcome, Outcome)
    }
    always = [outcome for outcome in own if outcome not in decided]
    if always:
        codes = {"enum": sorted({outcome.code for outcome in always})}
        ways.append(_refused(endpoint, always, codes))
    ways += [_refused(endpoint, [one], {"const": one.code}) | decided[one] for one in decided]
    return {"title": endpoint.name, "anyOf": [*ways, {"$ref": _of("Refused")}]}


def _refused(endpoint: Endpoint, said: list[Outcome], codes: dict[str, Any]) -> dict[str, Any]:
    # What is refused before anybody was asked has none of the words of whoever is asked.
    kinds = dict.fromkeys((endpoint.refusal.__name__, Nothing.__name__))
    return _reply(_said(said), codes, one_of([{"$ref": _of(kind)} for kind in kinds]))


def _reply(description: str, status: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "properties": {
            "id": ID,
            "status": status,
            "message": {"type": "string"},
            "data": data,
        },
        "required": ["id", "status", "message", "data"],
        "additionalProperties": False,
    }


def _said(outcomes: Any) -> str:
    """Numbers with their texts, one a line."""
    return "\n".join(f"{outcome.code}: {outcome.message}" for outcome in outcomes)


def _of(name: str) -> str:
    return f"#/$defs/{name}"
