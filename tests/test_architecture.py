"""The rules of the house that a program can check: layers, sizes, first lines, jobs."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
from pathlib import Path

import pytest

from stores.jobs import Job
from tests.rows import none_of
from tests.source import (
    DATABASES,
    RANK,
    ROOT,
    imported,
    imports,
    layer_of,
    modules,
    name_of,
    program,
    trees,
)
from workers.actors import ACTORS
from workers.broker import QUEUES

# Beside the house: they use it from outside.
OUTSIDE = {"scripts", "bench", "clients", "migrations", "training"}
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
MOST_LINES = 400


def beside() -> list[Path]:
    """What stands beside it, but for the migrations, whose first lines Alembic writes."""
    files = sorted(file for name in OUTSIDE for file in (ROOT / name).rglob("*.py"))
    return [file for file in files if "versions" not in file.parts]


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
    "PIL.AvifImagePlugin": "the decoder of AVIF, 5 MB",
    "pillow_heif.as_plugin": "the decoder of HEIC, 10 MB",
    "pillow_heif.heif": "the same",
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
    "stores.abroad": "numpy, shapely and what lies abroad",
    "stores.counties": "numpy, shapely and the boundaries, 40 MB",
    "services.messages.sms_tencent": "the provider's SDK, 6 MB",
    "services.running.tracing_otlp": "OpenTelemetry, 20 MB",
    "studio.look.clips": "PyAV, 30 MB",
    "studio.look.deep_avif": "the same",
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
