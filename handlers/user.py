"""user: accounts as the travel API knows them: by name, with captchas, cookies and pictures."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from handlers.fields import Hash, Password, also
from protocol.profiles import Switch
from protocol.registry import Access, Answer, Table
from protocol.replies import Nothing
from protocol.upload import File
from services.accounts.captcha import CaptchaAnswer
from services.accounts.credentials import SignInRefusals
from services.accounts.profiles import Changes, profile
from services.accounts.replies import (
    CodeNotSent,
    NewAvatar,
    NewToken,
    NewUser,
    NumberedImages,
    OwnAccount,
    Profile,
    PublicProfile,
    ResetBegun,
    SessionImage,
    SignedIn,
)
from services.accounts.rules import INTRO_MOST, PASSWORD_MOST, is_phone, named
from services.accounts.travel import Registration
from services.caller import SESSION_COOKIE, Caller
from status_codes import (
    ApiError,
    Global,
    UserAvatar,
    UserDone,
    UserEmailCode,
    UserEmailProve,
    UserInfo,
    UserInfoUpdate,
    UserLogin,
    UserPassword,
    UserPhoneProve,
    UserRegister,
    UserReset,
    UserResetDone,
)

table = Table("user")

CAPTCHA_COOKIE = "captcha"
RESET_COOKIE = "reset"
PASSWORD = SignInRefusals(UserPassword.NO_SUCH_USER, UserPassword.OLD_WRONG)


def _text(value: Any) -> Any:
    # Numbers come as numbers where a client sends JSON.
    return str(value) if type(value) is int else value


def _flag(value: Any) -> Any:
    return False if value == "" else value


# A name, a number, an address: what is left out and what is empty is the same here.
NUMBER = also({"type": "integer"})
Name = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=254), NUMBER]
# What may be longer than is right: the endpoint's own text says what is wrong with it.
AnyText = Annotated[
    str, BeforeValidator(_text), StringConstraints(max_length=PASSWORD_MOST + 1), NUMBER
]
Uid = Annotated[int, Field(ge=1, le=2**63 - 1)]
# As forms send what was left empty.
Flag = Annotated[bool, BeforeValidator(_flag)]
Intro = Annotated[str, StringConstraints(max_length=INTRO_MOST)]


@table.on(
    "captcha",
    rest="GET /user/captcha",
    picture="imgdata",
    unwrap="images",
    switches=(Switch("captcha_json", off=SessionImage, on=NumberedImages),),
)
async def captcha(caller: Caller) -> SessionImage | NumberedImages:
    """A picture of letters and digits, and the session to send back with its code.

    Over REST the picture itself, with the session in a cookie; `?format=json` gives both. With the
    setting `clients.captcha_json` REST answers JSON, `[{"index", "img"}]`.
    """
    imgdata, session = await caller.accounts.captcha.picture()
    if caller.cookies is not None:
        caller.cookies.set(CAPTCHA_COOKIE, session, caller.accounts.captcha.seconds)
        if caller.accounts.clients.captcha_json:
            return {"images": [{"index": 1, "img": imgdata}]}
    return {"imgdata": imgdata, "session": session}


@table.on(
    "login",
    local=UserLogin,
    ok=UserDone.LOGIN,
    rest="POST /user/login",
    wrong={"captcha": UserLogin.CAPTCHA_WRONG},
)
async def login(
    caller: Caller,
    *,
    user: Name = "",
    uid: Name = "",
    uname: Name = "",
    phone: Name = "",
    email: Name = "",
    password: Password,
    captcha: AnyText = "",
    session: AnyText = "",
    no_captcha: Flag = False,
) -> Profile | SignedIn:
    """Sign in by `user`, whose kind is found out, or by one of the others."""
    given = {"user": user, "uid": uid, "uname": uname, "phone": phone, "email": email}
    who = next((named(kind, text) for kind, text in given.items() if text.strip()), None)
    if who is None:
        raise ApiError(Global.ARG_MISSING)
    proof = _proof(caller, session, captcha, no_captcha)
    keeps = caller.cookies is not None
    travel = caller.accounts.travel
    found, token = await travel.login(caller, who, password, proof, session=keeps)
    if caller.cookies is None:
        return {**profile(found), "token": token}
    # Whatever session the client came with, it goes on with another.
    if old := caller.cookies.get(SESSION_COOKIE):
        await caller.accounts.tokens.drop(old)
    caller.cookies.set(SESSION_COOKIE, token, caller.accounts.session_seconds)
    return profile(found)


# Not once by a key: strangers of one address share those, and each ends a session of their own.
# Done twice it is as done once.
@table.on("logout", ok=UserDone.LOGOUT, rest=("GET /user/logout", "POST /user/logout"), keyed=False)
async def logout(caller: Caller) -> Nothing:
    """End the session, if there is one."""
    if caller.token:
        await caller.accounts.tokens.drop(caller.token)
    _forget_session(caller)
    return {}


@table.on(
    "register",
    local=UserRegister,
    ok=UserDone.REGISTER,
    rest="POST /user/register",
    wrong={
        ("uname", Global.ARG_TYPE): UserRegister.NO_NAME,
        ("password", Global.ARG_TYPE): UserRegister.NO_NAME,
        "phone": UserRegister.PHONE_FORMAT,
        "email": UserRegister.EMAIL_FORMAT,
        "captcha": UserRegister.CAPTCHA_WRONG,
    },
    invalid=UserRegister.FAILED.msg,
)
async def register(
    caller: Caller,
    *,
    uname: AnyText = "",
    phone: AnyText = "",
    email: AnyText = "",
    password: AnyText = "",
    uid: AnyText = "",
    captcha: AnyText = "",
    session: AnyText = "",
    no_captcha: Flag = False,
) -> NewUser:
    """Make an account with a user name and a phone or an e-mail; its number."""
    wanted = Registration(uname, phone, email, password, uid)
    proof = _proof(caller, session, captcha, no_captcha)
    return {"uid": await caller.accounts.travel.register(caller, wanted, proof)}


@table.on(
    "password",
    access=Access.USER,
    local=UserPassword,
    ok=UserDone.PASSWORD,
    rest="POST /user/password",
)
async def password(
    caller: Caller, *, old_password: Password, new_password: Password
) -> Nothing | NewToken:
    """Change the password; every session of the account ends, and this one goes on with another.

    A session that came by cookie has its new token in the cookie alone.
    """
    credentials = caller.accounts.credentials
    token = await credentials.change_password(
        caller, caller.token, old_password, new_password, PASSWORD
    )
    cookies = caller.cookies
    if cookies is None or cookies.get(SESSION_COOKIE) != caller.token:
        return {"token": token} if token else {}
    if token:
        cookies.set(SESSION_COOKIE, token, caller.accounts.session_seconds)
    else:
        _forget_session(caller)
    return {}


@table.on(
    "avatar",
    access=Access.USER,
    local=UserAvatar,
    ok=UserDone.AVATAR,
    rest="POST /user/avatar",
    invalid=UserAvatar.NO_FILE.msg,
)
async def avatar(caller: Caller, *, avatar: File | None = None) -> NewAvatar:
    """Take a picture; its middle is shown, 512 pixels wide at most."""
    if avatar is None:
        raise ApiError(UserAvatar.NO_FILE)
    return {"avatar": await caller.accounts.avatars.change(caller, avatar)}


@table.on(
    "info",
    access=Access.USER,
    local=UserInfo,
    rest="GET /user/info",
    wrong={"uid": UserInfo.NO_SUCH_USER},
)
async def info(caller: Caller, *, uid: Uid = 0) -> OwnAccount | PublicProfile:
    """The caller's account, or what everybody may know of that of `uid`."""
    profiles = caller.accounts.profiles
    return await (profiles.of(caller, uid) if uid else profiles.own(caller))


