"""How a guest is named: what is a phone, an e-mail, a number or a user name, and which are good."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from email_validator import EmailNotValidError, validate_email

# 中国大陆手机号: eleven digits beginning with 1 and 3 to 9 (numbering plan of the MIIT).
PHONE: Final = re.compile(r"1[3-9][0-9]{9}")
UID: Final = re.compile(r"[0-9]{1,18}")
UNAME_MOST: Final = 32
EMAIL_MOST: Final = 254
SPECIAL: Final = frozenset("~!@#$%^&*()_+-=/<>,.[]\\|{};:'\"?`")


class Named(NamedTuple):
    """`kind` is uid, uname, phone or email; `value` is how the table spells it."""

    kind: str
    value: str


def named(kind: str, text: str) -> Named:
    """What a text of that kind names; kind `user` is found out."""
    text = text.strip()
    if kind == "user":
        kind = _kind(text)
    if kind == "uid" and not UID.fullmatch(text):
        return Named(kind, "0")  # which nobody has
    return Named(kind, uname_of(text) if kind == "uname" else text)


def _kind(text: str) -> str:
    # No user name is all digits or holds an @.
    if PHONE.fullmatch(text):
        return "phone"
    if UID.fullmatch(text):
        return "uid"
    return "email" if "@" in text else "uname"


def spellings(who: Named) -> list[Named]:
    """How the table may spell it: the hotel API keeps the case of an e-mail as it was sent."""
    if who.kind != "email":
        return [who]
    try:
        sent = validate_email(who.value, check_deliverability=False).normalized
    except EmailNotValidError:
        return []
    return [Named("email", sent.lower()), *([Named("email", sent)] if sent != sent.lower() else [])]


def uname_of(text: str) -> str:
    """One spelling for what looks the same."""
    return unicodedata.normalize("NFC", text.strip())


def is_phone(text: str) -> bool:
    return PHONE.fullmatch(text) is not None


def email_of(text: str) -> str | None:
    """An address as the travel API keeps it, in lower case; None when it is none."""
    found = spellings(Named("email", text.strip()))
    return found[0].value if found and len(found[0].value) <= EMAIL_MOST else None


def is_all_digits(uname: str) -> bool:
    return uname.isdigit()


def has_special(uname: str) -> bool:
    """Whether a character is one of ours, white, invisible or no character at all."""
    return any(c in SPECIAL or unicodedata.category(c)[0] in "CZ" for c in uname)
