#!/bin/sh
# uvloop 0.23.0.
# One would guess: writing to a connection that the other side has reset does what it does under
#   asyncio: `write()` passes over it, and `drain()` raises ConnectionResetError, an OSError.
# What happens: `write()` itself raises a plain RuntimeError ("the handler is closed"), which code
#   that was written for asyncio lets through as if it were a fault of its own.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check uvloop==0.23.0
"$work/venv/bin/python" - <<'EOF'
import asyncio, socket, struct

import uvloop

RESET_AT_CLOSE = struct.pack("ii", 1, 0)


async def write_after_reset():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        _, writer = await asyncio.open_connection(*listener.getsockname())
        peer, _ = listener.accept()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        peer.close()
    await asyncio.sleep(0.3)
    for step in ("write", "drain"):
        try:
            if step == "write":
                writer.write(b"hello")
            else:
                await writer.drain()
        except Exception as error:
            return step, type(error).__name__
    return None


seen = {}
for name, factory in (("asyncio", asyncio.new_event_loop), ("uvloop", uvloop.new_event_loop)):
    with asyncio.Runner(loop_factory=factory) as runner:
        seen[name] = runner.run(write_after_reset())
print("uvloop", uvloop.__version__, "| raised by:", seen)
assert seen["asyncio"] == ("drain", "ConnectionResetError"), "changed"
assert seen["uvloop"] == ("write", "RuntimeError"), "changed"
EOF
