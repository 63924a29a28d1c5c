"""What the travel document says beside its tables, and what needs a server of its own."""

from __future__ import annotations

import base64
import io
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from PIL import Image

from services.caller import SESSION_COOKIE
from tests.contract.cases import Scene
from tests.contract.cases_ai import ask
from tests.contract.cases_community import COMMUNITY
from tests.contract.cases_user import FREE, captcha_of, login, post, signed_in
from tests.contract.cases_works import EXPIRED, READY, get, put, started
from tests.contract.reading import ENDPOINTS, Reader, row
from tests.documents import covers
from tests.postcard import Postcard, picture
from tests.replies import client_session
from tests.servers import free_port
from tests.smtp import SmtpServer
from tests.special import eventually, execute
from tests.tencent import Provider, refused

KINDS = ("movie", "photo")
each_kind = pytest.mark.parametrize("kind", KINDS)


@covers("user/login: notice 1")
@pytest.mark.parametrize("name", ["uid", "uname", "phone", "email"])
async def test_user_is_told_apart(scene: Scene, name: str) -> None:
    """A number, a name, a phone and an e-mail each sign in as `user`, and under their own name."""
    given = str(getattr(scene.me, name))

    as_user = await login(scene, user=given)
    by_itself = await login(scene, user="", **{name: given})

    assert [scene.me.uid] * 2 == [as_user["data"]["uid"], by_itself["data"]["uid"]]


@covers("user/login: notice 2", "user/logout: notice 1")
async def test_a_cookie_carries_the_session(scene: Scene) -> None:
    """Signing in gives one that signing out ends on the server."""
    who = scene.stranger()
    data = {"user": scene.me.uname, "password": scene.me.password} | FREE
    async with who.http.post(who.postcard.url + "/user/login", data=data) as answer:
        cookies = {SESSION_COOKIE: answer.cookies[SESSION_COOKIE].value}

    seen = await who.rest("GET", "/user/info", cookies=cookies)
    await who.rest("POST", "/user/logout", cookies=cookies)
    ended = await who.says("GET", "/user/info", cookies=cookies)

    assert scene.me.uid == seen["data"]["uid"]
    assert row("user/password", "未登录或登录超时") == ended


@covers("user/login: notice 3", "user/info: notice 1")
@pytest.mark.parametrize("gender", [0, 1, 2])
async def test_genders_are_numbers(scene: Scene, gender: int) -> None:
    """0, 1 or 2, in the account and after signing in."""
    await post(scene.me, "info", {"gender": str(gender)})

    told = [await scene.me.rest("GET", "/user/info"), await signed_in(scene)]

    assert [gender] * 2 == [reply["data"]["gender"] for reply in told]


async def test_an_account_counts_its_bytes(member: Reader) -> None:
    """Beside what the document lists: as many as were sent, and the limit of the settings."""
    before = (await member.rest("GET", "/user/info"))["data"]
    await member.work("movie", pictures=1)
    after = (await member.rest("GET", "/user/info"))["data"]

    assert (0, len(picture(320, 240))) == (before["bytes_used"], after["bytes_used"])
    assert [0, 0] == [data["bytes_limit"] for data in (before, after)]


@covers("user/info: notice 2", "user/avatar: notice 1")
async def test_an_avatar_lies_where_the_account_says(member: Reader) -> None:
    """At the path of the guest's number; another picture serves who has none of their own."""

    async def fetched() -> tuple[str, str]:
        path = (await member.rest("GET", "/user/info"))["data"]["avatar"]
        async with member.http.get(member.postcard.url + path) as answer:
            assert 200 == answer.status, path
            return path, Image.open(io.BytesIO(await answer.read())).format or ""

    before = await fetched()
    form = aiohttp.FormData()
    form.add_field("avatar", picture(), filename="me.jpg")
    await member.rest("POST", "/user/avatar", data=form)
    after = await fetched()

    assert before[0].startswith("/static/")
    assert (f"/media/avatars/{member.uid}.jpg", "JPEG") == after


