"""Writes docs/api/ from the registry: a page per type and language, and openapi.json; and the
JSON Schemas that the server publishes."""

from __future__ import annotations

import inspect
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# The path must be set first.
import handlers  # noqa: E402
from handlers.model_fields import MOST_POINTS  # noqa: E402
from protocol.batch import AT_ONCE, MAX_ITEMS  # noqa: E402
from protocol.envelope import MAX_BRACKETS, MAX_COMMAS, MAX_DEPTH  # noqa: E402
from protocol.references import MAX_LEVELS, MAX_PATH, MAX_REFERENCES  # noqa: E402
from protocol.registry import Endpoint, Registry  # noqa: E402
from scripts import api_envelopes  # noqa: E402
from scripts.api_labels import label  # noqa: E402
from scripts.api_openapi import in_order, openapi  # noqa: E402
from scripts.api_replies import Field, Replies  # noqa: E402
from scripts.api_schemas import files as schema_files  # noqa: E402
from scripts.api_texts import LANGUAGES, MissingTexts, Texts, read_texts  # noqa: E402
from services.community.rules import NEWEST  # noqa: E402
from settings import PROFILE_ROWS  # noqa: E402
from status_codes import Global, Outcome  # noqa: E402
from transport.envelopes import BY_GET  # noqa: E402
from transport.schemas import ENVELOPES  # noqa: E402
from transport.schemas import FOLDER as SCHEMAS  # noqa: E402

FOLDER: Final = ROOT / "docs" / "api"
# The settings of [works] that a client meets.
OF_WORKS: Final = (
    "picture_bytes",
    "picture_pixels",
    "clip_bytes",
    "clip_pixels",
    "clip_seconds",
    "pictures",
    "keep_unstarted_days",
)


def files() -> dict[Path, str]:
    """Every generated file with its text. Raises MissingTexts where it would lack something."""
    registry, texts = handlers.registry(), read_texts()
    replies = Replies(registry)
    if missing := texts.missing(registry, wanted(registry, replies)):
        raise MissingTexts("\n".join(missing))
    made = {FOLDER / "openapi.json": _json(openapi(registry, replies, texts, version()))}
    made |= {file: _json(schema) for file, schema in schema_files().items()}
    envelopes = api_envelopes.schema(registry, replies, texts)
    made[SCHEMAS / f"{ENVELOPES}.json"] = _json(envelopes)
    for language in LANGUAGES:
        folder = FOLDER / language
        made[folder / "README.md"] = introduction(registry, texts, language)
        for type_ in dict.fromkeys(endpoint.type for endpoint in registry):
            made[folder / f"{type_}.md"] = page(registry, replies, texts, type_, language)
    return made


def wanted(registry: Registry, replies: Replies) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The fields of each endpoint's request and reply, each behind those who may have a word."""
    return {
        endpoint.name: [((endpoint.name,), name) for name in endpoint.binder.fields]
        + [(field.owners, field.name) for field in replies.fields(endpoint)]
        for endpoint in registry
    }


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sentence(endpoint: Endpoint, texts: Texts, language: str) -> str:
    """What an endpoint does: the handler's docstring, or the Chinese beside it."""
    if language == "en":
        return inspect.getdoc(endpoint.handle) or ""
    return texts.endpoints[endpoint.name]


def introduction(registry: Registry, texts: Texts, language: str) -> str:
    """The hand-written introduction with its tables filled in."""
    frame = (FOLDER / f"introduction.{language}.md").read_text(encoding="utf-8")
    parts = {
        "endpoints": "\n\n".join(_index(registry, texts, language)),
        "statuses": _outcomes(list(Global)),
        "limits": _limits(language),
        "profiles": _profiles(texts, language),
    }
    for mark, text in (parts | numbers()).items():
        frame = frame.replace(f"{{{{{mark}}}}}", text)
    return frame.replace("\n", f"\n\n{label('generated', language)}\n", 1)