@table.on("info_update", access=Access.USER, local=UserInfoUpdate, rest="POST /user/info")
async def info_update(
    caller: Caller,
    *,
    gender: Name | None = None,
    phone: Name | None = None,
    email: Name | None = None,
    intro: Intro | None = None,
) -> OwnAccount:
    """Change what is sent; the account as it is then."""
    changes = Changes(gender, phone, email, intro)
    return await caller.accounts.profiles.change(caller, changes)


@table.on(
    "reset",
    local=UserReset,
    ok=UserResetDone,
    rest="POST /user/reset",
    refusal=CodeNotSent,
    unwrap="reason",
    wrong={
        "captcha": UserReset.CAPTCHA_WRONG,
        ("email", Global.ARG_VALUE): UserReset.NO_SUCH_USER,
        ("phone", Global.ARG_VALUE): UserReset.NO_SUCH_USER,
        ("code", Global.ARG_VALUE): UserReset.CODE_WRONG,
    },
    invalid=UserReset.ARGUMENTS.msg,
)
async def reset(
    caller: Caller,
    *,
    email: Name = "",
    phone: Name = "",
    code: AnyText = "",
    new_password: AnyText = "",
    captcha: AnyText = "",
    session: AnyText = "",
    reset: AnyText = "",
    no_captcha: Flag = False,
) -> Answer[ResetBegun]:
    """Send a recovery code to `email` or `phone`; then set `new_password` by that `code`.

    `reset` is what the first step answered; over REST a cookie carries it.
    """
    recovery, proof = caller.accounts.recovery, _proof(caller, session, captcha, no_captcha)
    if code or new_password:
        await recovery.finish(caller, _kept(caller, RESET_COOKIE, reset), code, new_password, proof)
        if caller.cookies is not None:
            caller.cookies.drop(RESET_COOKIE)
        _forget_session(caller)
        return Answer(UserResetDone.RESET, {})
    if not email and not phone:
        raise ApiError(Global.ARG_MISSING)
    who = named("email", email) if email else named("phone", phone)
    sent = await recovery.begin(caller, who, proof)
    if caller.cookies is not None:
        caller.cookies.set(RESET_COOKIE, sent.name, sent.seconds)
    return Answer(sent.outcome, {"reset": sent.name})


