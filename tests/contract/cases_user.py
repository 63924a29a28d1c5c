"""Cases of 用户认证."""

from __future__ import annotations

import io
from typing import Any

import aiohttp

from tests.contract.cases import Cases, Reply, Scene
from tests.contract.reading import Reader, new_name
from tests.postcard import Guest, picture
from tests.special import eventually, execute

USER = Cases()
FREE = {"no_captcha": "1"}


async def captcha_of(who: Reader, cookies: dict[str, str]) -> str:
    """Fetch a picture; its code, and the session in `cookies`."""
    async with who.http.get(who.postcard.url + "/user/captcha") as answer:
        cookies["captcha"] = answer.cookies["captcha"].value
    session = cookies["captcha"]
    found = await eventually(
        lambda: [m for m in who.postcard.messages() if m.get("session") == session]
    )
    return str(found[-1]["code"])


async def post(who: Reader, path: str, data: dict[str, Any], **more: Any) -> Reply:
    return await who.rest("POST", f"/user/{path}", data=data, **more)


async def login(scene: Scene, **changed: str) -> Reply:
    """Sign in with a right captcha, unless it is changed."""
    cookies: dict[str, str] = {}
    code = await captcha_of(scene.me, cookies)
    good = {"user": scene.me.uname, "password": scene.me.password, "captcha": code}
    return await post(scene.stranger(), "login", good | changed, cookies=cookies)


@USER.of("user/login")
@USER.of("user/login", "登录成功")
async def signed_in(scene: Scene) -> Reply:
    return await login(scene)


@USER.of("user/login", "无此用户")
async def unknown_user(scene: Scene) -> Reply:
    return await login(scene, user=new_name())


@USER.of("user/login", "密码错误")
async def wrong_password(scene: Scene) -> Reply:
    return await login(scene, password="wrong")


@USER.of("user/login", "请输入验证码")
async def login_without_captcha(scene: Scene) -> Reply:
    return await login(scene, captcha="")


