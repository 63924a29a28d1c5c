#!/bin/sh
# aiohttp 3.14.5, the server's `request.content`.
# One would guess: of an upload whose line is cut one can read what came before, and then is told:
#   so do asyncio's own streams, and so an upload can be taken up again where it ended.
# What happens: the error comes first. What lay in the buffer, up to some megabytes, is lost, though
#   it had arrived in time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check aiohttp==3.14.5
"$work/venv/bin/python" - <<'EOF'
import asyncio

import aiohttp
from aiohttp import web

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
read = {"aiohttp": [0], "asyncio": [0]}
closed = asyncio.Event()


async def count(name, chunks):
    try:
        async for chunk in chunks:
            read[name][0] += len(chunk)
    except ConnectionError as error:
        read[name].append(repr(error))


async def by_aiohttp(request):
    await closed.wait()
    await count("aiohttp", request.content.iter_any())
    return web.Response()


async def by_asyncio(reader, writer):
    async def chunks():
        await reader.readuntil(b"\r\n\r\n")
        while chunk := await reader.read(1000):
            yield chunk

    await closed.wait()
    await count("asyncio", chunks())
    writer.close()


async def send_half(port):
    closed.clear()
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + bytes(50_000))
    await writer.drain()
    await asyncio.sleep(0.5)
    writer.close()
    await asyncio.sleep(0.5)
    closed.set()
    await asyncio.sleep(0.5)


async def main():
    app = web.Application()
    app.router.add_post("/", by_aiohttp)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await send_half(runner.addresses[0][1])
    await runner.cleanup()
    server = await asyncio.start_server(by_asyncio, "127.0.0.1", 0)
    await send_half(server.sockets[0].getsockname()[1])
    server.close()


asyncio.run(main())
print("aiohttp", aiohttp.__version__, "| of 50,000 bytes that had come could be read:", read)
assert read["asyncio"] == [50_000], "changed"
assert read["aiohttp"] == [0, "ConnectionResetError('Connection lost')"], "changed"
EOF
