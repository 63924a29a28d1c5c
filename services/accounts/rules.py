"""Rules of accounts: what is a good name, phone, e-mail, password, code; nothing is asked."""

from __future__ import annotations

import re
import secrets
import string
import unicodedata
from typing import Final, NamedTuple

from email_validator import EmailNotValidError, validate_email

from stores.looks import skeleton

# 中国大陆手机号: eleven digits beginning with 1 and 3 to 9 (numbering plan of the MIIT).
PHONE: Final = re.compile(r"1[3-9][0-9]{9}")
# How else a phone may be written: +86 138-0000 0000, also in full-width characters.
PHONE_WRITTEN_MOST: Final = 32
BETWEEN: Final = re.compile(r"[\s()-]")
COUNTRY: Final = re.compile(r"^(\+|00)?86(?=1[0-9]{10}$)")
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
RAND_LENGTH: Final = 5
SENT_DIGITS: Final = 6
# Letters and marks by their category, which show nothing.
INVISIBLE: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE0E)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
# Names of the house. The Chinese ones are refused inside a name too: 某某官方, 在线客服.
RESERVED: Final = (
    *("admin", "administrator", "moderator", "root", "system", "official", "support"),
    *("security", "staff", "service", "help", "helpdesk", "postcard", "webmaster", "postmaster"),
)
RESERVED_LOOKS: Final = frozenset(map(skeleton, RESERVED))
RESERVED_PARTS: Final = tuple(
    skeleton(part) for part in ("官方", "管理员", "管理員", "客服", "系统通知", "系統通知")
)
SPECIAL: Final = frozenset("~!@#$%^&*()_+-=/<>,.[]\\|{};:'\"?`")


class AccountName(NamedTuple):
    """`kind` is uid, uname, phone or email; `value` is how the table spells it."""

    kind: str
    value: str


def named(kind: str, text: str) -> AccountName:
    """What a text of that kind names, as the table spells it; kind `user` is found out."""
    # One character more than any name has: nobody's, and quickly looked at.
    text = text.strip()[: EMAIL_MOST + 1]
    if kind == "user":
        kind = _kind(text)
    if kind == "uid" and not UID.fullmatch(text):
        return AccountName(kind, "0")  # which nobody has
    spelled = {"uname": uname_of, "phone": phone_of, "email": email_of}
    return AccountName(kind, (spelled[kind](text) or "") if kind in spelled else text)


def _kind(text: str) -> str:
    # No user name is all digits or holds an @.
    if is_phone(text):
        return "phone"
    if UID.fullmatch(text):
        return "uid"
    return "email" if "@" in text else "uname"


def uname_of(text: str) -> str:
    """One spelling for what looks the same; what is too long in any spelling is left as it is."""
    text = text.strip()
    # Sorting marks takes the square of their number. Four characters may become one, not more.
    return text if len(text) > 4 * UNAME_MOST else unicodedata.normalize("NFC", text)


def phone_of(text: str) -> str:
    """A phone as the table spells it: its eleven digits, without 86 before or marks between them.

    What is no phone comes back as it is.
    """
    if len(text) > PHONE_WRITTEN_MOST:
        return text
    digits = BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    bare = COUNTRY.sub("", digits)
    return bare if PHONE.fullmatch(bare) else text


def is_phone(text: str) -> bool:
    return PHONE.fullmatch(phone_of(text)) is not None


def email_of(text: str) -> str | None:
    """An e-mail as the table spells it, on whichever face it came; None when it is none.

    One mail box has one spelling: NFC, the host as it is shown to readers, all in lower case.
    """
    text = text.strip()
    if len(text) > EMAIL_MOST:
        return None
    try:
        sent = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
    # Of a few letters the lower-case form is longer, or not composed.
    spelled = unicodedata.normalize("NFC", sent.lower())
    return spelled if len(spelled) <= EMAIL_MOST else None


def is_all_digits(uname: str) -> bool:
    return uname.isdigit()


def has_special(uname: str) -> bool:
    """Whether a character is one of ours, white, invisible or no character at all."""
    return any(c in SPECIAL or c in INVISIBLE or unicodedata.category(c)[0] in "CZ" for c in uname)


def is_reserved(uname: str) -> bool:
    """Whether guests would take somebody of that name for the house."""
    plain = unicodedata.normalize("NFKC", uname)
    # Bare of the numbers around it, capitals as they look and as what they are capitals of.
    for word in (plain.strip(string.digits), plain):
        if not RESERVED_LOOKS.isdisjoint({skeleton(word), skeleton(word.casefold())}):
            return True
    return any(part in skeleton(plain) for part in RESERVED_PARTS)


def picture_code(alphabet: str, length: int) -> str:
    """What a captcha shows: at least one letter and one digit, where the alphabet has both."""
    letters = [sign for sign in alphabet if not sign.isdigit()]
    digits = [sign for sign in alphabet if sign.isdigit()]
    code = [secrets.choice(kind) for kind in (letters, digits) if kind]
    code += [secrets.choice(alphabet) for _ in range(length - len(code))]
    secrets.SystemRandom().shuffle(code)
    return "".join(code)


def sent_code(digits: int = SENT_DIGITS) -> str:
    """What is sent to a phone or a mail box."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def new_rand() -> str:
    """What a client appends to a code before it hashes both."""
    return "".join(
        secrets.choice(string.ascii_uppercase + string.digits) for _ in range(RAND_LENGTH)
    )
