"""The server: the one file that knows every part, and the command line over it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

if find_spec("uvloop") is None:
    sys.exit(
        f"postcard: {sys.executable} lacks the packages: "
        "make run sets up a Python that has them, .venv/bin/python server.py is that one"
    )

import uvloop
from aiohttp import web

import handlers
from config import ROOT, Config, ConfigError, version
from protocol.registry import Registry
from services import open_services
from services.admin.admins import settle_sample
from services.admin.checking import check
from services.running.backing import open_database, sqlite_path
from services.running.backup import BackupError, back_up
from services.running.beginning import begin
from services.running.logs import LEVELS, LogFile, open_logs
from services.running.reading_logs import Wanted
from status_codes import ApiError
from stores.schema import HEAD, SchemaError, is_current, known, upgrade
from stores.sql import SqlError
from transport import db_console, media_console
from transport.admin import admin_command
from transport.aiohttp_internals import Runner, has_fast_parser
from transport.app import build_web
from transport.direct_routes import answer_directly
from transport.log_console import NAMES, LogConsole
from transport.origins import allow_origins
from transport.refusals import REFUSALS
from transport.shutdown import SHUTDOWN, Shutdown
from transport.stalled_clients import cut_stalled
from workers.broker import make_broker
from workers.cpu_working import CpuWorking
from workers.embedded import EmbeddedWorker
from workers.looking import Looking

# What is left of a request when its time to be answered is over is cut off within this.
STOP_SECONDS = 0.5


@asynccontextmanager
async def build_app(
    config: Config, log: LogFile, registry: Registry | None = None
) -> AsyncIterator[web.Application]:
    """The application over opened services, with the worker beside it where that is embedded."""
    embedded = not config.redis.url
    broker = make_broker(config)
    worker = EmbeddedWorker(broker, config) if embedded else None
    async with AsyncExitStack() as stack:
        looking, cpu_work = Looking(config), CpuWorking()
        for part in (looking, cpu_work):
            stack.push_async_callback(part.close)
        services = await stack.enter_async_context(open_services(config, broker, looking, cpu_work))
        if worker is not None:
            await stack.enter_async_context(worker.run(services))
        settings = config.metrics
        await stack.enter_async_context(
            services.running.metrics.serving(settings.host, settings.port)
        )
        yield build_web(services, registry or handlers.registry(), log)


async def prepare(config: Config) -> None:
    """Bring the database to this version's tables; one that is away is left to come back."""
    config.data.mkdir(parents=True, exist_ok=True)
    try:
        async with open_database(config) as database:
            current = await is_current(database)
    except SqlError as error:
        print(f"postcard: the database is away, starting without it: {error}", file=sys.stderr)
        return
    if not current:
        await upgrade()


async def settle(config: Config) -> None:
    """Make the sample admin where only this machine reaches it; refuse to serve it elsewhere."""
    # A database that is away: `prepare` has said so.
    with suppress(SqlError):
        async with open_database(config) as database:
            await settle_sample(database, config)


async def administer(config: Config, verb: str, name: str) -> None:
    """One command about admins, at the terminal."""
    if verb != "create" and not config.sql.url and not sqlite_path(config).exists():
        raise ConfigError(f"no database in {config.data}: are these the settings of the service?")
    await prepare(config)
    async with AsyncExitStack() as stack:
        cpu_work = CpuWorking()
        stack.push_async_callback(cpu_work.close)
        services = await stack.enter_async_context(
            open_services(config, make_broker(config), cpu_work=cpu_work)
        )
        try:
            await admin_command.administer(services.admin.admins, verb, name)
        except ApiError as error:
            raise ConfigError(error.outcome.message) from None


