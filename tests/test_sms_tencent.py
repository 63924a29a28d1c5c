"""Tencent Cloud SMS: what is sent to it, and what becomes of its answers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tencentcloud.sms.v20210111 import errorcodes

from config import ConfigError, load_config
from services.messages import tencent_calls, tencent_codes
from services.messages.sms import SmsError
from services.messages.sms_tencent import TencentGateway
from services.messages.tencent_codes import FATES, NUMBERS
from status_codes import Global, SmsProvider
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.servers import free_port
from tests.smtp import make_certificate
from tests.special import captured, eventually, guest_of, md5, serve
from tests.tencent import Provider, ok, refused

SECRET_ID = "AKIDexampleexampleexample"
SECRET_KEY = "secretkeyexampleexample"
SECONDS = 1


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
async def provider(port: int) -> AsyncIterator[Provider]:
    found = Provider(port)
    await found.start()
    yield found
    await found.close()


@pytest.fixture(scope="module")
def sending(port: int) -> Iterator[Postcard]:
    """A Postcard that sends through the provider of each test."""
    opened = Postcard(
        {
            "POSTCARD__SMS__GATEWAY": "tencent",
            "POSTCARD__SMS__TENCENT_SCHEME": "http",
            "POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{port}",
            "POSTCARD__SMS__TENCENT_SECRET_ID": SECRET_ID,
            "POSTCARD__SMS__TENCENT_SECRET_KEY": SECRET_KEY,
            "POSTCARD__SMS__TENCENT_APP_ID": "1400000000",
            "POSTCARD__SMS__TENCENT_SIGN": "明信片",
            "POSTCARD__SMS__TENCENT_TEMPLATE_REGISTER": "1001",
            "POSTCARD__SMS__TENCENT_TEMPLATE_RESET": "1002",
            "POSTCARD__SMS__SECONDS": str(SECONDS),
            # Nothing is tried again here; tests/wire/test_messages.py does.
            "POSTCARD__WORKER__MESSAGE_ATTEMPTS": "1",
            "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "60",
            "POSTCARD__LIMITS__SMS_PER_PHONE_DAY": "1",
        }
    )
    try:
        serve(opened)
        yield opened
    finally:
        opened.close()


@pytest.fixture
async def sender(sending: Postcard) -> AsyncIterator[Guest]:
    """Somebody at that Postcard."""
    async with guest_of(sending) as guest:
        yield guest


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ({}, (True, False)),
        ({"tencent_endpoint": "nobody.invalid"}, (True, False)),
        ({"tencent_scheme": "https"}, (True, False)),
        ({"cut": True}, (False, True)),
        ({"hold": True}, (False, True)),
    ],
    ids=["nobody there", "no such name", "another's certificate", "a cut line", "silence"],
)
async def test_what_may_have_left(
    tmp_path: Path, change: dict[str, Any], fate: tuple[bool, bool]
) -> None:
    """Only what the provider cannot have got may be sent again: (again, left)."""
    port = free_port()
    given = {"gateway": "tencent", "tencent_scheme": "http", "seconds": SECONDS}
    given |= {"tencent_endpoint": f"127.0.0.1:{port}", "tencent_app_id": "1", "tencent_sign": "1"}
    given |= {"tencent_secret_id": "1", "tencent_secret_key": "1"}
    given |= {"tencent_template_register": "1", "tencent_template_reset": "1"}
    context = None
    if change.get("tencent_scheme"):
        make_certificate(tmp_path / "cert", tmp_path / "key")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    provider = Provider(port)
    provider.cut = "cut" in change
    if "hold" in change:
        provider.hold.clear()
    if change and "tencent_endpoint" not in change:
        await provider.start(ssl=context)
    settings = {key: value for key, value in change.items() if key.startswith("tencent_")}
    gateway = TencentGateway(load_config(sms=given | settings).sms, 1)
    try:
        with pytest.raises(SmsError) as failed:
            await gateway.send("19900000000", "register", "123456")
    finally:
        gateway.close()
        await provider.close()

    assert fate == (failed.value.again, failed.value.left)


async def fate(tmp_provider: Provider, answer: Any, seconds: int = 5) -> tuple[bool, bool, str]:
    """(again, left, what the provider said) of a message that was answered so."""
    tmp_provider.answer = answer
    given = {"gateway": "tencent", "tencent_scheme": "http", "seconds": seconds}
    given |= {"tencent_endpoint": f"127.0.0.1:{tmp_provider.port}", "tencent_app_id": "1"}
    given |= {"tencent_sign": "1", "tencent_secret_id": "1", "tencent_secret_key": "1"}
    given |= {"tencent_template_register": "1", "tencent_template_reset": "1"}
    gateway = TencentGateway(load_config(sms=given).sms, 1)
    try:
        with pytest.raises(SmsError) as failed:
            await gateway.send("19900000000", "register", "123456")
    finally:
        gateway.close()
    return failed.value.again, failed.value.left, failed.value.note


def listed() -> dict[str, str]:
    """Every code of the SDK that is installed."""
    return {name: code for name, code in vars(errorcodes).items() if name.isupper()}


def test_every_code_has_its_fate() -> None:
    """The table is the SDK's own list: what an upgrade brings is looked at."""
    assert set(listed().values()) == set(FATES)
    assert set(NUMBERS) <= set(FATES) | {
        "AuthFailure.SignatureFailure",
        "AuthFailure.SignatureExpire",
        "AuthFailure.SecretIdNotFound",
    }
    assert version("tencentcloud-sdk-python-sms") in (tencent_codes.__doc__ or "")
    assert version("tencentcloud-sdk-python-common") in (tencent_calls.__doc__ or "")


