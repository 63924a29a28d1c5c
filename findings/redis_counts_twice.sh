#!/bin/sh
# redis-py 8.1.0, Debian's redis-server 7.0.15, which must be installed.
# One would guess: a command that was not answered within `socket_timeout` fails, and whoever
#   asked decides whether it is safe to ask again. INCR is not.
# What happens: it is sent anew, by default up to ten times. The server was only busy and does
#   both: one `incr()` counts two, and returns 2 as if nothing had been.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check redis==8.1.0
redis-server --version
"$work/venv/bin/python" - "$work" <<'EOF'
import subprocess, sys, threading, time

import redis

socket = sys.argv[1] + "/socket"
BUSY_FOR_TWO_SECONDS = """
local function now() local t = redis.call('TIME'); return t[1] * 1000 + t[2] / 1000 end
local stop = now() + 2000
repeat until now() > stop
"""

server = subprocess.Popen(
    ["redis-server", "--port", "0", "--unixsocket", socket, "--save", ""],
    cwd=sys.argv[1],
    stdout=subprocess.DEVNULL,
)
try:
    other = redis.Redis(unix_socket_path=socket)
    while True:
        try:
            other.set("visits", 0)
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    ours = redis.Redis(unix_socket_path=socket, socket_timeout=0.3)
    ours.ping()
    long = threading.Thread(target=other.eval, args=(BUSY_FOR_TWO_SECONDS, 0))
    long.start()
    time.sleep(0.3)
    returned = ours.incr("visits")
    long.join()
    counted = int(other.get("visits"))
finally:
    server.terminate()
    server.wait()
print("redis-py", redis.__version__)
print("calls of incr(): 1 | returned:", returned, "| counted:", counted)
assert (returned, counted) == (2, 2), "changed"
EOF