@covers("forum/*: gives *avatar", "*/comment: gives comments.avatar", "*/all: gives *.avatar")
@pytest.mark.parametrize("name", ["forum/index", "forum/page", "forum/post", "movie/comment"])
async def test_an_avatar_is_a_path_from_the_root(scene: Scene, name: str) -> None:
    """Wherever a guest is shown, and also that of one who has sent no picture."""
    data = (await COMMUNITY.found[name, ""](scene))["data"]

    shown = data.get("new_posts") or data.get("posts") or data.get("comments")

    assert {"/"} == {guest["avatar"][:1] for guest in shown}


@covers("user/captcha: notice 2", "user/captcha: notice 3", "user/captcha: notice 4")
async def test_a_captcha_serves_once(scene: Scene) -> None:
    """A right code signs in; the same again does not, a new picture's does."""
    cookies: dict[str, str] = {}
    code = await captcha_of(scene.me, cookies)
    first = await login_with(scene, code, cookies)
    again = await login_with(scene, code, cookies)
    anew = await captcha_of(scene.me, cookies)

    assert [200, 403, 200] == [
        first["code"],
        again["code"],
        (await login_with(scene, anew, cookies))["code"],
    ]


async def login_with(scene: Scene, captcha: str, cookies: dict[str, str]) -> dict[str, Any]:
    data = {"user": scene.me.uname, "password": scene.me.password, "captcha": captcha}
    return await post(scene.stranger(), "login", data, cookies=cookies)


@covers("user/reset: notice 1")
async def test_a_wrong_input_spends_the_captcha(scene: Scene) -> None:
    """After a wrong code the right one is worth nothing any more."""
    cookies: dict[str, str] = {}
    code = await captcha_of(scene.me, cookies)
    data = {"email": scene.me.email}

    answers = [
        await post(scene.stranger(), "reset", data | {"captcha": given}, cookies=cookies)
        for given in ("-----", code)
    ]

    assert [row("user/reset", "验证码错误")] * 2 == [(a["code"], a["msg"]) for a in answers]


@covers("user/login: notice 4", "*: takes no_captcha")
async def test_no_captcha_is_for_debugging(scene: Scene) -> None:
    """It skips the captcha of the three that ask for one."""
    password = {"password": scene.me.password}
    skipped = [
        await post(scene.stranger(), "login", {"user": scene.me.uname} | password | FREE),
        await post(scene.stranger(), "reset", {"email": scene.me.email} | FREE),
    ]
    refused = await post(scene.stranger(), "login", {"user": scene.me.uname} | password)

    assert [200, 200, 403] == [reply["code"] for reply in [*skipped, refused]]


PROVIDER = free_port()


@pytest.fixture(scope="module")
def unsent() -> Iterator[Postcard]:
    """A Postcard whose mail server takes no mail, and whose SMS provider is at `PROVIDER`."""
    post = SmtpServer()
    post.refuse_data = "554 Looks like spam"
    post.start()
    smtp = {"GATEWAY": "smtp", "HOST": "127.0.0.1", "TLS": "none", "SENDER": "post@example.com"}
    smtp |= {"PORT": str(post.port)}
    sms = {"GATEWAY": "tencent", "SCHEME": "http", "ENDPOINT": f"127.0.0.1:{PROVIDER}"}
    sms |= dict.fromkeys(["SECRET_ID", "SECRET_KEY", "APP_ID", "SIGN"], "x")
    sms |= dict.fromkeys(["TEMPLATE_REGISTER", "TEMPLATE_RESET"], "1")
    env = {f"POSTCARD__MAIL__{key}": value for key, value in smtp.items()}
    for key, value in sms.items():
        env[f"POSTCARD__SMS__{key if key == 'GATEWAY' else f'TENCENT_{key}'}"] = value
    opened = Postcard(env)
    opened.start()
    yield opened
    opened.close()
    post.close()


@pytest.fixture
async def unheard(unsent: Postcard, http: aiohttp.ClientSession) -> AsyncIterator[Reader]:
    """Somebody who cannot be written to."""
    found = Reader(unsent, http)
    await found.sign_up()
    yield found


