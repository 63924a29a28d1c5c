"""docs/api/ says what the program does: every endpoint and field, in two languages, up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import TypeAdapter

import handlers
from protocol.profiles import settings_in, under
from scripts.api import FOLDER, ROOT, files, sentence, wanted
from scripts.api_replies import Field, Replies
from scripts.api_texts import LANGUAGES, Texts, read_texts
from services.models import replies as model_replies
from settings import PROFILE_ROWS, PROFILES, switches_of
from tests.documents import TRAVEL
from tests.rows import none_of
from transport.portraits import ADDRESSES, Portrait
from transport.schemas import FOLDER as SCHEMAS

REGISTRY = handlers.registry()
REPLIES = Replies(REGISTRY)
# REST, and any other.
FACES = (True, False)
CLASS = re.compile(r"^class (\w+)\((?!Generic).*\):$", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The documents' types in the words of the pages.
TYPES = {"int": "integer", "string?": "string"}


@pytest.fixture
def texts() -> Texts:
    """Read anew: it remembers which words were asked for."""
    return read_texts()


def test_the_pages_are_what_make_api_would_write() -> None:
    """
    No page is out of date, missing, or of a type that is no more.
    """
    made = files()
    found = [FOLDER / "openapi.json", *SCHEMAS.iterdir()]
    found += [page for language in LANGUAGES for page in (FOLDER / language).iterdir()]

    assert sorted(made) == sorted(found)
    assert [] == [str(file) for file, text in made.items() if file.read_text() != text]


def test_every_endpoint_has_its_texts(texts: Texts) -> None:
    """
    A sentence in each language; and nothing is said of others.
    """
    names = {endpoint.name for endpoint in REGISTRY}

    assert names == set(texts.endpoints)
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
    words = {
        (*owners, name): [texts.word(owners, name, language) for language in LANGUAGES]
        for fields in wanted(REGISTRY, REPLIES).values()
        for owners, name in fields
    }

    none_of(
        f"{owner}: {name}"
        for (owner, *_, name), (english, chinese) in words.items()
        if not english or not CHINESE.search(chinese)
    )
    assert set(texts.words) == texts.used


def test_every_setting_of_a_profile_has_its_words(texts: Texts) -> None:
    """
    What it changes, in each language, and nothing is said of others.
    """
    rows = {f"{row.section}.{row.key}" for row in PROFILE_ROWS}

    assert rows == texts.profiles.keys()
    assert all(CHINESE.search(chinese) for _, chinese in texts.profiles.values())
    assert not any(CHINESE.search(english) for english, _ in texts.profiles.values())


PLACE = r"img/generate \(handlers/img\.py:\d+\): docs/api/texts\.toml lacks, in "
MISSING = (
    rf"{PLACE}\[types\], img = ",
    rf"{PLACE}\[words\], rand = ",
    r"img/validate .* in \[types\], img = ",
    r"img/validate .* in \[endpoints\], \"img/validate\" = ",
    r"sms/generate .* in \[words\], rand = ",
)


def test_a_missing_text_is_named(texts: Texts) -> None:
    """
    With its endpoint, the handler's place, and the file and the table that it belongs to.
    """
    poorer = Texts(
        {k: v for k, v in texts.types.items() if k != "img"},
        {k: v for k, v in texts.endpoints.items() if k != "img/validate"},
        {k: v for k, v in texts.words.items() if k != "rand"},
    )
    missing = poorer.missing(REGISTRY, wanted(REGISTRY, REPLIES))

    assert [] == texts.missing(REGISTRY, wanted(REGISTRY, REPLIES))
    assert len(MISSING) == len(missing)
    assert all(map(re.match, MISSING, missing)), missing


def test_every_shape_is_used() -> None:
    """
    No TypedDict is left over from a reply that is no more.
    """
    of_models = {name.reply.__name__ for name in vars(model_replies).values() if _names_one(name)}
    answered = [owner for e in REGISTRY for field in REPLIES.fields(e) for owner in field.owners]
    used = {*REPLIES.shapes, *answered, *of_models}
    files = sorted((ROOT / "services").rglob("replies.py"))
    written = [name for file in files for name in CLASS.findall(file.read_text())]

    assert files
    assert [] == [name for name in written if name not in used]


def _names_one(value: object) -> bool:
    return isinstance(value, model_replies.ModelName)


def test_a_documented_reply_is_described() -> None:
    """
    Every field of the document's reply tables stands here too, with its type.
    """
    none_of(
        f"{endpoint['name']}: {fault}"
        for endpoint in TRAVEL["endpoints"]
        for fault in unsaid(keys_of(endpoint["name"]), endpoint)
    )


def keys_of(name: str) -> Mapping[str, Field]:
    """The keys of an endpoint's reply."""
    found = REGISTRY.find(*name.split("/"))
    assert found is not None
    return REPLIES.keys(found.replies)


