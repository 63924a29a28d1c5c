"""docs/api/ says what the program does: every endpoint and field, in two languages, up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from openapi_spec_validator import validate

import handlers
from scripts.api import FOLDER, files, sentence
from scripts.api_texts import LANGUAGES, Texts, read_texts
from tests.documents import TRAVEL
from tests.rows import none_of

REGISTRY = handlers.registry()
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The documents' types in the words of texts.toml.
TYPES = {"int": "integer", "string?": "string"}


@pytest.fixture
def texts() -> Texts:
    """Read anew: it remembers which words were asked for."""
    return read_texts(FOLDER / "texts.toml")


def test_the_pages_are_what_make_api_would_write() -> None:
    """
    No page is out of date, missing, or of a type that is no more.
    """
    made = files()
    found = [FOLDER / "openapi.json", *(p for lang in LANGUAGES for p in (FOLDER / lang).iterdir())]

    assert sorted(made) == sorted(found)
    assert [] == [str(file) for file, text in made.items() if file.read_text() != text]


def test_every_endpoint_has_its_texts(texts: Texts) -> None:
    """
    A sentence in each language and the fields of its reply; and nothing is said of others.
    """
    names = {endpoint.name for endpoint in REGISTRY}

    assert names == set(texts.endpoints) == set(texts.replies)
    assert {name.partition("/")[0] for name in names} == set(texts.types)


def test_a_sentence_is_of_its_language(texts: Texts) -> None:
    """
    The docstring is English and ends as a sentence; the Chinese is Chinese.
    """
    english = {endpoint.name: sentence(endpoint, texts, "en") for endpoint in REGISTRY}
    chinese = {endpoint.name: sentence(endpoint, texts, "zh") for endpoint in REGISTRY}

    none_of(
        f"{name}: {said}"
        for name, said in english.items()
        if CHINESE.search(said) or not said.endswith(".")
    )
    none_of(
        f"{name}: {said}"
        for name, said in chinese.items()
        if not CHINESE.search(said) or not said.endswith("。")
    )


def test_every_word_is_used_and_every_field_has_one(texts: Texts) -> None:
    """
    Fields of requests and of replies have a meaning in each language; no meaning is left over.
    """
    needed = {(e.name, field) for e in REGISTRY for field in e.binder.fields}
    needed |= {(field.owner, field.name) for e in REGISTRY for field in texts.fields(e.name)}
    words = {
        owned: [texts.word(*owned, language) for language in LANGUAGES] for owned in sorted(needed)
    }

    none_of(
        f"{owner}: {name}"
        for (owner, name), (english, chinese) in words.items()
        if not english or not CHINESE.search(chinese)
    )
    assert set(texts.words) == texts.used


def test_every_shape_is_used(texts: Texts) -> None:
    """
    No shape is left over from a reply that is no more.
    """
    written = json.dumps([texts.replies, texts.shapes])

    assert [] == [name for name in texts.shapes if not re.search(rf'"\[?{name}[\]|"]', written)]


def test_a_documented_reply_is_described(texts: Texts) -> None:
    """
    Every field of the document's reply tables stands here too, with its type.
    """
    none_of(
        f"{endpoint['name']}: {fault}"
        for endpoint in TRAVEL["endpoints"]
        for fault in unsaid(texts, texts.reply(endpoint["name"]), endpoint)
    )


def unsaid(texts: Texts, reply: Mapping[str, str], endpoint: dict[str, Any]) -> Iterator[str]:
    """The documented fields that `reply` has not, or has otherwise."""
    gives = endpoint.get("gives", {})
    if "unwrap" in endpoint:
        gives = {endpoint["unwrap"]: gives}
    yield from differences(texts, reply, gives)


def differences(texts: Texts, reply: Mapping[str, str], gives: dict[str, Any]) -> Iterator[str]:
    for name, type_ in gives.items():
        found = reply.get(name, reply.get(f"{name}?", ""))
        if isinstance(type_, list) and isinstance(type_[0], dict):
            shape = texts.shapes[found.strip("[]")]
            yield from (f"{name}.{inner}" for inner in differences(texts, shape, type_[0]))
        elif written(type_) not in (found, found.removesuffix("|null")):
            yield f"{name}: {found or 'missing'}"


def written(type_: Any) -> str:
    """A type of the document as texts.toml writes it."""
    if isinstance(type_, list):
        return f"[{written(type_[0])}]"
    return str(TYPES.get(type_, type_))


def test_openapi_is_openapi() -> None:
    """
    The description of the REST face keeps the rules of OpenAPI 3.1, and has every route.
    """
    document = json.loads((FOLDER / "openapi.json").read_text())
    routes = {
        f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item
    }

    validate(document)
    assert set(REGISTRY.rest) == routes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_introduction_names_what_exists(language: str) -> None:
    """
    Endpoints, settings and addresses in the hand-written part are there.
    """
    text = (FOLDER / f"introduction.{language}.md").read_text()
    names = {endpoint.name for endpoint in REGISTRY}
    types = {endpoint.type for endpoint in REGISTRY}
    named = re.findall(r"`([a-z]+/[a-z_]+)`", text)

    assert named
    assert [] == [name for name in named if name.partition("/")[0] in types and name not in names]
    assert "{{" not in (FOLDER / language / "README.md").read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(language: str) -> None:
    """
    A link from a page to a page, and to a heading in it, is right.
    """
    for page in (FOLDER / language).glob("*.md"):
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
            path, _, heading = target.partition("#")
            there = (page.parent / path).read_text()
            headings = re.findall(r"^## (.+)$", there, re.MULTILINE)

            assert not heading or heading in [h.replace("/", "") for h in headings], target
