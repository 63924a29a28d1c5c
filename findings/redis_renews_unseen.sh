#!/bin/sh
# redis-py 8.1.0, Debian's redis-server 7.0.15, which must be installed.
# One would guess: `for message in pubsub.listen()` raises when its connection is lost, since
#   messages may have been missed meanwhile.
# What happens: it connects and subscribes anew and goes on. What was published between is
#   missing; all that tells is a second message of type "subscribe".
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
heard = []


def wait_for(many):
    while len(heard) < many:
        time.sleep(0.02)


def listen(pubsub):
    try:
        for message in pubsub.listen():
            heard.append((message["type"], message["data"]))
    except Exception as error:
        heard.append(("raised", repr(error)))


server = subprocess.Popen(
    ["redis-server", "--port", "0", "--unixsocket", socket, "--save", ""],
    cwd=sys.argv[1],
    stdout=subprocess.DEVNULL,
)
try:
    other = redis.Redis(unix_socket_path=socket)
    while True:
        try:
            other.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    pubsub = redis.Redis(unix_socket_path=socket).pubsub()
    pubsub.subscribe("news")
    threading.Thread(target=listen, args=(pubsub,), daemon=True).start()
    other.publish("news", "one")
    wait_for(2)
    # The server ends the connection, and somebody publishes, in one transaction.
    cut = other.pipeline()
    cut.client_kill_filter(_type="pubsub")
    cut.publish("news", "two")
    cut.execute()
    wait_for(3)
    other.publish("news", "three")
    wait_for(4)
finally:
    seen = list(heard)
    server.terminate()
    server.wait()
print("redis-py", redis.__version__, "| published: one, two, three | heard:")
print(*seen)
expected = [("subscribe", 1), ("message", b"one"), ("subscribe", 1), ("message", b"three")]
assert seen == expected, "changed"
EOF