def numbers() -> dict[str, str]:
    """The numbers that the introduction names: settings at their defaults, and limits in code."""
    settings = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    return {
        "items": str(MAX_ITEMS),
        "at_once": str(AT_ONCE),
        "references": str(MAX_REFERENCES),
        "levels": str(MAX_LEVELS),
        "path": str(MAX_PATH),
        "depth": str(MAX_DEPTH),
        "brackets": f"{MAX_BRACKETS:,}",
        "commas": f"{MAX_COMMAS:,}",
        "points": f"{MOST_POINTS:,}",
        # Of both coordinates, with the four commas of the envelope around them.
        "lists": str(MAX_COMMAS // (2 * MOST_POINTS + 4)),
        "mebibytes": str(settings["http"]["json_bytes"] // 2**20),
        "handler_seconds": str(settings["http"]["handler_seconds"]),
        "idle_minutes": str(settings["tokens"]["idle_seconds"] // 60),
        "session_days": str(settings["rest"]["session_seconds"] // 86_400),
        "tokens": str(settings["tokens"]["per_user"]),
        "address_hours": str(settings["works"]["address_seconds"] // 3600),
    }


def _index(registry: Registry, texts: Texts, language: str) -> Iterator[str]:
    head = [label("endpoint", language), label("does", language), label("rest", language)]
    for type_ in dict.fromkeys(endpoint.type for endpoint in registry):
        rows = [
            [
                f"[{e.name}]({type_}.md#{anchor(e)})",
                sentence(e, texts, language).partition("\n")[0],
                "<br>".join(f"`{route}`" for route in e.rest),
            ]
            for e in registry
            if e.type == type_
        ]
        name = texts.types[type_][LANGUAGES.index(language)]
        yield f"### {name} (`{type_}`)\n\n{table(head, rows)}"


def anchor(endpoint: Endpoint) -> str:
    """The address of a heading, as renderers of Markdown make it: no slash."""
    return endpoint.name.replace("/", "")


def _limits(language: str) -> str:
    settings = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    shown = {"limits": settings["limits"], "works": {k: settings["works"][k] for k in OF_WORKS}}
    rows = [
        [f"`{section}.{key}`", str(value)]
        for section, keys in shown.items()
        for key, value in keys.items()
    ]
    return table([label("setting", language), label("value", language)], rows)


def _profiles(texts: Texts, language: str) -> str:
    rows = [
        [
            f"`{row.section}.{row.key}`",
            *(f"`{json.dumps(value)}`" for value in (row.document, row.travellog)),
            texts.profiles[f"{row.section}.{row.key}"][LANGUAGES.index(language)],
        ]
        for row in PROFILE_ROWS
    ]
    return table(
        [label("setting", language), "document", "travellog", label("does", language)], rows
    )


def page(registry: Registry, replies: Replies, texts: Texts, type_: str, language: str) -> str:
    """All endpoints of a type."""
    name = texts.types[type_][LANGUAGES.index(language)]
    parts = [
        f"# {name}: `{type_}`",
        f"{label('generated', language)} [{label('back', language)}](README.md)",
    ]
    for endpoint in registry:
        if endpoint.type == type_:
            parts += _endpoint(endpoint, replies, texts, language)
    return "\n\n".join(parts) + "\n"


def _endpoint(endpoint: Endpoint, replies: Replies, texts: Texts, language: str) -> Iterator[str]:
    yield f"## {endpoint.name}"
    yield sentence(endpoint, texts, language)
    lines = [
        *_addresses(endpoint, replies, language),
        *_decided(endpoint, replies, texts, language),
    ]
    yield "\n".join(f"* {line}" for line in lines)
    yield f"**{label('data', language)}**"
    yield _data(endpoint, texts, language)
    yield f"**{label('reply', language)}**"
    yield _reply(replies.fields(endpoint), texts, language)
    yield f"**{label('statuses', language)}**"
    yield _outcomes(in_order(endpoint))


def _addresses(endpoint: Endpoint, replies: Replies, language: str) -> Iterator[str]:
    colon, comma = label("colon", language), label("comma", language)
    yield label("who", language) + colon + label(endpoint.access.value, language)
    if endpoint.rest:
        routes = comma.join(f"`{route}`" for route in endpoint.rest)
        yield label("rest", language) + colon + routes
    bare = [f"`GET {url}`" for url, name in BY_GET.items() if "/".join(name) == endpoint.name]
    url = endpoint.url or "/api"
    shown = f'`POST {url}` `{{"type":"{endpoint.type}","subtype":"{endpoint.subtype}"}}`'
    yield label("envelope", language) + colon + comma.join([shown, *bare])
    if endpoint.unwrap:
        yield label(_unwrapping(endpoint, replies), language).format(endpoint.unwrap)
    yield from _wrong(endpoint, language)
    if endpoint.picture:
        yield label("picture", language).format(endpoint.picture)


def _decided(endpoint: Endpoint, replies: Replies, texts: Texts, language: str) -> Iterator[str]:
    """The settings by which its answers differ, and how."""
    settings = {key for rest in (False, True) for key in replies.settings(endpoint, rest=rest)}
    for name in (f"clients.{key}" for key in sorted(settings)):
        changes = texts.profiles[name][LANGUAGES.index(language)]
        yield label("decided", language).format(name) + label("colon", language) + changes


def _wrong(endpoint: Endpoint, language: str) -> Iterator[str]:
    """What REST says of wrong fields, where that is not the text of the status."""
    fields: dict[str, list[str]] = {}
    for where, outcome in endpoint.wrong.items():
        field = where if isinstance(where, str) else where[0]
        if field in endpoint.binder.fields and field not in fields.get(outcome.msg, ()):
            fields.setdefault(outcome.msg, []).append(field)
    for text, names in fields.items():
        shown = label("comma", language).join(f"`{name}`" for name in names)
        yield label("wrong", language).format(text, shown)
    if endpoint.invalid:
        yield label("invalid_else" if fields else "invalid", language).format(endpoint.invalid)


def _unwrapping(endpoint: Endpoint, replies: Replies) -> str:
    found = replies.keys(endpoint.replies).get(endpoint.unwrap)
    if found is None:
        return "refused"
    return "unwrapped_if" if found.optional else "unwrapped"


def _data(endpoint: Endpoint, texts: Texts, language: str) -> str:
    schema = endpoint.binder.schema()
    needed = schema.get("required", [])
    rows = []
    for name, field in schema.get("properties", {}).items():
        default = endpoint.binder.fields[name].default
        rows.append(
            [
                f"`{name}`",
                _kind(field, language),
                label("yes" if name in needed else "no", language),
                label("comma", language).join(_bounds(field, default, language)),
                texts.word((endpoint.name,), name, language),
            ]
        )
    names = ("field", "type", "needed", "limits", "meaning")
    return table([label(name, language) for name in names], rows) or label("nothing", language)


def _options(field: dict[str, Any]) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = field.get("anyOf", [field])
    return options


def _kind(field: dict[str, Any], language: str) -> str:
    kinds = [
        "file" if "contentEncoding" in option else option.get("type", "any")
        for option in _options(field)
    ]
    shown = " / ".join(dict.fromkeys(kind for kind in kinds if kind != "null"))
    return f"{shown} {label('or_null', language)}" if "null" in kinds else shown


def _bounds(field: dict[str, Any], default: Any, language: str) -> Iterator[str]:
    for option in _options(field):
        if "pattern" in option:
            yield f"`{option['pattern']}`"
        elif "minLength" in option or option.get("maxLength"):
            size = _range(option.get("minLength", 0), option.get("maxLength"))
            yield f"{size} {label('characters', language)}"
        if "minimum" in option or "maximum" in option:
            yield _range(option.get("minimum"), option.get("maximum"))
        if "enum" in option:
            yield ", ".join(f"`{value}`" for value in option["enum"])
    # One that is past every number is no more than "from the newest on".
    if isinstance(default, str | int | float) and default not in ("", NEWEST):
        yield f"{label('default', language)} {default}"


def _range(least: float | None, most: float | None) -> str:
    if least == most:
        return str(least)
    if least is None:
        return f"≤ {most}"
    return f"≥ {least}" if most is None or most >= 2**62 else f"{least}..{most}"


def _reply(fields: Iterator[Field], texts: Texts, language: str) -> str:
    rows = [
        [f"`{f.path}`", _type(f, language), texts.word(f.owners, f.name, language)] for f in fields
    ]
    names = ("field", "type", "meaning")
    return table([label(name, language) for name in names], rows) or label("nothing", language)


def _type(field: Field, language: str) -> str:
    bare = field.type.removesuffix("|null")
    shown = f"{bare} {label('or_null', language)}" if bare != field.type else bare
    return f"{shown} ({label('optional', language)})" if field.optional else shown


def _outcomes(outcomes: list[Outcome]) -> str:
    rows = [[str(o.code), o.message, o.msg, str(o.http)] for o in outcomes]
    return table(["status", "message", "msg", "HTTP"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; nothing when it would be empty."""
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def write() -> None:
    """Write every file, and remove pages of types that are no more."""
    made = files()
    for language in LANGUAGES:
        for old in (FOLDER / language).glob("*.md"):
            if old not in made:
                old.unlink()
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        write()
    except MissingTexts as error:
        sys.exit(str(error))