async def serve(config: Config) -> None:
    """Serve until SIGINT or SIGTERM."""
    await prepare(config)
    await settle(config)
    logs = open_logs(config.data / "log", config.log, worker=False)
    stop = asyncio.Event()
    async with build_app(config, logs.web) as app:
        _heed_signals(stop, app[SHUTDOWN])
        # Our own journal writes the access log.
        runner = Runner(
            app,
            app[REFUSALS],
            access_log=None,
            shutdown_timeout=STOP_SECONDS,
            keepalive_timeout=config.http.idle_seconds,
        )
        await runner.setup()
        answer_directly(runner)
        allow_origins(runner, config.http.origins)
        cut_stalled(runner, config.http.stall_seconds)
        site = web.TCPSite(runner, config.http.host, config.http.port, backlog=1024)
        try:
            await site.start()
        except OSError as error:
            raise ConfigError(
                f"http.port = {config.http.port}: cannot listen on {config.http.host}: {error}"
            ) from None
        _announce(config, runner)
        try:
            await stop.wait()
            await app[SHUTDOWN].drain(runner, config.http)
        finally:
            await runner.cleanup()
    logs.close()


def _heed_signals(stop: asyncio.Event, shutdown: Shutdown) -> None:
    """SIGTERM asks to leave; SIGINT, or a second signal, to do so at once."""

    def heed(name: signal.Signals) -> None:
        if name is signal.SIGINT or stop.is_set():
            shutdown.hurry()
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, heed, name)


def _announce(config: Config, runner: web.AppRunner) -> None:
    host, port = runner.addresses[0][:2]
    shown = f"[{host}]" if ":" in host else host
    outbox = config.data / "outbox"
    sms = outbox if config.sms.gateway == "outbox" else "Tencent Cloud"
    mail = outbox if config.mail.gateway == "outbox" else config.mail.host
    lines = (
        f"Postcard is ready at http://{shown}:{port}",
        f"  data folder   {config.data}",
        f"  SMS           {sms}",
        f"  mail          {mail}",
        f"  logs          {config.data / 'log'}",
        "  stop with Ctrl-C",
    )
    print("\n".join(lines), flush=True)
    if not has_fast_parser():
        print("  warning: aiohttp runs without its C parser and will be slow", flush=True)


def show_routes() -> None:
    """Print every endpoint: its name, who may call it, its faces, file and line."""
    for endpoint in sorted(handlers.registry(), key=lambda e: e.name):
        faces = [f"POST {endpoint.url}"] if endpoint.url else []
        faces += ["POST /api", "WS /api/ws", *endpoint.rest]
        place = os.path.relpath(endpoint.place, ROOT)
        print(f"{endpoint.name:20} {endpoint.access.value:7} {place:28} {' · '.join(faces)}")


def show_logs(config: Config, arguments: argparse.Namespace) -> None:
    """Print the last lines of the logs, and go on with new ones where that is asked for."""
    wanted = Wanted(arguments.lines, arguments.level, arguments.work_id, arguments.trace)
    console = LogConsole(config.data / "log", arguments.logs or NAMES)
    if not arguments.follow:
        console.show(wanted)
        return
    with suppress(KeyboardInterrupt):
        asyncio.run(console.follow(wanted))


def _add_logs(commands: Any) -> None:
    parser = commands.add_parser("logs", help="print the logs")
    parser.add_argument(
        "logs", nargs="*", choices=(*NAMES, []), metavar="LOG", help="web or worker (both)"
    )
    parser.add_argument("--follow", action="store_true", help="go on with new lines")
    parser.add_argument("--lines", type=int, default=100, help="so many old ones (100)")
    parser.add_argument("--level", choices=tuple(LEVELS), default="debug", help="at least")
    parser.add_argument("--work-id", type=int, help="of one work")
    parser.add_argument("--trace", default="", help="of one request, and of what came of it")
    parser.set_defaults(run=lambda told: show_logs(begin(told.env, writes=False), told))


def _add_admin(commands: Any) -> None:
    verbs = commands.add_parser("admin", help="who may sign in at /admin/").add_subparsers(
        required=True
    )
    for verb, does in admin_command.VERBS.items():
        parser = verbs.add_parser(verb, help=does)
        if verb != "list":
            parser.add_argument("name")
        parser.set_defaults(verb=verb, name="", run=_administer)


