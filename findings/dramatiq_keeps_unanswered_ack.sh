#!/bin/sh
# dramatiq 2.2.1 with redis-py 8.1.0, Debian's redis-server 7.0.15, which must be installed.
# One would guess: an ack that Redis did not answer in time is tried again, as dramatiq does
#   where the connection is lost; redis-py has two errors, and both mean "ask again".
# What happens: redis-py's TimeoutError is no ConnectionError. Dramatiq writes "You've found a
#   bug in Dramatiq" and gives the ack up: the message that is done stays among those in work,
#   also after Redis answers again and the worker was stopped.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check dramatiq==2.2.1 redis==8.1.0
redis-server --version
"$work/venv/bin/python" - "$work" <<'EOF'
import logging, subprocess, sys, threading, time

import dramatiq, redis
from dramatiq.brokers.redis import RedisBroker
from redis.backoff import NoBackoff
from redis.retry import Retry

socket = sys.argv[1] + "/socket"
BUSY_FOR_A_SECOND = """
local function now() local t = redis.call('TIME'); return t[1] * 1000 + t[2] / 1000 end
local stop = now() + 1000
repeat until now() > stop
"""
logged, ran = [], []


class Keep(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage().splitlines()[0])


logging.getLogger("dramatiq").addHandler(Keep())
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
    client = redis.Redis(unix_socket_path=socket, socket_timeout=0.3, retry=Retry(NoBackoff(), 0))
    broker = RedisBroker(client=client)
    dramatiq.set_broker(broker)

    @dramatiq.actor
    def busy():
        """Its ack falls into a second in which Redis is busy with somebody else."""
        ran.append("busy")
        threading.Thread(target=other.eval, args=(BUSY_FOR_A_SECOND, 0)).start()
        time.sleep(0.2)

    busy.send()
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    time.sleep(4)
    worker.stop()
    held = [other.scard(key) for key in other.keys("dramatiq:__acks__*")]
finally:
    server.terminate()
    server.wait()
bug = [line for line in logged if "found a bug in Dramatiq" in line]
print("dramatiq", dramatiq.__version__, "| ran:", ran, "| still held as being in work:", held)
print("logged:", *bug)
assert (ran, held, len(bug)) == (["busy"], [1], 1), "changed"
EOF
