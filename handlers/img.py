"""img: captchas that are looked at."""

from __future__ import annotations

from handlers.fields import Hash
from protocol.registry import Table
from protocol.replies import Nothing
from services.accounts.replies import HashedImage
from services.caller import Caller
from status_codes import ApiError, CaptchaHash

table = Table("img", url="/api/captcha")


@table.on("generate", local=CaptchaHash)
async def generate(caller: Caller) -> HashedImage:
    """A picture of letters and digits, base64 PNG, and the rand to hash its code with."""
    imgdata, rand = await caller.accounts.captcha.image()
    return {"imgdata": imgdata, "rand": rand}


@table.on("validate", local=CaptchaHash, keyed=True)
async def validate(caller: Caller, *, hash_: Hash) -> Nothing:
    """Say, once, whether the hash is right."""
    if not await caller.accounts.captcha.validate_image(caller, hash_):
        raise ApiError(CaptchaHash.WRONG)
    return {}
