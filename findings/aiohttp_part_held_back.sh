#!/bin/sh
# aiohttp 3.14.5, the server's `request.multipart()`.
# One would guess: a field of a form whose bytes have all come, with the boundary behind it and the
#   header of the next part, can be read.
# What happens: `read_chunk()` waits for more. Of a form of a short text and a film the text is
#   handed out only when bytes of the film come, so nothing can be said about it before.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check aiohttp==3.14.5
"$work/venv/bin/python" - <<'EOF'
import asyncio

import aiohttp
from aiohttp import web

TEXT = (
    b"--line\r\nContent-Disposition: form-data; name=title\r\n\r\nA day at the sea\r\n"
    b"--line\r\nContent-Disposition: form-data; name=film; filename=f.mp4\r\n\r\n"
)
FILM = bytes(1000) + b"\r\n--line--\r\n"
HEAD = (
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=line\r\n"
    f"Content-Length: {len(TEXT) + len(FILM)}\r\n\r\n"
)
seen = []


async def take(request):
    form = await request.multipart()
    title = await form.next()
    seen.append("the handler reads the title")
    seen.append(await title.read_chunk())
    async for _ in form:
        pass
    return web.Response()


async def main():
    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0])
    writer.write(HEAD.encode() + TEXT)
    await asyncio.sleep(2)
    seen.append("two seconds later the film is sent")
    writer.write(FILM)
    status = await reader.readline()
    writer.close()
    await runner.cleanup()
    return status


status = asyncio.run(main())
print("aiohttp", aiohttp.__version__, *seen, sep="\n  ")
assert seen[1:] == ["two seconds later the film is sent", b"A day at the sea"], "changed"
assert status == b"HTTP/1.1 200 OK\r\n", "changed"
EOF