LEFT, AGAIN, ENDED = (False, True), (True, False), (False, False)


@pytest.mark.parametrize(
    ("code", "becomes"),
    [
        ("InternalError.ParseBackendResponseFail", LEFT),
        ("InternalError.OtherError", LEFT),
        ("InternalError.UnknownError", LEFT),
        ("InternalError.Timeout", LEFT),
        ("InternalError.SomethingNew", LEFT),
        ("InternalError", LEFT),
        ("RequestLimitExceeded", AGAIN),
        ("RequestLimitExceeded.UinLimitExceeded", AGAIN),
        ("InternalError.RequestTimeException", ENDED),
        ("InternalError.SigVerificationFail", ENDED),
        ("InternalError.SigFieldMissing", ENDED),
        ("InternalError.RestApiInterfaceNotExist", ENDED),
        ("InternalError.JsonParseFail", ENDED),
        ("AuthFailure.SignatureExpire", ENDED),
        ("LimitExceeded.PhoneNumberDailyLimit", ENDED),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["the request", "the phone"])
async def test_what_becomes_of_a_message(
    provider: Provider, code: str, becomes: tuple[bool, bool], whole: bool
) -> None:
    """(again, left): nothing that may be out is sent twice, and no fault of ours is a success."""
    answer = refused(code, "no") if whole else ok(code, "no")

    assert (*becomes, code) == await fate(provider, answer)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("InternalError.RequestTimeException", "error"),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", "error"),
        ("SomethingElse.New", "error"),
        ("LimitExceeded.PhoneNumberDailyLimit", "warning"),
        ("InternalError.Timeout", "warning"),
    ],
)
async def test_what_an_operator_must_see_to_is_an_error(
    provider: Provider, code: str, level: str
) -> None:
    """In the log; what is of one phone is not."""
    with capture_logs() as said:
        await fate(provider, refused(code, "no"))

    assert [(level, code)] == [(line["log_level"], line["code"]) for line in said]


async def test_an_answer_that_drips(provider: Provider) -> None:
    """The limit is on the whole call: its thread is free when it is over."""
    provider.drip = 0.2

    again, left, _ = await fate(provider, ok(), seconds=1)

    # All of it would have come, and been a success, long before anybody gave up.
    assert (False, True) == (again, left)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        *(("sms", f"tencent_{name}") for name in ("secret_id", "secret_key", "app_id", "sign")),
        ("sms", "tencent_region"),
        ("storage", "secret_key"),
        ("storage", "access_key"),
        ("mail", "password"),
        ("mail", "sender"),
    ],
)
def test_a_line_break_in_what_goes_into_a_header(section: str, key: str) -> None:
    """Copied along with a key it is refused at the start, and not shown."""
    value = "a@b\n" if key == "sender" else "abc\n"
    with pytest.raises(ConfigError) as refusal:
        load_config(**{section: {key: value}})

    assert f"{section}.{key}" in str(refusal.value)


