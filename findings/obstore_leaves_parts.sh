#!/bin/sh
# obstore 0.12.1 with an S3 server made by moto 5.2.5.
# One would guess: an upload in parts that is given up is ended at the server too, whether its
#   source raises or its task is cancelled (a timeout, a guest who left).
# What happens: when the source raises the parts are removed. When the task is cancelled they stay,
#   unseen by a listing of objects; somebody must look for them.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
    obstore==0.12.1 "moto[server]==5.2.5" boto3==1.44.5 botocore==1.44.5
"$work/venv/bin/python" - <<'EOF'
import asyncio, socket, subprocess, sys, time
from importlib.metadata import version

import boto3, obstore
from obstore.store import S3Store

KEYS = {"aws_access_key_id": "id", "aws_secret_access_key": "key"}
PART = 5 << 20


async def source(broken):
    for _ in range(3):
        yield bytes(PART)
    sent.set()
    if broken:
        raise OSError("the disk is gone")
    await asyncio.sleep(60)


async def main():
    global sent
    options = {"region": "us-east-1", "client_options": {"allow_http": True}}
    store = S3Store("films", endpoint=address, **KEYS, **options)
    left = {}
    for name, broken in (("raises", True), ("cancelled", False)):
        sent = asyncio.Event()
        upload = asyncio.ensure_future(
            obstore.put_async(store, name, source(broken), chunk_size=PART, max_concurrency=1)
        )
        await sent.wait()
        await asyncio.sleep(2)
        upload.cancel()
        await asyncio.gather(upload, return_exceptions=True)
        await asyncio.sleep(2)
        uploads = s3.list_multipart_uploads(Bucket="films").get("Uploads", [])
        parts = [
            s3.list_parts(Bucket="films", Key=name, UploadId=each["UploadId"])["Parts"]
            for each in uploads
            if each["Key"] == name
        ]
        left[name] = sum(part["Size"] for each in parts for part in each)
    return left


with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
address = f"http://127.0.0.1:{port}"
server = subprocess.Popen(
    [sys.executable, "-m", "moto.server", "-p", str(port)],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    s3 = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **KEYS)
    s3.create_bucket(Bucket="films")
    left = asyncio.run(main())
finally:
    server.terminate()
    server.wait()
print("obstore", version("obstore"), "| bytes left in parts at the server:", left)
assert left["raises"] == 0 and left["cancelled"] > 0, "changed"
EOF
