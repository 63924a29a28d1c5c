#!/bin/sh
# tencentcloud-sdk-python-sms 3.1.153 (common 3.1.195), Tencent Cloud's own SDK.
# One would guess: `TencentCloudSDKException.message` is a text, as it is for every error that the
#   provider names.
# What happens: of an HTTP status other than 200 (a gateway's 502) it is the whole body, as bytes:
#   `"timeout" in error.message` raises TypeError, so does json.dumps.
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

REFUSED = {"Response": {"Error": {"Code": "AuthFailure", "Message": "no"}, "RequestId": "r"}}
ANSWERS = [(200, json.dumps(REFUSED)), (200, "<html>"), (502, "<html>Bad Gateway</html>")]


class Provider(http.server.BaseHTTPRequestHandler):
    status, text = 200, ""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.text)))
        self.end_headers()
        self.wfile.write(self.text.encode())

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
profile = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{server.server_port}")
client = SmsClient(Credential("id", "key"), "ap-guangzhou", ClientProfile(httpProfile=profile))
kinds = []
print("tencentcloud-sdk-python-common", version("tencentcloud-sdk-python-common"))
for Provider.status, Provider.text in ANSWERS:
    try:
        client.SendSms(SendSmsRequest())
    except TencentCloudSDKException as error:
        kinds.append(type(error.message))
        print(Provider.status, error.code, repr(error.message))
assert kinds == [str, str, bytes], "changed"
EOF
