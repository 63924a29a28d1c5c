"""Tencent Cloud SMS through its official SDK, which blocks and so runs in threads."""

from __future__ import annotations

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from services.messages.sms import SmsError
from services.messages.tencent_calls import limited
from services.messages.tencent_codes import NUMBERS, Fate, fate_of
from settings import SmsSettings
from status_codes import SmsProvider

# Before a connection stands no byte of the request has left. Nor has one when the provider is not
# who it should be; of other errors of TLS, which also break connections that stand, that is unsure.
NOT_CONNECTED: Final = (NewConnectionError, ConnectTimeoutError, ssl.SSLCertVerificationError)
log = structlog.get_logger()


class TencentGateway:
    """Sends through Tencent Cloud; its code and text pass through to the caller."""

    def __init__(self, settings: SmsSettings, at_once: int) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="sms")
        self._templates = {
            "register": settings.tencent_template_register,
            "reset": settings.tencent_template_reset,
        }

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    async def send(self, phone: str, purpose: str, code: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._send, phone, purpose, code)

    def _send(self, phone: str, purpose: str, code: str) -> None:
        settings = self._settings
        request = models.SendSmsRequest()
        request.SmsSdkAppId = settings.tencent_app_id
        request.SignName = settings.tencent_sign
        request.TemplateId = self._templates[purpose]
        request.TemplateParamSet = [code]
        request.PhoneNumberSet = [f"+86{phone}"]
        try:
            client = self._client()
            with limited(client, settings.seconds):
                answer = client.SendSms(request)
        except TencentCloudSDKException as error:
            # Every answer of the interface has a request id; the SDK's own errors have none.
            if not error.get_request_id():
                reason = f"{error.get_code()}: {error.get_message()}"
                raise _no_answer(reason, left=_may_have_left(error)) from error
            raise _refused(error.get_code() or "", error.get_message() or "") from error
        if not answer.SendStatusSet:
            raise _no_answer("an answer without a status", left=True)
        for status in answer.SendStatusSet:
            if status.Code != "Ok":
                raise _refused(status.Code or "", status.Message or "")

    def _client(self) -> SmsClient:
        settings = self._settings
        http = HttpProfile(
            protocol=settings.tencent_scheme,
            endpoint=settings.tencent_endpoint,
            reqTimeout=settings.seconds,
        )
        return SmsClient(
            Credential(settings.tencent_secret_id, settings.tencent_secret_key),
            settings.tencent_region,
            ClientProfile(httpProfile=http),
        )


def _may_have_left(error: BaseException) -> bool:
    """Whether the request may have been written when it failed; the SDK keeps the cause only."""
    seen: set[int] = set()
    causes: list[BaseException | None] = [error]
    while causes:
        cause = causes.pop()
        if cause is None or id(cause) in seen:
            continue
        if isinstance(cause, NOT_CONNECTED):
            return False
        seen.add(id(cause))
        # urllib3 keeps what went wrong as the reason of having tried often enough.
        reason = getattr(cause, "reason", None)
        wrapped = [each for each in (reason, *cause.args) if isinstance(each, BaseException)]
        causes += [cause.__cause__, cause.__context__, *wrapped]
    return True


def _no_answer(reason: str, *, left: bool) -> SmsError:
    # The reason names our network and theirs: it is the operator's, not the guest's.
    log.warning("no answer of the SMS provider", reason=reason[:200])
    return SmsError(SmsProvider.NO_ANSWER, {}, again=not left, left=left)


def _refused(code: str, text: str) -> SmsError:
    fate = fate_of(code)
    # Nobody gets a code before an operator sees to it.
    say = log.error if fate is Fate.OPERATOR else log.warning
    say("the SMS provider refuses", code=code, fate=fate.value)
    known = NUMBERS.get(code)
    data = {"provider_code": code, "provider_message": text}
    again, left = fate is Fate.AGAIN, fate is Fate.LEFT
    if known is not None:
        return SmsError(known, data, again=again, left=left)
    return SmsError(SmsProvider.OTHER, data, text or code, again=again, left=left)
