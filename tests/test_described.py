"""What is served as the description of the API is true: schemathesis asks both faces by it.

It makes requests that fit and that do not; every answer is compared with what is written of it. Its
requests are the same in every run.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from schemathesis.core import NOT_SET
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from config import ROOT
from status_codes import Global
from tests.forking import unmeasured
from tests.postcard import Guest, Postcard
from tests.special import guest_of, serving
from tests.test_fuzz import Client, at_most
from transport.portraits import ADDRESSES

CONFIG = Path(__file__).with_name("schemathesis.toml")
SCHEMA = "/api/schema/envelopes.json"
# They end the session that the others need.
ENDING = r"^/user/(logout|password)"
# A network or a poet answers: a few requests of each take as long as all others.
# They lead to a picture, and it would follow.
LEADING = "|".join(f"^{path}$" for path in ADDRESSES)
MODELS = r"^/api/(color|weather|style|fsrcnn|poem|img2poem)"


@pytest.fixture(scope="module")
def travellog(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    with serving("embedded", request, {"POSTCARD__CLIENTS__PROFILE": "travellog"}) as postcard:
        postcard.start()
        yield postcard


@pytest.fixture
async def token(member: Guest) -> str:
    return await member.login(enduring=1)


def served(postcard: Postcard, path: str) -> Any:
    with urllib.request.urlopen(f"{postcard.url}{path}") as answer:
        return json.load(answer)


def schemathesis_says(postcard: Postcard, token: str, *options: str) -> str:
    """What its command writes. Raises AssertionError where it has found anything."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
    command += [f"{postcard.url}/api/openapi.json", "--header", f"Authorization: Bearer {token}"]
    # A model is loaded at its first call, beside whatever other tests do.
    command += ["--request-timeout", "100"]
    command += ["--no-color", "--generation-database", "none", "--warnings", "off", *options]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        # It leaves notes of its own where it runs.
        cwd=postcard.folder,
        env=unmeasured(os.environ)
        | {"SCHEMATHESIS_HOOKS": "tests.schemathesis_hooks", "PYTHONPATH": str(ROOT)},
        timeout=500,
    )
    assert 0 == done.returncode, done.stdout[-20_000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.one_way
def test_the_rest_face_is_as_described(postcard: Postcard, token: str) -> None:
    """Every operation: each bound of each field, and requests by chance."""
    some = ("--phases", "fuzzing", "--max-examples", "2", "--seed", "1")
    every = ("--phases", "coverage,fuzzing", "--max-examples", "2", "--seed", "1")
    apart = "|".join((ENDING, MODELS, LEADING))
    told = [
        schemathesis_says(postcard, token, "--exclude-path-regex", apart, *every),
        schemathesis_says(postcard, token, "--include-path-regex", MODELS, *some),
        schemathesis_says(postcard, token, "--include-path-regex", ENDING, *every),
    ]

    assert all("No issues found" in one for one in told), told


@pytest.mark.slow
async def test_another_profile_is_as_described(travellog: Postcard) -> None:
    """The same of a server whose answers are others, and that describes those."""
    some = ("--phases", "coverage,fuzzing", "--max-examples", "2", "--seed", "1")
    apart = "|".join((ENDING, MODELS.replace("color|", ""), LEADING))
    async with guest_of(travellog) as guest:
        await guest.sign_up()
        token = await guest.login(enduring=1)
    told = await asyncio.to_thread(
        schemathesis_says, travellog, token, "--exclude-path-regex", apart, *some
    )

    assert "No issues found" in told


class Envelopes:
    """The published schema of envelopes: what makes requests, and what compares replies."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self._defs: dict[str, Any] = schema["$defs"]
        references = Registry().with_resource(SCHEMA, Resource.from_contents(schema))
        self.replies = {
            name.removesuffix(".reply"): Draft202012Validator(
                {"$ref": f"{SCHEMA}#/$defs/{name}"}, registry=references
            )
            for name in self._defs
            if name.endswith(".reply")
        }

    def operations(self) -> Iterator[tuple[str, Any]]:
        """Each endpoint's name, and what makes envelopes for it."""
        paths = {
            f"/{name}": {
                "post": {
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": self._defs[f"{name}.request"]}},
                    },
                    "responses": {"200": {"description": "a reply"}},
                }
            }
            for name in self.replies
        }
        document = {
            "openapi": "3.1.0",
            "info": {"title": "envelopes", "version": "1"},
            "paths": paths,
        }
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            yield operation.path.removeprefix("/"), operation


@pytest.fixture
def envelopes(postcard: Postcard) -> Envelopes:
    return Envelopes(served(postcard, SCHEMA))


@pytest.fixture
def client(postcard: Postcard, token: str, member: Guest) -> Iterator[Client]:
    opened = Client(postcard, token, {"username": member.phone, "pass": member.password})
    with closing(opened):
        yield opened


@pytest.mark.slow
@pytest.mark.one_way
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_envelopes_are_as_described(
    envelopes: Envelopes, client: Client, mode: GenerationMode
) -> None:
    """Whatever fits gets a reply of its endpoint's; what does not fit is refused."""
    for name, operation in envelopes.operations():
        # The one before may have ended the session.
        client.sign_in_again()
        ask(client, operation.as_strategy(generation_mode=mode), envelopes.replies[name], mode)


def written(body: Any) -> bytes:
    if body is NOT_SET:
        return b""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def ask(client: Client, cases: Any, wanted: Draft202012Validator, mode: GenerationMode) -> None:
    """Send some of the cases, and compare the replies."""

    # One that fails is told as it is: making it smaller would ask a hundred times more.
    @settings(at_most(5), phases=[Phase.generate])
    @given(cases)
    def send(case: Any) -> None:
        reply = client.post("/api", written(case.body))
        for one in reply if isinstance(reply, list) else [reply]:
            wanted.validate(one)
            # It would be a fault of ours: every part is there.
            assert Global.INTERNAL.code != one["status"], case.body
            assert one["status"] or mode is GenerationMode.POSITIVE, case.body

    send()
