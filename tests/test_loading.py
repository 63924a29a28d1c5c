"""What each process loads: torch, decoders and the server only where they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

from tests.forking import unmeasured
from tests.rows import none_of
from tests.source import DATABASES, ROOT, imported, layer_of, modules, name_of, trees

# What a child process does without.
OURS = {"config", "handlers", "protocol", "server", "services", "stores", "transport"}
LIBRARIES = {*DATABASES, "aiohttp", "dramatiq", "pydantic_settings", "redis", "sqlalchemy"}


def test_torch_is_imported_by_models_only() -> None:
    """Networks run behind one door."""
    none_of(
        name_of(path)
        for path, tree in trees()
        if layer_of(path) != "models" and "torch" in imported(tree)
    )


def loaded_by(module: str) -> set[str]:
    """The packages of a process that has imported this and done nothing else."""
    return {name.partition(".")[0] for name in modules_of(module)}


@cache
def modules_of(module: str) -> set[str]:
    """The same, with what of each package."""
    script = f"import sys, {module}; print(*sys.modules)"
    # Measured, it would have loaded what coverage keeps its figures in: sqlite3.
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=unmeasured(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_web_process_never_loads_torch() -> None:
    """Importing the server brings in neither torch nor a worker's renderer."""
    assert not {"torch", "av"} & loaded_by("server")


def test_the_web_process_loads_no_decoder_of_guests_files() -> None:
    """Who looks at them is a process apart; of pictures it knows the first bytes."""
    looks = {"studio.look.intake", "studio.look.develop", "studio.look.parts", "studio.look.clips"}
    plugins = {"PIL.JpegImagePlugin", "PIL.WebPImagePlugin", "PIL.GifImagePlugin"}

    assert not (looks | plugins) & modules_of("server")
    none_of(
        f"{name_of(path)}: {name}"
        for path, tree in trees()
        if layer_of(path) in ("handlers", "services", "transport")
        for name in modules(tree)
        if any(name.startswith(one) for one in looks)
    )


def test_the_server_loads_nothing_that_only_some_need() -> None:
    """Clients of databases, Redis, buckets and providers come by name, and the decoder of HEIC."""
    clients = {*DATABASES, "redis", "obstore", "tencentcloud", "pillow_heif"}

    assert not clients & loaded_by("server")


@pytest.mark.parametrize(
    "child",
    [
        "workers.look_process",
        "workers.render_process",
        "workers.model_process, models.img2poem, models.weather",
    ],
)
def test_children_load_nothing_of_the_server(child: str) -> None:
    """They begin sooner, and hold less: no settings, database, queue or web server."""
    assert "studio" in loaded_by(child)
    assert not (OURS | LIBRARIES) & loaded_by(child)


def test_the_process_that_hashes_knows_how_and_nothing_else() -> None:
    """Of the stores it has the one module that says how passwords are kept."""
    child = "workers.cpu_process"

    assert {"stores", "stores.password_hashes"} == {
        name for name in modules_of(child) if name.partition(".")[0] in OURS
    }
    assert not LIBRARIES & loaded_by(child)