@table.on("email_code", access=Access.USER, local=UserEmailCode, rest="POST /user/email/code")
async def email_code(caller: Caller) -> Nothing:
    """Send a code to the account's e-mail, again; one is sent too when the e-mail is new."""
    await caller.accounts.proofs.send_code(caller)
    return {}


@table.on("email_prove", access=Access.USER, local=UserEmailProve, rest="POST /user/email/prove")
async def email_prove(caller: Caller, *, code: Name) -> Nothing:
    """Prove the account's e-mail by that code; every other session of the account ends."""
    await caller.accounts.proofs.prove_email(caller, caller.token, code)
    return {}


@table.on("phone_prove", access=Access.USER, local=UserPhoneProve, rest="POST /user/phone/prove")
async def phone_prove(caller: Caller, *, phone: Name, hash_: Hash) -> Nothing:
    """Give the account a phone, proved by an SMS code (command_type 1); other sessions end."""
    if not is_phone(phone.strip()):
        raise ApiError(UserPhoneProve.FORMAT)
    await caller.accounts.proofs.prove_phone(caller, caller.token, phone.strip(), hash_)
    return {}


def _proof(caller: Caller, session: str, captcha: str, no_captcha: bool) -> CaptchaAnswer:
    waived = no_captcha and caller.accounts.captcha.may_be_waived
    return CaptchaAnswer(_kept(caller, CAPTCHA_COOKIE, session), captcha, waived)


def _kept(caller: Caller, cookie: str, given: str) -> str:
    """What the client sends back: in the data, or in a cookie."""
    return given or (caller.cookies.get(cookie) if caller.cookies is not None else "")


def _forget_session(caller: Caller) -> None:
    if caller.cookies is not None:
        caller.cookies.drop(SESSION_COOKIE)
