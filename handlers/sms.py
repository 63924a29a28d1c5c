"""sms: captchas that are sent to a phone."""

from __future__ import annotations

import re

from handlers.fields import PHONE_PATTERN, CommandType, Hash, Text
from protocol.registry import Table
from protocol.replies import Nothing
from services.accounts.replies import HashedSms
from services.caller import Caller
from services.messages.sms import Text as Message
from status_codes import ApiError, CaptchaHash, SmsProvider

table = Table("sms", url="/api/captcha")

PURPOSES = {1: "register", 2: "reset"}


@table.on("generate", local=SmsProvider)
async def generate(
    caller: Caller, *, phone: Text, command_type: CommandType = 1, hash_: Hash = ""
) -> HashedSms:
    """Send a code to a phone (1 register, 2 reset); the rand to hash it with.

    A reset for an unknown phone is answered alike and sends nothing.
    """
    if not re.fullmatch(PHONE_PATTERN, phone):
        raise ApiError(SmsProvider.PHONE_FORMAT)
    services, purpose = caller.services, PURPOSES[command_type]
    if hash_:
        await services.captcha.spend_image(hash_)
    await services.sms.reserve(phone, caller.address)
    code, rand = await services.captcha.sms(phone, purpose)
    if purpose == "register" or await services.accounts.is_known(phone):
        seconds = services.config.captcha.seconds
        await services.sms.send(Message(phone, purpose, code, seconds, caller.trace))
    return {"rand": rand}


@table.on("validate", local=CaptchaHash)
async def validate(caller: Caller, *, hash_: Hash) -> Nothing:
    """Say, once, whether the hash is right."""
    if not await caller.services.captcha.validate_sms(hash_, caller.address):
        raise ApiError(CaptchaHash.WRONG)
    return {}