@covers("user/reset: says 发送邮件失败", "user/reset: notice 2")
async def test_a_mail_that_is_not_sent(unheard: Reader) -> None:
    """发送邮件失败, and behind it what kind of failure it was; as data alone, as documented."""
    http, text = row("user/reset", "发送邮件失败")

    reply = await post(unheard, "reset", {"email": unheard.email} | FREE)

    assert http == reply["code"]
    assert reply["msg"].startswith(f"{text}：SMTP")
    assert reply["msg"] == reply["data"]


@covers("user/reset: says 发送短信失败")
async def test_a_message_that_is_not_sent(unheard: Reader) -> None:
    """发送短信失败."""
    provider = Provider(PROVIDER)
    provider.answer = refused("FailedOperation.PhoneNumberInBlacklist", "in the blacklist")
    await provider.start()
    try:
        reply = await post(unheard, "reset", {"phone": unheard.phone} | FREE)
    finally:
        await provider.close()

    assert row("user/reset", "发送短信失败") == (reply["code"], reply["msg"])


@covers("movie/new: notice 1", "photo/new: notice 1", "*/delete: notice 1")
@each_kind
async def test_a_work_has_a_folder_until_it_is_deleted(member: Reader, kind: str) -> None:
    """./media/movies/$work_id or ./media/photos/$work_id."""
    folder = member.postcard.folder / "media" / f"{kind}s"

    work_id = await member.work(kind)
    there = (folder / str(work_id)).is_dir()
    await get(member, f"/{kind}/{work_id}/delete")

    assert there
    assert not (folder / str(work_id)).exists()


@covers("movie/new: notice 2", "photo/new: notice 2")
async def test_works_never_started_are_cleaned() -> None:
    """After so many days their files go, and their state is -2."""
    postcard = Postcard()
    postcard.start()
    async with client_session() as http:
        member = Reader(postcard, http)
        await member.sign_up()
        works = {kind: await member.work(kind) for kind in KINDS}
        execute(postcard, "UPDATE works SET created_ms = 1, updated_ms = 1")
        postcard.stop()
        postcard.start()

        async def gone() -> bool:
            states = [await get(member, f"/{kind}/{works[kind]}/status") for kind in KINDS]
            return [-2, -2] == [reply["data"]["status"] for reply in states]

        await eventually(gone)
        left = [name for name in postcard.media() if name.startswith(("movies", "photos"))]
    postcard.close()

    assert [] == left


@covers("*/upload: notice 1", "*/upload: notice 2")
@each_kind
async def test_an_upload_gets_a_name_by_the_time(member: Reader, kind: str) -> None:
    """Figures that grow; the picture lies under it in the work's folder."""
    work_id = await member.work(kind, pictures=0)

    sent = [await member.send(kind, work_id, "IMG_1.jpg", picture(seed=n)) for n in range(2)]
    names = [reply["data"]["filename"] for reply in sent]
    urls = [reply["data"]["url"] for reply in sent]

    assert [int(name.removesuffix(".jpg")) for name in names] == sorted(
        {int(name.removesuffix(".jpg")) for name in names}
    )
    assert [f"/media/{kind}s/{work_id}/{name}" for name in names] == urls


@covers("*/upload: notice 3")
@each_kind
async def test_info_json_is_as_documented(member: Reader, kind: str) -> None:
    """With the document's factors, and its images by the names that the client gave them."""
    info = {
        "factors": [{"types": ["seashore", "sandbar"], "values": [0.0745, 0.1019]}] * 2,
        "images": ["1.jpg", "0.jpg"],
        "title": "标题",
        "description": "描述",
    }
    work_id = await member.work(kind)
    await member.send(kind, work_id, "info.json", json.dumps(info).encode())

    reply = await started(member, kind, work_id)
    told = (await get(member, f"/{kind}/{work_id}/status"))["data"]

    assert 200 == reply["code"]
    assert ("标题", "描述") == (told[f"{kind}_title"], told[f"{kind}_description"])


