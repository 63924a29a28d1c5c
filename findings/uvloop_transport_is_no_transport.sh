#!/bin/sh
# uvloop 0.23.0.
# One would guess: what a protocol is given in `connection_made` is an `asyncio.Transport`, as its
#   type says, and `isinstance` tells a stream from a datagram.
# What happens: uvloop's transports have the methods but are no instances, not even of
#   `asyncio.BaseTransport`: an `assert isinstance(...)` for a type checker fails under uvloop.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check uvloop==0.23.0
"$work/venv/bin/python" - <<'EOF'
import asyncio, socket

import uvloop


async def transport_kinds():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(asyncio.Protocol, *listener.getsockname())
        kinds = [isinstance(transport, kind) for kind in (asyncio.Transport, asyncio.BaseTransport)]
        transport.close()
    return kinds


seen = {}
for name, factory in (("asyncio", asyncio.new_event_loop), ("uvloop", uvloop.new_event_loop)):
    with asyncio.Runner(loop_factory=factory) as runner:
        seen[name] = runner.run(transport_kinds())
print("uvloop", uvloop.__version__, "| isinstance of Transport, of BaseTransport:", seen)
assert seen == {"asyncio": [True, True], "uvloop": [False, False]}, "changed"
EOF
