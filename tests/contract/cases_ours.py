"""Cases of what the travel document does not have: the hotel's endpoints, and ours."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.contract.cases import Cases, Reply, Scene
from tests.contract.cases_ai import BEIJING
from tests.contract.cases_community import POST, new_comment, new_post
from tests.contract.cases_works import READY, get
from tests.contract.reading import Reader
from tests.postcard import picture
from tests.special import execute, image_hash, sent_to

OURS = Cases()


async def admin(scene: Scene) -> Reader:
    """Somebody who may decide about others' words."""
    found = await scene.other()
    execute(found.postcard, "UPDATE users SET admin = 1 WHERE id = ?", found.uid)
    return found


def envelope(name: str, **data: Any) -> None:
    """An endpoint that needs no more than its data."""
    type_, _, subtype = name.partition("/")

    @OURS.of(name)
    async def asked(scene: Scene) -> Reply:
        return await scene.me.call(type_, subtype, data)


envelope("ping/ping")
envelope("token/doki")
envelope("logout/token")
envelope("info/get")
envelope("info/update", nickname="旅人")
envelope("img/generate")
envelope("password/update", old="correct horse", new="another")


@OURS.of("ai/location_list")
async def located(scene: Scene) -> Reply:
    return await scene.me.rest("POST", "/api/location", data=BEIJING)


@OURS.of("img/validate")
async def image_validated(scene: Scene) -> Reply:
    return await scene.me.call("img", "validate", {"hash": await image_hash(scene.me)})


@OURS.of("sms/generate")
async def sms_sent(scene: Scene) -> Reply:
    return await scene.me.call("sms", "generate", {"phone": scene.me.new_phone()})


@OURS.of("sms/validate")
async def sms_validated(scene: Scene) -> Reply:
    hash_ = await scene.me.sms_hash(scene.me.new_phone())
    return await scene.me.call("sms", "validate", {"hash": hash_})


async def register(scene: Scene) -> tuple[Reply, dict[str, str]]:
    """A new hotel account; what signs in to it."""
    phone = scene.me.new_phone()
    account = {"username": phone, "pass": "a good one"}
    hash_ = await scene.me.sms_hash(phone)
    return await scene.me.call("register", "phone", account | {"hash": hash_}), account


@OURS.of("register/phone")
async def registered(scene: Scene) -> Reply:
    return (await register(scene))[0]


@OURS.of("login/pass")
async def signed_in(scene: Scene) -> Reply:
    _, account = await register(scene)
    return await scene.me.call("login", "pass", account)


@OURS.of("login/sms")
async def signed_in_by_sms(scene: Scene) -> Reply:
    phone = scene.me.new_phone()
    data = {"username": phone, "hash": await scene.me.sms_hash(phone)}
    return await scene.me.call("login", "sms", data)


@OURS.of("password/forget")
async def password_forgotten(scene: Scene) -> Reply:
    _, account = await register(scene)
    hash_ = await scene.me.sms_hash(account["username"])
    data = {"username": account["username"], "hash": hash_, "pass": "another"}
    return await scene.me.call("password", "forget", data)


@OURS.of("portrait/upload")
async def portrait_sent(scene: Scene) -> Reply:
    image = base64.b64encode(picture()).decode()
    return await scene.me.call("portrait", "upload", {"base64": image})


@OURS.of("pic/upload")
async def picture_sent(scene: Scene) -> Reply:
    image = base64.b64encode(picture()).decode()
    data = {"name": scene.me.phone, "upload_to": "users", "base64": image}
    return await scene.me.call("pic", "upload", data)


@OURS.of("password/reset")
async def password_reset(scene: Scene) -> Reply:
    hash_ = await scene.me.sms_hash(scene.me.phone, 2)
    data = {"username": scene.me.phone, "hash": hash_, "pass": "another"}
    return await scene.me.call("password", "reset", data)


async def new_email(scene: Scene) -> str:
    """An e-mail that the account has from now on, to which a code was sent."""
    email = f"{scene.me.new_phone()}@example.com"
    await scene.me.call("user", "info_update", {"email": email})
    return email


@OURS.of("user/email_code")
async def email_code_sent(scene: Scene) -> Reply:
    await new_email(scene)
    return await scene.me.rest("POST", "/user/email/code")


@OURS.of("user/email_prove")
async def email_proved(scene: Scene) -> Reply:
    sent = sent_to(scene.me.postcard, await new_email(scene))
    return await scene.me.rest("POST", "/user/email/prove", data={"code": sent[-1]["code"]})


@OURS.of("user/phone_prove")
async def phone_proved(scene: Scene) -> Reply:
    phone = scene.me.new_phone()
    data = {"phone": phone, "hash": await scene.me.sms_hash(phone)}
    return await scene.me.rest("POST", "/user/phone/prove", data=data)