def _administer(arguments: argparse.Namespace) -> None:
    asyncio.run(administer(begin(arguments.env), arguments.verb, arguments.name))


def _add_db(commands: Any) -> None:
    verbs = commands.add_parser("db", help="the tables of the database").add_subparsers(
        required=True
    )
    up = verbs.add_parser("upgrade", help="bring them to this version, or to a revision")
    up.add_argument("--to", choices=known(), default=HEAD, metavar="REVISION")
    up.set_defaults(run=lambda told: asyncio.run(db_console.upgrade(begin(told.env), told.to)))
    down = verbs.add_parser("downgrade", help="lead them back; what was added since is lost")
    down.add_argument("--to", choices=known(), required=True, metavar="REVISION")
    down.set_defaults(run=lambda told: asyncio.run(db_console.downgrade(begin(told.env), told.to)))
    compare = verbs.add_parser("check", help="say whether they are this version's")
    compare.set_defaults(run=lambda told: asyncio.run(db_console.compare(begin(told.env))))


def _add_media(commands: Any) -> None:
    verbs = commands.add_parser("media", help="where uploads and results lie").add_subparsers(
        required=True
    )
    mover = verbs.add_parser("move", help="copy all of them between the folder and the bucket")
    mover.add_argument("--to", choices=media_console.PLACES, required=True)
    mover.add_argument("--delete", action="store_true", help="remove there what was copied")
    mover.set_defaults(run=_move_media)


def _move_media(arguments: argparse.Namespace) -> None:
    asyncio.run(media_console.move(begin(arguments.env), arguments.to, delete=arguments.delete))


def _back_up(arguments: argparse.Namespace) -> None:
    config = begin(arguments.env, makes=arguments.folder)
    kept = back_up(config, arguments.folder)
    print(f"{kept.files} files, {kept.bytes} bytes in {arguments.folder}")


def _migrate(arguments: argparse.Namespace) -> None:
    asyncio.run(db_console.upgrade(begin(arguments.env), HEAD))


def _check(arguments: argparse.Namespace) -> int:
    found = asyncio.run(check(begin(arguments.env, writes=False)))
    print("\n".join(finding.line() for finding in found))
    return 0 if all(finding.good for finding in found) else 1


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(prog="server.py", description="Postcard, the server")
    parser.add_argument("--version", action="version", version=f"Postcard {version()}")
    parser.add_argument(
        "--env", default="", metavar="FILE", help="the service's environment, as systemd reads it"
    )
    commands = parser.add_subparsers()
    parser.set_defaults(run=lambda told: uvloop.run(serve(begin(told.env))))
    commands.add_parser("serve", help="serve (the default)")
    routes = commands.add_parser("routes", help="print every endpoint")
    routes.set_defaults(run=lambda _: show_routes())
    migrate = commands.add_parser("migrate", help="bring the database to this version's tables")
    migrate.set_defaults(run=_migrate)
    checks = commands.add_parser("check", help="say what is misconfigured or unreachable")
    checks.set_defaults(run=_check)
    backup = commands.add_parser("backup", help="copy the data folder while the server runs")
    backup.add_argument("folder", type=Path, help="a new one, not in the data folder")
    backup.set_defaults(run=_back_up)
    _add_db(commands)
    _add_logs(commands)
    _add_admin(commands)
    _add_media(commands)
    found = parser.parse_args(arguments)
    try:
        return found.run(found) or 0
    except (ConfigError, SchemaError, BackupError) as error:
        print(f"postcard: {error}", file=sys.stderr)
        return 2


def _end(status: int) -> NoReturn:
    """End without taking the interpreter down piece by piece: a thread of the S3 client that still
    waits for the interpreter's lock then aborts the process (seen in every tenth failing move)."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _end(main())
