"""The server: the one file that knows every part, and the command line over it."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvloop
from aiohttp import http_parser, web

import handlers
from config import ROOT, Config, ConfigError, load_config
from protocol.registry import Registry
from services import open_database, open_services
from services.logs import LogFile, open_logs
from stores.schema import SchemaError, is_current, upgrade
from stores.sql import SqlError
from transport.app import build_web
from transport.front import put_before
from workers.broker import make_broker
from workers.embedded import EmbeddedWorker

STOP_SECONDS = 2.0


@asynccontextmanager
async def build_app(
    config: Config, log: LogFile, registry: Registry | None = None
) -> AsyncIterator[web.Application]:
    """The application over opened services, with the worker beside it where that is embedded."""
    embedded = not config.redis.url
    broker = make_broker(config)
    worker = EmbeddedWorker(broker, config) if embedded else None
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(config, broker))
        if worker is not None:
            await stack.enter_async_context(worker.run(services))
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


async def serve(config: Config) -> None:
    """Serve until SIGINT or SIGTERM."""
    await prepare(config)
    logs = open_logs(config.data / "log", config.log, worker=False)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with build_app(config, logs.web) as app:
        # Our own journal writes the access log.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
        await runner.setup()
        put_before(runner)
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
        finally:
            await runner.cleanup()
    logs.close()


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
    if not _has_c_parser():
        print("  warning: aiohttp runs without its C parser and will be slow", flush=True)


def _has_c_parser() -> bool:
    return http_parser.HttpRequestParser is not http_parser.HttpRequestParserPy


def show_routes() -> None:
    """Print every endpoint: its name, who may call it, its faces, file and line."""
    for endpoint in sorted(handlers.registry(), key=lambda e: e.name):
        faces = [f"POST {endpoint.url}"] if endpoint.url else []
        faces += ["POST /api", "WS /api/ws", *endpoint.rest]
        place = os.path.relpath(endpoint.place, ROOT)
        print(f"{endpoint.name:20} {endpoint.access.value:7} {place:28} {' · '.join(faces)}")


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(prog="server.py", description="Postcard, the server")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="serve (the default)")
    commands.add_parser("routes", help="print every endpoint")
    commands.add_parser("migrate", help="bring the database to this version's tables")
    command = parser.parse_args(arguments).command or "serve"
    try:
        if command == "routes":
            show_routes()
        elif command == "migrate":
            load_config()
            asyncio.run(upgrade())
        else:
            uvloop.run(serve(load_config()))
    except (ConfigError, SchemaError) as error:
        print(f"postcard: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