def works(kind: str) -> None:
    """What else can be done with a work."""

    @OURS.of(f"{kind}/cancel")
    async def cancelled(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        await get(scene.me, f"/{kind}/{work_id}/start")
        return await get(scene.me, f"/{kind}/{work_id}/cancel")

    @OURS.of(f"{kind}/share")
    async def shared(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, pictures=0)
        return await get(scene.me, f"/{kind}/{work_id}/share?share=1")

    @OURS.of(f"{kind}/unlike")
    async def unliked(scene: Scene) -> Reply:
        await get(scene.me, f"/{kind}/{scene.works[kind]}/like")
        return await get(scene.me, f"/{kind}/{scene.works[kind]}/unlike")

    @OURS.of(f"{kind}/watch")
    async def watched(scene: Scene) -> Reply:
        data = {"work_id": await scene.me.work(kind, pictures=0)}
        asked = {"id": 1, "type": kind, "subtype": "watch", "data": data}
        url = f"{scene.me.postcard.url}/api/ws?token={scene.me.token}"
        async with scene.me.http.ws_connect(url) as socket:
            await socket.send_str(json.dumps(asked))
            reply: Reply = await socket.receive_json(timeout=60)
        return scene.me.read(kind, "watch", reply)


@OURS.of("movie/storyboard")
async def storyboard(scene: Scene) -> Reply:
    owner = await scene.owner_of_works()
    return await get(owner, f"/movie/{scene.works['movie']}/storyboard")


@OURS.of("movie/render")
async def rendered_again(scene: Scene) -> Reply:
    work_id = await scene.me.work("movie", READY, pictures=1)
    await get(scene.me, f"/movie/{work_id}/start")
    await scene.me.finished(work_id)
    board = (await get(scene.me, f"/movie/{work_id}/storyboard"))["data"]
    reply = await scene.me.rest("POST", f"/movie/{work_id}/render", json=board)
    await get(scene.me, f"/movie/{work_id}/cancel")
    return reply


def comments(type_: str) -> None:
    """What else can be done with a comment."""

    async def done(scene: Scene, who: Reader, *does: str, **data: str) -> Reply:
        cid = (await new_comment(scene, type_))["data"]["comment_id"]
        for first in does[:-1]:
            await who.rest("POST", f"/{type_}/comment/{cid}/{first}")
        return await who.rest("POST", f"/{type_}/comment/{cid}/{does[-1]}", data=data)

    @OURS.of(f"{type_}/comment_edit")
    async def edited(scene: Scene) -> Reply:
        return await done(scene, scene.me, "edit", text="很好")

    @OURS.of(f"{type_}/comment_restore")
    async def restored(scene: Scene) -> Reply:
        return await done(scene, await admin(scene), "delete", "restore")

    @OURS.of(f"{type_}/comment_unlike")
    async def unliked(scene: Scene) -> Reply:
        return await done(scene, scene.me, "like", "unlike")


@OURS.of("forum/post_unlike")
async def post_unliked(scene: Scene) -> Reply:
    pid = await new_post(scene.me)
    await get(scene.me, f"/forum/post/{pid}/like")
    return await get(scene.me, f"/forum/post/{pid}/unlike")


@OURS.of("forum/post_restore")
async def post_restored(scene: Scene) -> Reply:
    pid, who = await new_post(scene.me), await admin(scene)
    await get(scene.me, f"/forum/post/{pid}/delete")
    return await who.rest("POST", f"/forum/post/{pid}/restore")


@OURS.of("report/new")
async def reported(scene: Scene) -> Reply:
    pid = await new_post(await scene.other())
    data = {"target": "post", "target_id": str(pid), "reason": POST["title"]}
    return await scene.me.rest("POST", "/report/new", data=data)


@OURS.of("report/list")
async def reports(scene: Scene) -> Reply:
    await reported(scene)
    return await get(await admin(scene), "/report/list?limit=1")


@OURS.of("report/review")
async def reviewed(scene: Scene) -> Reply:
    number = (await reported(scene))["data"]["report_id"]
    who = await admin(scene)
    return await who.rest("POST", f"/report/{number}/review", data={"action": "hide"})


@OURS.of("block/add")
async def blocked(scene: Scene) -> Reply:
    return await get(scene.me, f"/block/{(await scene.other()).uid}/add")


@OURS.of("block/remove")
async def unblocked(scene: Scene) -> Reply:
    other = await scene.other()
    await get(scene.me, f"/block/{other.uid}/add")
    return await get(scene.me, f"/block/{other.uid}/remove")


@OURS.of("block/list")
async def blocks(scene: Scene) -> Reply:
    await blocked(scene)
    return await get(scene.me, "/block/list")


for each in ("movie", "photo"):
    works(each)
for each in ("forum", "movie", "photo"):
    comments(each)
