"""Rules of accounts: what is a good name, phone, e-mail, password, code; nothing is asked."""

from __future__ import annotations

import re
import secrets
import string
import unicodedata
from typing import Final, NamedTuple

from email_validator import EmailNotValidError, validate_email

# 中国大陆手机号: eleven digits beginning with 1 and 3 to 9 (numbering plan of the MIIT).
PHONE: Final = re.compile(r"1[3-9][0-9]{9}")
UID: Final = re.compile(r"[0-9]{1,18}")
UNAME_MOST: Final = 32
EMAIL_MOST: Final = 254
# The documents leave the length to the front end; the bound keeps hashing bounded.
PASSWORD_MOST: Final = 1024
INTRO_MOST: Final = 500
# What the travel API may be sent as a gender, and its number.
GENDERS: Final = {
    **{"0": 0, "1": 1, "2": 2},
    **{"未设置": 0, "男": 1, "女": 2},
    **{"male": 1, "female": 2},
}
# The hotel API's words, by that number.
GENDER_WORDS: Final = ("", "male", "female")
# Without 0 O 1 I L, which guests misread; the documents ask for letters and digits mixed.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"
FIGURES: Final = "23456789"
CODE_LENGTH: Final = 5
SPECIAL: Final = frozenset("~!@#$%^&*()_+-=/<>,.[]\\|{};:'\"?`")


class AccountName(NamedTuple):
    """`kind` is uid, uname, phone or email; `value` is how the table spells it."""

    kind: str
    value: str


def named(kind: str, text: str) -> AccountName:
    """What a text of that kind names; kind `user` is found out."""
    # One character more than any name has: nobody's, and quickly looked at.
    text = text.strip()[: EMAIL_MOST + 1]
    if kind == "user":
        kind = _kind(text)
    if kind == "uid" and not UID.fullmatch(text):
        return AccountName(kind, "0")  # which nobody has
    return AccountName(kind, uname_of(text) if kind == "uname" else text)


def _kind(text: str) -> str:
    # No user name is all digits or holds an @.
    if PHONE.fullmatch(text):
        return "phone"
    if UID.fullmatch(text):
        return "uid"
    return "email" if "@" in text else "uname"


def spellings(who: AccountName) -> list[AccountName]:
    """How the table may spell it: the hotel API keeps the case of an e-mail as it was sent."""
    if who.kind != "email":
        return [who]
    if len(who.value) > EMAIL_MOST:
        return []
    try:
        sent = validate_email(who.value, check_deliverability=False).normalized
    except EmailNotValidError:
        return []
    return [
        AccountName("email", sent.lower()),
        *([AccountName("email", sent)] if sent != sent.lower() else []),
    ]


def uname_of(text: str) -> str:
    """One spelling for what looks the same; what is too long in any spelling is left as it is."""
    text = text.strip()
    # Sorting marks takes the square of their number. Four characters may become one, not more.
    return text if len(text) > 4 * UNAME_MOST else unicodedata.normalize("NFC", text)


def is_phone(text: str) -> bool:
    return PHONE.fullmatch(text) is not None


def email_of(text: str) -> str | None:
    """An address as the travel API keeps it, in lower case; None when it is none."""
    found = spellings(AccountName("email", text.strip()))
    return found[0].value if found and len(found[0].value) <= EMAIL_MOST else None


def is_all_digits(uname: str) -> bool:
    return uname.isdigit()


def has_special(uname: str) -> bool:
    """Whether a character is one of ours, white, invisible or no character at all."""
    return any(c in SPECIAL or unicodedata.category(c)[0] in "CZ" for c in uname)


def picture_code() -> str:
    """What a captcha shows: five characters, at least one a letter and one a digit."""
    code = [secrets.choice(LETTERS), secrets.choice(FIGURES)]
    code += [secrets.choice(LETTERS + FIGURES) for _ in range(CODE_LENGTH - len(code))]
    secrets.SystemRandom().shuffle(code)
    return "".join(code)


def sent_code() -> str:
    """What is sent to a phone or a mail box: six digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_rand() -> str:
    """What a client appends to a code before it hashes both."""
    return "".join(
        secrets.choice(string.ascii_uppercase + string.digits) for _ in range(CODE_LENGTH)
    )