def unsaid(reply: Mapping[str, Field], endpoint: dict[str, Any]) -> Iterator[str]:
    """The documented fields that `reply` has not, or has otherwise."""
    gives = endpoint.get("gives", {})
    if "unwrap" in endpoint:
        gives = {endpoint["unwrap"]: gives}
    yield from differences(reply, gives)


def differences(reply: Mapping[str, Field], gives: dict[str, Any]) -> Iterator[str]:
    for name, type_ in gives.items():
        found = reply[name].type if name in reply else ""
        if isinstance(type_, list) and isinstance(type_[0], dict):
            shape = REPLIES.keys((REPLIES.shapes[found.strip("[]")],))
            yield from (f"{name}.{inner}" for inner in differences(shape, type_[0]))
        elif written(type_) not in (found, found.removesuffix("|null")):
            yield f"{name}: {found or 'missing'}"


def written(type_: Any) -> str:
    """A type of the document as the pages write it."""
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
    assert {*REGISTRY.rest, *(f"GET {path}" for path in ADDRESSES)} == routes


def test_every_setting_of_clients_is_declared() -> None:
    """
    Beside some endpoint whose answers it changes, or the addresses of portraits.
    """
    declared = {key for e in REGISTRY for rest in FACES for key in REPLIES.settings(e, rest=rest)}
    declared |= settings_in(TypeAdapter(Portrait).json_schema())

    assert set(switches_of("document")) == declared


def decided() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation whose answer in JSON is decided by settings, with that answer."""
    for route, operation in operations():
        body = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        if "examples" in body:
            yield route, body


def test_an_answer_of_each_profile_is_shown() -> None:
    """
    By its name, the default's first, and as the schema is where its settings are so.
    """
    document = json.loads((FOLDER / "openapi.json").read_text())
    routes = {route for e in REGISTRY for route in e.rest if REPLIES.settings(e, rest=True)}
    choices = 0

    assert routes == {route for route, _ in decided()}
    for route, body in decided():
        assert list(PROFILES) == list(body["examples"]), route
        assert body["examples"]["document"]["value"] != body["examples"]["travellog"]["value"], (
            route
        )
        data = body["schema"]["properties"]["data"]
        choices += "oneOf" in data
        assert list(PROFILES) == [one["title"] for one in data.get("oneOf", ())] or "$ref" in data
        for profile, example in body["examples"].items():
            schema = body["schema"] | {"components": document["components"]}
            answers = Draft202012Validator(under(schema, switches_of(profile)))
            assert [] == [error.message for error in answers.iter_errors(example["value"])], route
    assert 2 == choices


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation of the description with its method and path."""
    document = json.loads((FOLDER / "openapi.json").read_text())
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_a_form_holds_what_forms_can_hold() -> None:
    """
    Texts and numbers, and a file as bytes in a form of parts: no null, list, object or base64.
    """
    files = 0
    for route, operation in operations():
        content = operation.get("requestBody", {}).get("content", {})
        in_json = content.get("application/json", {}).get("schema", {}).get("properties", {})
        for form, body in content.items():
            if form == "application/json":
                continue
            for name, field in body["schema"]["properties"].items():
                kinds = {one.get("type") for one in field.get("anyOf", [field])}
                is_file = "contentEncoding" in str(in_json[name])
                files += is_file
                assert kinds <= {"string", "integer", "number", "boolean"}, (route, name)
                assert is_file is (field.get("format") == "binary"), (route, name)
                assert not is_file or form == "multipart/form-data", route
    assert files >= 8


def test_a_parameter_is_text() -> None:
    """
    In a path or a query stands no list and no null.
    """
    none_of(
        f"{route}: {parameter['name']}"
        for route, operation in operations()
        for parameter in operation.get("parameters", ())
        for one in parameter["schema"].get("anyOf", [parameter["schema"]])
        if one["type"] not in ("string", "integer", "number", "boolean")
    )


def test_what_a_path_leads_to_may_be_missing() -> None:
    """
    Whoever puts a slash into a value has made another path; a picture can be asked for as JSON.
    """
    found = dict(operations())
    captcha = {one["name"] for one in found["GET /user/captcha"]["parameters"]}

    none_of(
        route for route, of in found.items() if ("{" in route) is not ("404" in of["responses"])
    )
    assert {"format"} == captcha


def test_every_envelope_is_described() -> None:
    """
    Each endpoint with its request and its reply, whose references lead somewhere.
    """
    schema = json.loads((SCHEMAS / "envelopes.json").read_text())
    names = [endpoint.name for endpoint in REGISTRY]
    every = schema["$defs"]
    asked = [every[one["$ref"].rpartition("/")[2]] for one in every["Request"]["anyOf"]]
    replies = [every[one["$ref"].rpartition("/")[2]] for one in every["Reply"]["anyOf"]]
    leads = {
        name.rpartition("/")[2] for name in re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))
    }

    assert names == [request["title"] for request in asked]
    assert names == [reply["title"] for reply in replies]
    assert leads <= set(every)


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
