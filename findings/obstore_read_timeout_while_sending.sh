#!/bin/sh
# obstore 0.12.1.
# One would guess: `read_timeout` is how long the server may be silent when it owes an answer, so a
#   slow line may take as long as it likes for a large file.
# What happens: it also runs while our own bytes are on their way. A server that reads without a
#   pause is given up after `read_timeout`, since it says nothing before it has read everything.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check obstore==0.12.1
"$work/venv/bin/python" - <<'EOF'
import socket, threading, time
from datetime import timedelta
from importlib.metadata import version

import obstore
from obstore.store import S3Store

FILE = bytes(8_000_000)
ANSWER = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'


def read_slowly(listener):
    """As a line of two megabytes a second does."""
    connection, _ = listener.accept()
    with connection:
        count = 0
        while count < len(FILE):
            got = connection.recv(40_000)
            if not got:
                return
            count += len(got)
            time.sleep(0.02)
        connection.sendall(ANSWER)
        time.sleep(1)


def sent(read_seconds):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 40_000)
    threading.Thread(target=read_slowly, args=(listener,), daemon=True).start()
    store = S3Store(
        "films",
        endpoint=f"http://127.0.0.1:{listener.getsockname()[1]}",
        region="us-east-1",
        access_key_id="id",
        secret_access_key="key",
        client_options={
            "allow_http": True,
            "read_timeout": timedelta(seconds=read_seconds),
            "timeout": timedelta(days=1),
        },
        retry_config={"max_retries": 0},
    )
    try:
        obstore.put(store, "film.mp4", FILE, use_multipart=False)
        return "sent"
    except obstore.exceptions.GenericError as error:
        return str(error).splitlines()[0].rpartition(" - ")[2]


seen = {seconds: sent(seconds) for seconds in (1, 60)}
print("obstore", version("obstore"), "| read_timeout in seconds -> a line of four seconds:", seen)
assert seen == {1: "HTTP error: error sending request", 60: "sent"}, "changed"
EOF
