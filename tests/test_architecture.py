"""The rules of the house that a program can check: layers, sizes, first lines, jobs."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from stores.jobs import Job
from tests.forking import unmeasured
from tests.rows import none_of
from workers.actors import ACTORS
from workers.broker import QUEUES

ROOT = Path(__file__).resolve().parents[1]
# A module may import only from rows below its own; on one row all stand beside each other.
LAYERS = [
    {"server"},
    {"handlers", "transport", "workers"},
    {"services"},
    {"studio", "models", "stores"},
    {"protocol", "config"},
    {"status_codes", "addresses"},
]
# Beside the house: they use it from outside.
OUTSIDE = {"scripts", "bench", "migrations", "training"}
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}
# What leans on what a library does not promise stands in one file each; tests/test_seams.py has a
# test of each line of its list. The modules are those that lead there.
SEAMS = {
    "transport/aiohttp_internals.py": {"aiohttp.web_protocol", "aiohttp.http_parser"},
    # Its one line is tested in tests/test_sms_tencent.py, beside the provider.
    "services/messages/tencent_calls.py": set(),
    "stores/mysql_aiomysql.py": {"aiomysql", "pymysql"},
    "stores/mysql_asyncmy.py": {"asyncmy"},
    "workers/dramatiq_internals.py": {"dramatiq.asyncio"},
}
DATABASES = {"aiomysql", "asyncmy", "pymysql", "sqlite3"}
MOST_LINES = 400


def program() -> list[Path]:
    """Every file of the program."""
    tops = [ROOT / name for name in RANK]
    found = [path.with_suffix(".py") for path in tops if path.with_suffix(".py").exists()]
    return sorted(found + [file for path in tops for file in path.rglob("*.py")])


def beside() -> list[Path]:
    """What stands beside it, but for the migrations, whose first lines Alembic writes."""
    files = sorted(file for name in OUTSIDE for file in (ROOT / name).rglob("*.py"))
    return [file for file in files if "versions" not in file.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, top-level name) of what is imported anywhere in a file; a relative one has no name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "" if node.level else (node.module or "").split(".")[0]


def imported(tree: ast.AST) -> set[str]:
    return {name for _, name in imports(tree)}


def modules(tree: ast.AST) -> set[str]:
    """The full names of all that is imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """Every file of the program, read."""
    return [(path, ast.parse(path.read_text())) for path in program()]


def at(path: Path, line: int, what: str) -> str:
    """Where something stands, as editors take it."""
    return f"{name_of(path)}:{line}: {what}"


def test_every_folder_is_known() -> None:
    """What has Python in it is a layer, or stands beside the house."""
    tops = {
        file.relative_to(ROOT).parts[0].removesuffix(".py")
        for file in ROOT.rglob("*.py")
        if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
    }

    assert tops <= RANK.keys() | OUTSIDE | {"tests"}


def test_imports_only_go_down() -> None:
    """A module uses its own folder and the layers below, never one above or beside it."""
    none_of(
        at(path, line, f"imports {name or 'relatively'}")
        for path, tree in trees()
        for line, name in imports(tree)
        if not name
        or name in OUTSIDE | {"tests"}
        or (name in RANK and name != layer_of(path) and RANK[name] <= RANK[layer_of(path)])
    )


# What only some processes need, and so load when they do, by a plain import in a function; with
# what that spares the others.
LATE = {
    "pillow_heif.as_plugin": "the decoder of HEIC, 10 MB",
    "stores.mysql_aiomysql": "the one client of MySQL or the other",
    "stores.mysql_asyncmy": "the same",
    "workers.broker_redis": "the client of Redis, 8 MB",
    "models.colour": "numpy",
    "models.weather": "torch, hundreds of MB",
    "models.fsrcnn": "torch",
    "models.style": "torch",
    "models.poem": "the poet's weights",
    "models.img2poem": "torch, and the poet",
    "stores.sql_sqlite": "SQLite, of which one over MySQL has no use",
    "stores.sql_mysql": "the client of MySQL",
    "stores.kv_sqlite": "SQLite again",
    "stores.kv_redis": "the client of Redis",
    "stores.signals_redis": "the client of Redis",
    "stores.media_s3": "the client of buckets, 7 MB",
    "stores.counties": "numpy, shapely and the boundaries, 40 MB",
    "services.messages.sms_tencent": "the provider's SDK, 6 MB",
    "services.running.tracing_otlp": "OpenTelemetry, 20 MB",
    "studio.look.clips": "PyAV, 30 MB",
    "studio.plan.storyboard": "numpy and all templates",
}


def test_no_import_inside_a_function() -> None:
    """An import that hides in a function, or from the type checker only, hides a cycle."""
    none_of(
        at(path, node.lineno, ast.unparse(node))
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in tree.body
        if not (isinstance(node, ast.ImportFrom) and node.module in LATE)
    )


def test_private_names_of_libraries_stand_in_one_file_each() -> None:
    """No other file imports what leads there, or reaches a private name of anything but itself."""
    none_of(
        f"{name_of(path)}: {what}"
        for path, tree in trees()
        if name_of(path) not in SEAMS
        for what in [*_private(tree), *_led_to(tree)]
    )


def _led_to(tree: ast.AST) -> list[str]:
    return [
        f"imports {name}"
        for name in modules(tree)
        for seam in SEAMS.values()
        if any(name == one or name.startswith(one + ".") for one in seam)
    ]


def _private(tree: ast.AST) -> list[str]:
    # What a named tuple has is public in spite of its underscore.
    public = {"_make", "_replace", "_asdict", "_fields"}
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in public
        and ast.unparse(node.value) not in ("self", "cls", "super()", "os")
    ]


