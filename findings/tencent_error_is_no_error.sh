#!/bin/sh
# tencentcloud-sdk-python-sms 3.1.153 (common 3.1.195), Tencent Cloud's own SDK.
# One would guess: an answer that holds an `Error` is raised as TencentCloudSDKException.
# What happens: only where its Content-Type is `application/json` or `text/plain` to the letter.
#   With `application/json; charset=utf-8`, which means the same, SendSms returns: an answer with
#   `SendStatusSet` None, and neither code nor message of the error.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
    tencentcloud-sdk-python-common==3.1.195 tencentcloud-sdk-python-sms==3.1.153
"$work/venv/bin/python" - <<'EOF'
import http.server, json, threading
from importlib.metadata import version

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111.models import SendSmsRequest
from tencentcloud.sms.v20210111.sms_client import SmsClient

ERROR = {"Code": "LimitExceeded", "Message": "too many"}
BODY = json.dumps({"Response": {"Error": ERROR, "RequestId": "r"}}).encode()


class Provider(http.server.BaseHTTPRequestHandler):
    kind = ""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
profile = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{server.server_port}")
client = SmsClient(Credential("id", "key"), "ap-guangzhou", ClientProfile(httpProfile=profile))
seen = []
print("tencentcloud-sdk-python-common", version("tencentcloud-sdk-python-common"))
for Provider.kind in ("application/json", "application/json; charset=utf-8"):
    try:
        seen.append("returns " + client.SendSms(SendSmsRequest()).to_json_string())
    except TencentCloudSDKException as error:
        seen.append(f"raises {error.code}")
    print(f"{Provider.kind:33}{seen[-1]}")
assert seen[0] == "raises LimitExceeded", "changed"
assert seen[1] == 'returns {"SendStatusSet": null, "RequestId": "r"}', "changed"
EOF
