#!/bin/sh
# dramatiq 2.2.1 with redis-py 8.1.0, Debian's redis-server 7.0.15, which must be installed.
# One would guess: a message with a delay of a tenth of a second is done soon, whatever else
#   waits for later.
# What happens: a worker keeps delayed messages in its own memory, 1,000 for each thread, and
#   takes no more until one of these is due. Behind 1,000 messages for in an hour one for now
#   waits an hour; behind 999 it does not.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check dramatiq==2.2.1 redis==8.1.0
redis-server --version
"$work/venv/bin/python" - "$work" <<'EOF'
import subprocess, sys, time

import dramatiq, redis
from dramatiq.brokers.redis import RedisBroker

socket = sys.argv[1] + "/socket"
HOUR_MS = 3_600_000


def is_done_soon(far):
    """Whether the near message is done within eight seconds, behind so many far ones."""
    done = []
    broker = RedisBroker(client=redis.Redis(unix_socket_path=socket), namespace=f"far{far}")
    dramatiq.set_broker(broker)

    @dramatiq.actor
    def remind(which):
        done.append(which)

    for _ in range(far):
        remind.send_with_options(args=("far",), delay=HOUR_MS)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    time.sleep(3)
    remind.send_with_options(args=("near",), delay=100)
    time.sleep(8)
    worker.stop()
    return done == ["near"]


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
    soon = {far: is_done_soon(far) for far in (999, 1000)}
finally:
    server.terminate()
    server.wait()
print("dramatiq", dramatiq.__version__, "| far messages before it -> near one done soon:", soon)
assert soon == {999: True, 1000: False}, "changed"
EOF
