"""Cases of 影集生成接口 and 长图生成接口: a work from its making to its end."""

from __future__ import annotations

import json
import shutil

from tests.contract.cases import Cases, Reply, Scene
from tests.contract.reading import Reader
from tests.postcard import picture
from tests.special import execute

WORKS = Cases()
NOBODYS = 999_999_999
EXPIRED = {"movie": "影集已过期，请重新新建", "photo": "任务已过期，请重新新建"}
READY = {"images": ["0.jpg"], "size": "640x360", "fps": 10}


async def get(who: Reader, path: str) -> Reply:
    return await who.rest("GET", path)


async def started(who: Reader, kind: str, work_id: int) -> Reply:
    """Ask for the work, and take it back: only the answer counts here."""
    reply = await get(who, f"/{kind}/{work_id}/start")
    await get(who, f"/{kind}/{work_id}/cancel")
    return reply


def put(who: Reader, work_id: int, state: int, stage: int = 0, *, lost: bool = False) -> None:
    """Write a work's state into the database, with a job that nobody takes, or without one."""
    job_id = None if lost else _job(who, work_id)
    execute(
        who.postcard,
        "UPDATE works SET state = ?, stage = ?, job_id = ? WHERE id = ?",
        *(state, stage, job_id, work_id),
    )


def _job(who: Reader, work_id: int) -> int:
    values = "VALUES ('none', 'none', ?, 'running', 1, 1)"
    columns = "(actor, queue, args, state, created_ms, updated_ms)"
    args = json.dumps([work_id])
    execute(who.postcard, f"INSERT INTO jobs {columns} {values}", args)
    found = execute(
        who.postcard, "SELECT max(id) FROM jobs WHERE actor = 'none' AND args = ?", args
    )
    return int(found[0][0])


def making(kind: str) -> None:
    """A new work, and what is put into it."""

    @WORKS.of(f"{kind}/new")
    @WORKS.of(f"{kind}/new", "操作成功")
    async def new(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/new")

    @WORKS.of(f"{kind}/upload")
    @WORKS.of(f"{kind}/upload", "操作成功")
    async def uploaded(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, pictures=0)
        return await scene.me.send(kind, work_id, "a.jpg", picture())

    @WORKS.of(f"{kind}/upload", "找不到作业集")
    async def uploaded_to_nothing(scene: Scene) -> Reply:
        return await scene.me.send(kind, NOBODYS, "a.jpg", picture(), well=False)

    @WORKS.of(f"{kind}/upload", "未获取到file")
    async def uploaded_nothing(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, pictures=0)
        return await scene.me.rest("POST", f"/{kind}/{work_id}/upload")


def made(kind: str) -> None:
    """A work that is finished, in lists and by itself, and one that goes."""

    @WORKS.of(f"{kind}/status")
    @WORKS.of(f"{kind}/status", "操作成功")
    async def status(scene: Scene) -> Reply:
        return await get(await scene.owner_of_works(), f"/{kind}/{scene.works[kind]}/status")

    @WORKS.of(f"{kind}/delete", "操作成功")
    async def deleted(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/{await scene.me.work(kind)}/delete")

    @WORKS.of(f"{kind}/list")
    @WORKS.of(f"{kind}/list", "操作成功")
    async def listed(scene: Scene) -> Reply:
        return await get(await scene.owner_of_works(), f"/{kind}/list")

    @WORKS.of(f"{kind}/all")
    @WORKS.of(f"{kind}/all", "获取成功" if kind == "movie" else "操作成功")
    async def shared(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/all")


def nothing(kind: str, does: str) -> None:
    """找不到作业集, of what is nobody's."""

    @WORKS.of(f"{kind}/{does}", "找不到作业集")
    async def of_nothing(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/{NOBODYS}/{does}")


def starting(kind: str) -> None:
    """Starting a work in each state."""

    @WORKS.of(f"{kind}/start", "已加入队列")
    async def first(scene: Scene) -> Reply:
        return await started(scene.me, kind, await scene.me.work(kind, READY, pictures=1))

    @WORKS.of(f"{kind}/start", "操作成功")
    async def after_cancel(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        await started(scene.me, kind, work_id)
        return await started(scene.me, kind, work_id)

    @WORKS.of(f"{kind}/start", "已重新加入队列")
    async def of_a_lost_job(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        put(scene.me, work_id, 1, 100, lost=True)
        return await started(scene.me, kind, work_id)

    @WORKS.of(f"{kind}/start", "原执行失败，已重新加入队列")
    async def after_failure(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        put(scene.me, work_id, -1)
        return await started(scene.me, kind, work_id)

    @WORKS.of(f"{kind}/start", EXPIRED[kind])
    async def without_folder(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        shutil.rmtree(scene.me.postcard.folder / "media" / f"{kind}s" / str(work_id))
        return await get(scene.me, f"/{kind}/{work_id}/start")

    @WORKS.of(f"{kind}/start", "任务已完成")
    async def done(scene: Scene) -> Reply:
        return await get(await scene.owner_of_works(), f"/{kind}/{scene.works[kind]}/start")

    @WORKS.of(f"{kind}/start", "已在 {state} 队列中")
    async def again(scene: Scene) -> Reply:
        work_id = await scene.me.work(kind, READY, pictures=1)
        put(scene.me, work_id, 2, 105)
        return await get(scene.me, f"/{kind}/{work_id}/start")


for each in ("movie", "photo"):
    making(each)
    starting(each)
    made(each)
    for what in ("start", "status", "delete"):
        nothing(each, what)


@WORKS.of("movie/tag")
async def tagged(scene: Scene) -> Reply:
    return await get(scene.stranger(), "/movie/tag/7")


@WORKS.of("movie/myall")
async def all_movies(scene: Scene) -> Reply:
    return await get(await scene.owner_of_works(), "/movie/myall")