async def generate(guest: Guest, phone: str, command_type: int = 1) -> dict[str, Any]:
    return await guest.call("sms", "generate", {"phone": phone, "command_type": command_type})


def signature(headers: dict[str, str], body: bytes) -> str:
    """TC3-HMAC-SHA256 of a request, step by step as Tencent Cloud describes it."""
    signed = captured(r"SignedHeaders=([a-z0-9;-]+)", headers["authorization"])
    canonical = "\n".join(
        [
            "POST",
            "/",
            "",
            *(f"{name}:{headers[name].strip().lower()}" for name in signed.split(";")),
            "",
            signed,
            hashlib.sha256(body).hexdigest(),
        ]
    )
    stamp = headers["x-tc-timestamp"]
    date = datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d")
    scope = f"{date}/sms/tc3_request"
    text = "\n".join(
        ["TC3-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = ("TC3" + SECRET_KEY).encode()
    for part in (date, "sms", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return (
        f"TC3-HMAC-SHA256 Credential={SECRET_ID}/{scope}, SignedHeaders={signed}, "
        f"Signature={hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}"
    )


async def test_the_request(provider: Provider, sender: Guest) -> None:
    """One signed SendSms, with the code for one phone in the template of its purpose."""
    phone = sender.new_phone()

    reply = await generate(sender, phone)

    ((headers, body),) = provider.requests
    sent = json.loads(body)
    (code,) = sent.pop("TemplateParamSet")
    assert (0, {"rand"}) == (reply["status"], set(reply["data"]))
    assert signature(headers, body) == headers["authorization"]
    assert ("SendSms", "2021-01-11", "ap-guangzhou") == tuple(
        headers[f"x-tc-{name}"] for name in ("action", "version", "region")
    )
    assert abs(int(headers["x-tc-timestamp"]) - time.time()) < 30
    assert re.fullmatch("[0-9]{6}", code)
    assert {
        "PhoneNumberSet": [f"+86{phone}"],
        "SmsSdkAppId": "1400000000",
        "SignName": "明信片",
        "TemplateId": "1001",
    } == sent


async def test_a_reset(provider: Provider, sender: Guest) -> None:
    """The code that came over the phone registers; a reset has a template of its own."""
    phone = sender.new_phone()
    rand = (await generate(sender, phone))["data"]["rand"]
    code = json.loads(provider.requests[0][1])["TemplateParamSet"][0]
    data = {"username": phone, "hash": md5(code, rand), "pass": "a"}
    registered = await sender.call("register", "phone", data)

    limited = await generate(sender, phone, command_type=2)
    unknown = await generate(sender, sender.new_phone(), command_type=2)

    assert [0, Global.TOO_MANY.code, 0] == [r["status"] for r in (registered, limited, unknown)]
    assert 1 == len(provider.requests)


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("LimitExceeded.PhoneNumberDailyLimit", SmsProvider.PHONE_DAY),
        ("LimitExceeded.PhoneNumberThirtySecondLimit", SmsProvider.PHONE_30_SECONDS),
        ("InvalidParameterValue.IncorrectPhoneNumber", SmsProvider.PHONE_FORMAT),
        ("FailedOperation.ContainSensitiveWord", SmsProvider.WORDS),
        ("FailedOperation.InsufficientBalanceInSmsPackage", SmsProvider.BALANCE),
        ("LimitExceeded.AppMainlandChinaDailyLimit", SmsProvider.BUSINESS_DAY),
    ],
)
async def test_a_refused_phone(
    provider: Provider, sender: Guest, code: str, row: SmsProvider
) -> None:
    """The provider's code is answered under its number in the documented table, with its text."""
    provider.answer = ok(code, "no more today")

    reply = await generate(sender, sender.new_phone())

    assert {
        "id": 1,
        "status": row.code,
        "message": row.message,
        "data": {"provider_code": code, "provider_message": "no more today"},
    } == reply


async def test_an_unknown_code(provider: Provider, sender: Guest) -> None:
    """What the documented table does not have passes with the provider's own text."""
    provider.answer = ok("FailedOperation.Brand{New}", "something {new}")

    reply = await generate(sender, sender.new_phone())

    assert (SmsProvider.OTHER.code, "something {new}") == (reply["status"], reply["message"])
    assert "FailedOperation.Brand{New}" == reply["data"]["provider_code"]


async def test_a_refused_request(provider: Provider, sender: Guest) -> None:
    """An error of the whole request passes through like one of the phone."""
    provider.answer = refused("AuthFailure.SignatureFailure", "签名错误")

    reply = await generate(sender, sender.new_phone())

    assert (SmsProvider.SIGNATURE.code, "签名错误") == (
        reply["status"],
        reply["data"]["provider_message"],
    )


@pytest.mark.parametrize(
    ("status", "answer", "content_type"),
    [
        (500, "<html>broken</html>", "text/html"),
        (502, "", "text/plain"),
        (200, "<html>a portal</html>", "text/html"),
        (200, "{", "application/json"),
        (200, "{}", "application/json"),
        (200, "[]", "application/json"),
        (200, {"Response": {"RequestId": "r"}}, "application/json"),
        (200, {"Response": {"SendStatusSet": [], "RequestId": "r"}}, "application/json"),
        (200, refused("AuthFailure.SignatureFailure", "x"), "text/html"),
    ],
)
async def test_no_answer_of_the_interface(
    provider: Provider,
    sender: Guest,
    status: int,
    answer: dict[str, dict[str, Any]] | str,
    content_type: str,
) -> None:
    """Anything but an answer of the interface is one local status, without its detail."""
    provider.status, provider.answer, provider.content_type = status, answer, content_type

    reply = await generate(sender, sender.new_phone())

    assert {
        "id": 1,
        "status": SmsProvider.NO_ANSWER.code,
        "message": SmsProvider.NO_ANSWER.message,
        "data": {},
    } == reply


async def test_silence(provider: Provider, sender: Guest) -> None:
    """A provider that says nothing is given up after sms.seconds, and holds nobody else up."""
    provider.hold.clear()
    started = time.monotonic()
    waiting = [asyncio.create_task(generate(sender, sender.new_phone())) for _ in range(3)]
    await eventually(lambda: len(provider.requests) == 3)

    pings = 0
    while not any(task.done() for task in waiting):
        assert 0 == (await sender.call("ping", "ping"))["status"]
        pings += 1
        await asyncio.sleep(0.02)
    replies = await asyncio.gather(*waiting)
    took = time.monotonic() - started

    assert [SmsProvider.NO_ANSWER.code] * 3 == [reply["status"] for reply in replies]
    assert SECONDS <= took
    assert pings > 1


async def test_nobody_there(sender: Guest) -> None:
    """A provider that cannot be reached is the same, and the address stays our secret."""
    reply = await generate(sender, sender.new_phone())

    assert (SmsProvider.NO_ANSWER.code, {}) == (reply["status"], reply["data"])


@covers("sms/generate: notice 3")
async def test_a_failed_message_does_not_count(provider: Provider, sender: Guest) -> None:
    """After a refusal the phone may try again at once, for the day's only message."""
    phone = sender.new_phone()
    provider.answer = ok("LimitExceeded.PhoneNumberDailyLimit", "no")
    failed = [await generate(sender, phone) for _ in range(3)]

    provider.answer = ok()
    sent = await generate(sender, phone)
    limited = await generate(sender, phone)

    assert [SmsProvider.PHONE_DAY.code] * 3 == [reply["status"] for reply in failed]
    assert [0, Global.TOO_MANY.code] == [sent["status"], limited["status"]]


async def test_the_log_keeps_quiet(provider: Provider, sender: Guest) -> None:
    """Neither code nor phone nor key stands in the log of a message, sent or refused."""
    phone = sender.new_phone()
    provider.answer = ok("FailedOperation.New", f"no message to +86{phone}")
    await generate(sender, phone)
    log = sender.postcard.folder / "log" / "web.log"
    await eventually(lambda: "FailedOperation.New" in log.read_text())
    code = json.loads(provider.requests[0][1])["TemplateParamSet"][0]

    text = log.read_text() + sender.postcard.output()

    assert not [s for s in (phone, code, SECRET_KEY, SECRET_ID) if s in text]
