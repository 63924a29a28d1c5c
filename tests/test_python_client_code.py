"""The code of clients/python: what is generated is up to date, what is packed can be installed."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from postcard_client import ApiError, GlobalError, NoAnswer, Patience, Refused, StorageFull
from postcard_client.errors import KINDS, error_of
from postcard_client.generated import calls

import handlers
from config import ROOT, version
from scripts.python_client import FOLDER, files
from status_codes import Global
from tests.forking import unmeasured

CLIENT = ROOT / "clients/python"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def test_the_generated_code_is_what_make_api_would_write() -> None:
    """Nothing in it is out of date, or was changed by hand."""
    assert [] == [path.name for path, text in files().items() if text != path.read_text()]
    assert {*(path.name for path in files()), "__init__.py"} == {
        path.name for path in FOLDER.glob("*.py")
    }


def test_refusals_are_told_by_number() -> None:
    """Whatever the order in which the server lists them."""
    told = [
        [int(status) for status in re.findall(r"^ +(\d+): ", block, re.MULTILINE)]
        for block in (FOLDER / "calls.py").read_text().split("Refused:")[1:]
    ]

    assert any(len(statuses) > 2 for statuses in told)
    assert [sorted(statuses) for statuses in told] == told


def test_every_endpoint_can_be_called_in_both_ways() -> None:
    """Under its type and subtype, but for what follows a work."""
    for endpoint in handlers.registry():
        name = "pass_" if endpoint.subtype == "pass" else endpoint.subtype
        waiting = getattr(calls, endpoint.type.title())
        coroutine = getattr(calls, f"Async{endpoint.type.title()}")

        assert hasattr(waiting, name) is hasattr(coroutine, name) is (name != "watch")
        if name != "watch":
            wanted = {"pass_" if field == "pass" else field for field in endpoint.binder.fields}
            assert wanted | {"self"} == set(inspect.signature(getattr(coroutine, name)).parameters)


def test_every_global_status_is_of_a_kind() -> None:
    """And one that is new to this client is raised all the same."""
    told = {outcome.code: type(error_of("a/b", outcome.code, "", {})) for outcome in Global}
    del told[Global.SUCCESS.code]

    assert KINDS == told
    assert GlobalError not in told.values()
    assert GlobalError is type(error_of("a/b", -999, "", {}))
    assert Refused is type(error_of("a/b", 100, "", {}))
    assert StorageFull is type(error_of("a/b", -413, "", {"used": 2, "limit": 1}))


PATIENCE = Patience(tries=5, first=1, most=3, longest=30)


@pytest.mark.parametrize(
    ("tried", "error", "least", "most"),
    [
        (1, NoAnswer("cut"), 0.5, 1),
        (2, error_of("a/b", Global.DATABASE.code, "", {}), 1, 2),
        (4, error_of("a/b", Global.STORAGE.code, "", {}), 1.5, 3),
        (1, error_of("a/b", Global.KEY_UNDER_WAY.code, "", {"retry_after": 5}), 5, 5),
        (1, NoAnswer("HTTP 503", 20), 20, 20),
    ],
)
def test_how_long_is_waited(
    tried: int, error: NoAnswer | ApiError, least: float, most: float
) -> None:
    """Twice as long each time, up to the most; and as long as the server says."""
    pause = PATIENCE.wait(tried, error)

    assert pause is not None
    assert least <= pause <= most


@pytest.mark.parametrize(
    ("tried", "error"),
    [
        (5, NoAnswer("cut")),
        (1, error_of("a/b", Global.TOO_MANY.code, "", {"retry_after": 31})),
        *((1, error_of("a/b", row.code, "", {})) for row in Global if row.name.startswith("ARG")),
        (1, error_of("a/b", Global.KEY_BROKEN_OFF.code, "", {})),
        (1, error_of("a/b", Global.KEY_OTHER_BODY.code, "", {})),
        (1, error_of("a/b", Global.INTERNAL.code, "", {})),
        (1, error_of("a/b", 100, "", {})),
    ],
)
def test_what_is_not_asked_again(tried: int, error: NoAnswer | ApiError) -> None:
    """What would be answered the same, what nobody would wait for, and what was tried enough."""
    assert PATIENCE.wait(tried, error) is None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is handed out."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    command = [*PIP, "wheel", *options, str(CLIENT)]
    subprocess.run(command, env=unmeasured(os.environ), check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_is_of_the_servers_version_and_typed(wheel: Path) -> None:
    """Nothing but the package lies in it; it asks for the Python that the server asks for."""
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        said = packed.read(metadata).decode()
    sources = {str(file.relative_to(CLIENT / "src")) for file in CLIENT.glob("src/**/*.py")}

    assert f"postcard_client-{version()}-py3-none-any.whl" == wheel.name
    assert f"Requires-Python: {PROJECT['requires-python']}\n" in said
    assert sources | {"postcard_client/py.typed"} == {
        name for name in names if ".dist-info/" not in name
    }


@pytest.mark.slow
def test_the_wheel_can_be_installed_by_itself(wheel: Path, tmp_path: Path) -> None:
    """With what it asks for, in an environment that has nothing else."""
    command = [sys.executable, "-m", "venv", str(tmp_path)]
    subprocess.run(command, env=unmeasured(os.environ), check=True, timeout=300)
    python = tmp_path / "bin/python"
    bounds = ("-c", str(ROOT / "requirements/constraints.txt"))
    options = ("--quiet", "--disable-pip-version-check", *bounds)
    subprocess.run([python, "-m", "pip", "install", *options, wheel], check=True, timeout=500)

    said = subprocess.run(
        [python, "-I", "-m", "postcard_client", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert "film" in said.stdout
