#!/bin/sh
# tencentcloud-sdk-python-sms 3.1.153 (common 3.1.195), Tencent Cloud's own SDK.
# One would guess: a field that the provider adds to its answers is passed over, as every growing
#   API asks of its clients.
# What happens: of a field beside the others of an answer nothing is said, of one within the status
#   of a phone there is a UserWarning ("fileds are useless"). Where warnings are errors, as in
#   tests and with `python -W error`, SendSms raises TencentCloudSDKException for a message
#   that was sent, and whoever sends again sends twice.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
    tencentcloud-sdk-python-common==3.1.195 tencentcloud-sdk-python-sms==3.1.153
"$work/venv/bin/python" - <<'EOF'
import http.server, json, threading, warnings
from importlib.metadata import version

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111.models import SendSmsRequest
from tencentcloud.sms.v20210111.sms_client import SmsClient

STATUS = {"SerialNo": "1", "PhoneNumber": "+8613123456789", "Fee": 1, "SessionContext": ""}
STATUS |= {"Code": "Ok", "Message": "send success", "IsoCode": "CN"}
ANSWERS = {
    "as documented": {"SendStatusSet": [STATUS], "RequestId": "r"},
    "new field of the answer": {"SendStatusSet": [STATUS], "RequestId": "r", "Region": "x"},
    "new field of a status": {"SendStatusSet": [STATUS | {"Region": "x"}], "RequestId": "r"},
}


class Provider(http.server.BaseHTTPRequestHandler):
    answer = {}

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"Response": self.answer}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
profile = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{server.server_port}")
client = SmsClient(Credential("id", "key"), "ap-guangzhou", ClientProfile(httpProfile=profile))
request = SendSmsRequest()
request.PhoneNumberSet, request.SmsSdkAppId, request.TemplateId = ["+8613123456789"], "1", "1"
seen = {}
for name, Provider.answer in ANSWERS.items():
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        client.SendSms(request)
    seen[name] = [str(warning.message) for warning in warned]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            seen[name].append(client.SendSms(request).SendStatusSet[0].Code)
        except TencentCloudSDKException as error:
            seen[name].append(f"raises TencentCloudSDKException, code {error.code}")
print("tencentcloud-sdk-python-sms", version("tencentcloud-sdk-python-sms"))
for name, results in seen.items():
    print(f"{name:25}", " | as an error: ".join(results))
assert seen["as documented"] == seen["new field of the answer"] == ["Ok"], "changed"
assert seen["new field of a status"] == [
    "Region fileds are useless.",
    "raises TencentCloudSDKException, code UserWarning",
], "changed"
EOF
