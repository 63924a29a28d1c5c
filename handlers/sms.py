"""sms: captchas that are sent to a phone."""

from __future__ import annotations

import re
from typing import Any

from handlers.fields import PHONE_PATTERN, CommandType, Hash, NotEmpty
from protocol.registry import Table
from protocol.replies import Nothing
from services.accounts.replies import HashedSms
from services.caller import Caller
from services.messages.replies import ProviderRefusal
from status_codes import ApiError, CaptchaHash, SmsProvider

table = Table("sms", url="/api/captcha")

PURPOSES = {1: "register", 2: "reset"}


@table.on("generate", local=SmsProvider, refusal=ProviderRefusal, keyed=True)
async def generate(
    caller: Caller, *, phone: NotEmpty, command_type: CommandType = 1, hash_: Any = None
) -> HashedSms:
    """Send a code to a phone (1 register, 2 reset); the rand to hash it with.

    A reset for an unknown phone is answered alike and sends nothing. `hash`, of a picture's code,
    is looked at where the settings want one.
    """
    if not re.fullmatch(PHONE_PATTERN, phone):
        raise ApiError(SmsProvider.PHONE_FORMAT)
    purpose = PURPOSES[command_type]
    return {"rand": await caller.accounts.hotel.send_code(caller, phone, purpose, hash_)}


@table.on("validate", local=CaptchaHash, keyed=True)
async def validate(caller: Caller, *, hash_: Hash) -> Nothing:
    """Say, once, whether the hash is right."""
    if not await caller.accounts.captcha.validate_sms(caller, hash_):
        raise ApiError(CaptchaHash.WRONG)
    return {}