@USER.of("user/login", "验证码过期")
async def login_with_spent_captcha(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    code = await captcha_of(scene.me, cookies)
    data = {"user": scene.me.uname, "password": scene.me.password, "captcha": code}
    await post(scene.stranger(), "login", data, cookies=cookies)
    return await post(scene.stranger(), "login", data, cookies=cookies)


@USER.of("user/login", "验证码错误")
async def login_with_wrong_captcha(scene: Scene) -> Reply:
    return await login(scene, captcha="-----")


@USER.of("user/logout", "已清除登录信息")
async def signed_out(scene: Scene) -> Reply:
    return await scene.me.rest("GET", "/user/logout")


def application(**changed: str) -> dict[str, str]:
    """What is needed for an account; `phone=""` leaves the phone out."""
    good = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a good one"}
    return {key: value for key, value in (good | FREE | changed).items() if value}


async def register(scene: Scene, **changed: str) -> Reply:
    return await post(scene.stranger(), "register", application(**changed))


@USER.of("user/register", "注册成功")
async def registered(scene: Scene) -> Reply:
    return await register(scene)


@USER.of("user/register", "无效参数：缺少用户名或密码")
async def register_without_name(scene: Scene) -> Reply:
    return await register(scene, uname="")


@USER.of("user/register", "无效参数：缺少手机或邮箱")
async def register_without_contact(scene: Scene) -> Reply:
    return await register(scene, phone="")


@USER.of("user/register", "用户ID已存在")
async def register_with_anothers_number(scene: Scene) -> Reply:
    return await register(scene, uid=str(scene.me.uid))


@USER.of("user/register", "用户名已存在")
async def register_with_anothers_name(scene: Scene) -> Reply:
    return await register(scene, uname=scene.me.uname)


@USER.of("user/register", "注册错误")
async def register_with_a_number_of_ones_own(scene: Scene) -> Reply:
    return await register(scene, uid="999999999")


@USER.of("user/register", "请输入验证码")
async def register_without_captcha(scene: Scene) -> Reply:
    return await register(scene, no_captcha="")


@USER.of("user/register", "验证码错误")
async def register_with_wrong_captcha(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    await captcha_of(scene.me, cookies)
    data = application(no_captcha="", captcha="-----")
    return await post(scene.stranger(), "register", data, cookies=cookies)


@USER.of("user/register", "用户名不能全为数字")
async def register_as_a_number(scene: Scene) -> Reply:
    return await register(scene, uname="20210328")


@USER.of("user/register", "手机号格式不正确")
async def register_with_a_wrong_phone(scene: Scene) -> Reply:
    return await register(scene, phone="12345678901")


@USER.of("user/register", "用户名包含特殊字符")
async def register_with_a_special_character(scene: Scene) -> Reply:
    return await register(scene, uname="a=b")


async def password(who: Reader, **changed: str) -> Reply:
    return await post(
        who, "password", {"old_password": who.password, "new_password": "new"} | changed
    )


@USER.of("user/password", "成功地修改了密码")
async def password_changed(scene: Scene) -> Reply:
    return await password(scene.me)


@USER.of("user/password", "旧密码错误")
async def wrong_old_password(scene: Scene) -> Reply:
    return await password(scene.me, old_password="wrong")


@USER.of("user/password", "无此用户")
async def password_of_nobody(scene: Scene) -> Reply:
    execute(scene.me.postcard, "DELETE FROM users WHERE id = ?", scene.me.uid)
    return await password(scene.me)


@USER.of("user/avatar", "成功地修改了头像")
async def avatar_changed(scene: Scene) -> Reply:
    form = aiohttp.FormData()
    form.add_field("avatar", io.BytesIO(picture()), filename="me.jpg")
    return await scene.me.rest("POST", "/user/avatar", data=form)


@USER.of("user/avatar", "未获取到avatar")
async def no_avatar(scene: Scene) -> Reply:
    return await scene.me.rest("POST", "/user/avatar")


@USER.of("user/info")
async def info(scene: Scene) -> Reply:
    return await scene.me.rest("GET", "/user/info")


@USER.of("user/info_update")
async def info_updated(scene: Scene) -> Reply:
    return await post(scene.me, "info", {"gender": "2", "intro": "走过许多路"})


async def ask_reset(scene: Scene, cookies: dict[str, str], **by: str) -> Reply:
    """The first step; the session of the recovery is put into `cookies`."""
    who = scene.stranger()
    async with who.http.post(who.postcard.url + "/user/reset", data=by | FREE) as answer:
        cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        reply: Reply = await answer.json()
    return reply


async def reset(scene: Scene, cookies: dict[str, str], **changed: str) -> Reply:
    """The second step with the code that was sent, unless it is changed."""
    sent = [m for m in scene.me.postcard.messages() if m.get("to") == scene.me.email]
    good = {"code": sent[-1]["code"] if sent else "000000", "new_password": "new"} | FREE
    return await post(scene.stranger(), "reset", good | changed, cookies=cookies)


@USER.of("user/reset", "已发送恢复码至邮箱")
async def reset_by_mail(scene: Scene) -> Reply:
    return await ask_reset(scene, {}, email=scene.me.email)


@USER.of("user/reset", "已发送恢复码至手机")
async def reset_by_phone(scene: Scene) -> Reply:
    return await ask_reset(scene, {}, phone=scene.me.phone)


@USER.of("user/reset", "验证码错误")
async def reset_with_wrong_captcha(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    await captcha_of(scene.me, cookies)
    data = {"email": scene.me.email, "captcha": "-----"}
    return await post(scene.stranger(), "reset", data, cookies=cookies)


@USER.of("user/reset", "找不到用户")
async def reset_of_nobody(scene: Scene) -> Reply:
    return await ask_reset(scene, {}, email=f"{new_name()}@example.com")


@USER.of("user/reset", "修改成功")
async def reset_done(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    await ask_reset(scene, cookies, email=scene.me.email)
    return await reset(scene, cookies)


@USER.of("user/reset", "未获取恢复码或已失效")
async def reset_without_first_step(scene: Scene) -> Reply:
    return await reset(scene, {})


@USER.of("user/reset", "恢复码错误")
async def reset_with_wrong_code(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    await ask_reset(scene, cookies, email=scene.me.email)
    return await reset(scene, cookies, code="wrong")


@USER.of("user/reset", "参数错误")
async def reset_without_new_password(scene: Scene) -> Reply:
    cookies: dict[str, str] = {}
    await ask_reset(scene, cookies, email=scene.me.email)
    return await reset(scene, cookies, new_password="")
