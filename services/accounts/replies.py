"""What clients are told of accounts, tokens and captchas."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from protocol.replies import Base64


class NewToken(TypedDict):
    """What a session goes on with: a new one, or one whose password was changed."""

    token: str


class SignedInBySms(TypedDict):
    """The same by a code: whether an account was there or was made for it."""

    token: str
    login_type: Literal["create", "login"]


class GuestInfo(TypedDict):
    """An account in the hotel API's words; name, e-mail and phone for its owner and admins."""

    id: int
    username: str
    name: NotRequired[str]
    nickname: str
    email: NotRequired[str]
    phone: NotRequired[str]
    gender: str
    avatar: str
    intro: str


class HashedImage(TypedDict):
    """An image captcha that is answered by a hash."""

    imgdata: Base64
    rand: str


class HashedSms(TypedDict):
    """A code that went out by SMS and is answered by a hash."""

    rand: str


class PublicAuthor(TypedDict):
    """Who wrote or shares something, as anybody may know them."""

    uid: int
    uname: str
    gender: int
    avatar: str


class PublicProfile(TypedDict):
    """An account in the travel API's words, as everybody may know it."""

    uid: int
    uname: str
    gender: int
    intro: str
    avatar: str


class Profile(PublicProfile):
    """An account as its owner knows it."""

    phone: str
    email: str
    phone_proved: bool
    email_proved: bool


class OwnAccount(Profile):
    """An account as its owner knows it, with the bytes kept for them; a limit of 0 is none."""

    bytes_used: int
    bytes_limit: int


class SignedIn(Profile):
    """Signed in by the travel API; over REST a cookie carries the token, and this is a Profile."""

    token: str


class SessionImage(TypedDict):
    """An image captcha that is answered by its letters, with the session."""

    imgdata: Base64
    session: str


class NumberedImage(TypedDict):
    """An image captcha in a list; its session is in the cookie."""

    index: int
    img: Base64


class NumberedImages(TypedDict):
    """The one image captcha as an app wants it; over REST the list is the whole of the data."""

    images: list[NumberedImage]


class NewUser(TypedDict):
    """A new account of the travel API."""

    uid: int


class NewAvatar(TypedDict):
    """Where the new picture lies."""

    avatar: str


class NewPicture(TypedDict):
    """The same, under the name that the hotel API has for it."""

    url: str


class ResetBegun(TypedDict):
    """The name of a recovery, after its first step alone."""

    reset: NotRequired[str]


class CodeNotSent(TypedDict):
    """Why a recovery code did not go out; over REST the whole of the data."""

    reason: str