@covers("*/status: notice 1")
@each_kind
async def test_info_is_the_task_and_then_the_result(scene: Scene, kind: str) -> None:
    """A number while it waits; the result's path, which can be fetched, when it is done."""
    work_id = await scene.me.work(kind, READY, pictures=1)
    reply = await get(scene.me, f"/{kind}/{work_id}/start")
    waiting = (await get(scene.me, f"/{kind}/{work_id}/status"))["data"]["info"]
    await get(scene.me, f"/{kind}/{work_id}/delete")
    owner = await scene.owner_of_works()
    path = f"/{kind}/{scene.works[kind]}/status"
    done = (await get(owner, path))["data"]["info"]
    async with owner.http.get(owner.postcard.url + done) as answer:
        size = len(await answer.read())

    assert waiting.isdigit() and waiting == reply["data"]["info"]
    assert f"/media/{kind}s/{scene.works[kind]}/result" == done.partition(".")[0]
    assert (200, True) == (answer.status, size > 1000)


@covers("*/start: when *")
@each_kind
async def test_start_follows_the_table_of_states(scene: Scene, kind: str) -> None:
    """Taken, refused or taken again, by state and by whether its job lives; -2 without folder."""
    me = scene.me
    new = await me.work(kind, READY, pictures=1)
    taken = await started(me, kind, new)
    said = [(taken["code"], taken["msg"])]
    for state, lost in ((1, False), (2, False), (1, True), (2, True)):
        work_id = await me.work(kind, READY, pictures=1)
        put(me, work_id, state, 100, lost=lost)
        reply = await started(me, kind, work_id)
        said.append((reply["code"], reply["msg"]))
    done = await get(await scene.owner_of_works(), f"/{kind}/{scene.works[kind]}/start")
    work_id = await me.work(kind, READY, pictures=1)
    shutil.rmtree(me.postcard.folder / "media" / f"{kind}s" / str(work_id))
    expired = await get(me, f"/{kind}/{work_id}/start")
    state = (await get(me, f"/{kind}/{work_id}/status"))["data"]["status"]

    assert [
        (200, "已加入队列"),
        (403, "已在 PENDING 队列中"),
        (403, "已在 STARTED 队列中"),
        (200, "已重新加入队列"),
        (200, "已重新加入队列"),
    ] == said
    assert (403, "任务已完成") == (done["code"], done["msg"])
    assert (403, EXPIRED[kind], -2) == (expired["code"], expired["msg"], state)


@covers("*/list: notice 1", "*/myall: notice 1", "*/all: notice 1")
@each_kind
async def test_what_is_in_which_list(scene: Scene, kind: str) -> None:
    """list leaves out what failed or is gone, myall does not; all has what is shared and done."""
    owner = await scene.owner_of_works()
    failed, waiting = await owner.work(kind, pictures=0), await owner.work(kind, pictures=0)
    put(owner, failed, -1)

    async def listed(name: str) -> set[int]:
        rows = (await get(owner, f"/{kind}/{name}"))["data"][f"{kind}s"]
        return {row["work_id"] for row in rows} & {failed, waiting, scene.works[kind]}

    lists = [await listed(name) for name in ("list", "myall", "all")]

    assert [
        {waiting, scene.works[kind]},
        {failed, waiting, scene.works[kind]},
        {scene.works[kind]},
    ] == lists


@covers("ai/poem: notice 1", "ai/img2poem: notice 1")
@pytest.mark.parametrize("name", ["poem", "img2poem"])
async def test_get_answers_a_form_to_try_it(guest: Reader, name: str) -> None:
    """HTML with a field for each that the document lists."""
    async with guest.http.get(f"{guest.postcard.url}/api/{name}") as answer:
        page = await answer.text()

    assert (200, "text/html") == (answer.status, answer.content_type)
    assert [] == [
        field for field in ENDPOINTS[f"ai/{name}"]["fields"] if f'name="{field}"' not in page
    ]


@covers("ai/style: notice 1", "ai/fsrcnn: notice 1")
@pytest.mark.parametrize(("name", "times"), [("style", 1), ("fsrcnn", 2)])
async def test_pictures_come_as_base64(scene: Scene, name: str, times: int) -> None:
    """data is a JPEG in base64; style keeps the picture's size, fsrcnn multiplies it."""
    reply = await ask(scene.stranger(), name, {"scale": "2"} if name == "fsrcnn" else {})

    image = Image.open(io.BytesIO(base64.b64decode(reply["data"], validate=True)))

    assert ("JPEG", (64 * times, 48 * times)) == (image.format, image.size)