# A render child has all of the studio, whatever it is sent.
CHILDREN = {"workers/render_process.py"}


def test_what_is_loaded_late_is_loaded_in_no_other_way() -> None:
    """No other layer imports it at once; its own may, where it is loaded late as well."""
    early = {
        (name_of(path), node.module)
        for path in program()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom) and node.module in LATE
        if layer_of(path) != node.module.partition(".")[0]
    }

    assert set() == {found for found in early if found[0] not in CHILDREN}


def late_uses() -> set[str]:
    """What is imported in functions."""
    return {
        node.module
        for path in program()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module
    }


def test_the_list_of_what_is_loaded_late_is_true() -> None:
    """Nothing stands in it that nobody loads so."""
    assert set(LATE) == late_uses()


# The wings of services/, each of which may use those before it.
WINGS = ("running", "messages", "accounts", "works", "community", "models", "places", "admin")
each_wing = pytest.mark.parametrize("wing", WINGS)


def test_every_folder_of_services_is_a_wing() -> None:
    """And beside them stand only what puts them together, and who asks."""
    folders = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
    files = {path.name for path in (ROOT / "services").glob("*.py")}

    assert set(WINGS) == folders - {"__pycache__"}
    assert {"__init__.py", "caller.py"} == files


@each_wing
def test_a_wing_uses_only_wings_before_it(wing: str) -> None:
    """Neither one after it, nor the house."""
    allowed = WINGS[: WINGS.index(wing) + 1]
    used = {
        node.module
        for path in (ROOT / "services" / wing).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("services")
    }

    assert set() == {m for m in used if m == "services" or m.split(".")[1] not in allowed}


@each_wing
def test_a_wing_has_a_face_that_is_opened_and_rules(wing: str) -> None:
    """`open` is a context manager that gives the wing's own frozen face; rules ask nobody."""
    package = importlib.import_module(f"services.{wing}")
    face = getattr(package, wing.title())

    assert (
        f"AsyncIterator[{wing.title()}]" == inspect.unwrap(package.open).__annotations__["return"]
    )
    assert not dataclasses.is_dataclass(face) or vars(face)["__dataclass_params__"].frozen
    tree = ast.parse((ROOT / "services" / wing / "rules.py").read_text())
    assert [] == [node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)]
    assert not imported(tree) & {"asyncio", "os", "pathlib", "concurrent"}


def test_no_file_is_long() -> None:
    """One subject fits into 400 lines."""
    lines = {path: len(path.read_text().splitlines()) for path in program()}

    none_of(at(path, count, "the last line") for path, count in lines.items() if count > MOST_LINES)


def test_the_first_line_says_what_a_file_is_for() -> None:
    """Each module begins with a sentence about itself."""
    none_of(
        at(path, 1, "no sentence")
        for path in [*program(), *beside()]
        if not begins_with_a_sentence(path.read_text())
    )


def begins_with_a_sentence(text: str) -> bool:
    first, *more = (ast.get_docstring(ast.parse(text)) or "").splitlines() or [""]
    return text.startswith('"""') and (bool(more) or first.endswith((".", ":", ";", ",", "?")))


def test_importing_a_module_only_defines() -> None:
    """No module opens, reads or starts anything when it is imported."""
    none_of(
        at(path, node.lineno, ast.unparse(node.value.func))
        for path, tree in trees()
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    )


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
    ours = {"config", "handlers", "protocol", "server", "services", "stores", "transport"}
    libraries = {*DATABASES, "aiohttp", "dramatiq", "pydantic_settings", "redis", "sqlalchemy"}

    assert "studio" in loaded_by(child)
    assert not (ours | libraries) & loaded_by(child)


def test_protocol_does_no_input_or_output() -> None:
    """The envelope core knows values only."""
    outward = {"aiohttp", "sqlite3", "aiomysql", "redis", "hiredis", "socket", "os"}

    none_of(
        at(path, line, f"imports {name}")
        for path, tree in trees()
        if layer_of(path) == "protocol"
        for line, name in imports(tree)
        if name in outward
    )


def test_sql_lives_in_stores_only() -> None:
    """No other layer writes a statement."""
    clients = {"sqlalchemy", *DATABASES}

    none_of(
        name_of(path)
        for path, tree in trees()
        if layer_of(path) != "stores" and imported(tree) & clients
    )


def test_every_job_has_an_actor() -> None:
    """Each row of the job table can be done, in a queue that workers listen to."""
    assert set(Job) == set(ACTORS)
    assert {job.queue for job in Job} <= set(QUEUES)
    assert len(Job) == len({job.actor for job in Job})


def test_statuses_are_written_in_one_place() -> None:
    """No other file makes an outcome of its own."""
    none_of(
        at(path, node.lineno, node.name)
        for path, tree in trees()
        if path.name != "status_codes.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and "Outcome" in [ast.unparse(base) for base in node.bases]
    )


# The rooms of the studio in the order in which data passes them.
ROOMS = ["look", "plan", "paint", "write"]


def room_of(module: str) -> int:
    """The number of a module's room; below them lies what all need, above them who calls them."""
    _, part, *_ = module.split(".")
    if part in {"album", "long_picture"}:
        return len(ROOMS)
    return ROOMS.index(part) if part in ROOMS else -1


def test_data_passes_the_rooms_of_the_studio_once() -> None:
    """A room uses itself, the rooms before it and what lies below, never a room after it."""
    backward: list[tuple[str, str]] = []
    for path in (ROOT / "studio").rglob("*.py"):
        own = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("studio"):
                used = [f"{node.module}.{alias.name}" for alias in node.names]
                backward += [(name_of(path), name) for name in used if room_of(name) > own]

    assert [] == backward
