"""Rules of messages: what is written, when a try is given up, when another one is made."""

from __future__ import annotations

import random
from typing import Final

# What a job's row calls a message that goes this way.
MAIL: Final = "mail"
SMS: Final = "sms"
# Beyond a provider's own time: for a worker to come, and for its answer to come back.
PATIENCE_SECONDS: Final = 5.0
# Rows of messages are of no use once they are over; what they said is wiped at their end.
KEEP_MS: Final = 3_600_000
LONGEST_PAUSE: Final = 60.0
MAIL_SUBJECT: Final = "Postcard 密码恢复码"
PROOF_SUBJECT: Final = "Postcard 邮箱验证码"
_MAIL_TEXT: Final = """您好：

您正在找回 Postcard 账号的密码。

恢复码：{code}

{minutes} 分钟内有效，只能使用一次。请不要把它告诉任何人。
如果不是您本人操作，请忽略这封邮件，您的密码不会改变。
"""


_PROOF_TEXT: Final = """您好：

有人把这个邮箱填写到了 Postcard 账号中。

验证码：{code}

如果是您本人，请登录后在账号中输入它，{minutes} 分钟内有效，只能使用一次。请不要把它告诉任何人。
如果不是您本人操作，请忽略这封邮件。
"""


def proof_text(code: str, seconds: int) -> str:
    """What a mail says with a code that proves a mail box, which lives so long."""
    return _PROOF_TEXT.format(code=code, minutes=max(1, seconds // 60))


def mail_text(code: str, seconds: int) -> str:
    """What a mail with a recovery code says, which lives so long."""
    return _MAIL_TEXT.format(code=code, minutes=max(1, seconds // 60))


def sms_text(code: str) -> str:
    return f"验证码 {code}，3 分钟内有效。"


def pause_before(attempt: int, first: float) -> float:
    """Seconds after that attempt until the next: twice as many each time and a random part more."""
    pause = min(LONGEST_PAUSE, first * (1 << (attempt - 1)))
    return pause * (1 + random.random() / 2)


def is_refused_for_now(smtp_code: int) -> bool:
    """Whether a mail server's answer invites to another try."""
    return 400 <= smtp_code < 500
