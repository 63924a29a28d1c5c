"""movie/storyboard and movie/render: a finished film is fetched as data, edited and made again."""

from __future__ import annotations

import copy
from typing import Any

import aiohttp
import pytest

from status_codes import WorkFind, WorkRender, WorkStarted, WorkStoryboard
from tests.films import is_same_film
from tests.postcard import Guest, Postcard, picture
from tests.special import execute

PHOTOS = [picture(seed=seed) for seed in range(3)]
INFO = {
    "images": ["0.jpg", "1.jpg"],
    "title": "山水",
    "size": "360x640",
    "fps": 10,
    "seed": 7,
}
Board = dict[str, Any]
SCENES = 3


async def finished_film(guest: Guest) -> int:
    work_id = await guest.new_movie(PHOTOS, INFO)
    await guest.rest("GET", f"/movie/{work_id}/start")
    status = await guest.finished(work_id)
    assert 3 == status["status"], status
    return work_id


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[Guest, int]]:
    """By the server's address: an owner and their finished film."""
    return {}


@pytest.fixture
async def film(
    postcard: Postcard, http: aiohttp.ClientSession, made: dict[str, tuple[Guest, int]]
) -> tuple[Guest, int]:
    """One film for each way to run, and its owner."""
    if postcard.url not in made:
        guest = Guest(postcard, http)
        await guest.sign_up()
        await guest.login(enduring=1)
        made[postcard.url] = guest, await finished_film(guest)
    owner, work_id = made[postcard.url]
    owner.http = http
    return owner, work_id


async def storyboard(guest: Guest, work_id: int) -> Board:
    reply = await guest.rest("GET", f"/movie/{work_id}/storyboard")
    assert 200 == reply["code"], reply
    board: Board = reply["data"]["storyboard"]
    return board


async def render(guest: Guest, work_id: int, board: Any) -> dict[str, Any]:
    body = {"storyboard": board}
    return await guest.rest("POST", f"/movie/{work_id}/render", json=body)


async def fetch(guest: Guest, url: str) -> tuple[int, bytes]:
    async with guest.http.get(guest.postcard.url + url, params={"token": guest.token}) as answer:
        return answer.status, await answer.read()


def shown(board: Board) -> set[str]:
    return {shown["photo"] for scene in board["scenes"] for shown in scene["photos"]}


async def test_a_storyboard_is_the_same_on_both_faces(film: tuple[Guest, int]) -> None:
    """It has the film's size, seed and pictures, by the names that the guest gave them."""
    owner, work_id = film

    board = await storyboard(owner, work_id)
    reply = await owner.call("movie", "storyboard", {"work_id": work_id})

    assert (1, [360, 640], 10, 7) == tuple(board[k] for k in ("version", "size", "fps", "seed"))
    assert {"0.jpg", "1.jpg"} == shown(board)
    assert {"storyboard": board} == reply["data"]


async def test_the_same_storyboard_makes_the_same_film(film: tuple[Guest, int]) -> None:
    """What was not edited stays."""
    owner, work_id = film
    url = f"/media/movies/{work_id}/result.mp4"
    board, (_, old) = await storyboard(owner, work_id), await fetch(owner, url)

    await render(owner, work_id, board)
    await owner.finished(work_id)

    assert board == await storyboard(owner, work_id)
    assert is_same_film(old, (await fetch(owner, url))[1])


@pytest.fixture
async def short(film: tuple[Guest, int]) -> tuple[Guest, int]:
    """The same, cut down to three scenes: made again in a moment."""
    owner, work_id = film
    board = await storyboard(owner, work_id)
    if len(board["scenes"]) > SCENES:
        board["scenes"] = [scene for scene in board["scenes"] if scene["photos"]][:SCENES]
        for scene in board["scenes"]:
            scene["seconds"] = 1.0
            scene["transition"] = {"name": "fade", "seconds": 0.2}
        del board["scenes"][-1]["transition"]
        reply = await render(owner, work_id, board)
        assert 200 == reply["code"], reply
        assert 3 == (await owner.finished(work_id))["status"]
    return film


async def test_an_edited_film_is_made_again(short: tuple[Guest, int]) -> None:
    """Another picture and the same seed; the old film can be fetched until the new one is there."""
    owner, work_id = short
    before = await owner.rest("GET", f"/movie/{work_id}/status")
    url = before["data"]["info"]
    old = await fetch(owner, url)
    board = await storyboard(owner, work_id)
    edited = copy.deepcopy(board)
    for scene in edited["scenes"]:
        for photo in scene["photos"]:
            photo["photo"] = photo["photo"].replace("1.jpg", "2.jpg")

    asked = await render(owner, work_id, edited)
    waiting = (await owner.rest("GET", f"/movie/{work_id}/status"))["data"]
    meanwhile = await fetch(owner, url)
    again = await render(owner, work_id, edited)
    end = await owner.finished(work_id)
    new = await fetch(owner, end["info"])

    assert (200, WorkStarted.QUEUED.msg) == (asked["code"], asked["msg"])
    assert waiting["status"] in (1, 2)
    assert [url] == waiting["result_urls"]
    assert (200, old[1]) == meanwhile
    assert again["msg"] in [f"已在 {state} 队列中" for state in ("PENDING", "STARTED")]
    assert (3, 200, url) == (end["status"], end["stage"], end["info"])
    assert (200, True) == (new[0], new[1] != old[1])
    assert edited == await storyboard(owner, work_id)
    assert "2.jpg" in shown(edited)


async def test_a_cancelled_render_leaves_the_old_film(short: tuple[Guest, int]) -> None:
    """It is finished as before, and can be rendered again."""
    owner, work_id = short
    board = await storyboard(owner, work_id)
    url = f"/media/movies/{work_id}/result.mp4"
    old = await fetch(owner, url)
    await render(owner, work_id, board)

    cancelled = await owner.rest("GET", f"/movie/{work_id}/cancel")
    status = (await owner.rest("GET", f"/movie/{work_id}/status"))["data"]
    again = await render(owner, work_id, board)

    assert 200 == cancelled["code"]
    assert (3, 200, url, "处理完成") == tuple(
        status[key] for key in ("status", "stage", "info", "result_msg")
    )
    assert old == await fetch(owner, url)
    assert 200 == again["code"]
    assert 3 == (await owner.finished(work_id))["status"]


async def test_a_failed_render_leaves_the_old_film(short: tuple[Guest, int]) -> None:
    """It is finished as before, and says why the other one was not made."""
    owner, work_id = short
    board = await storyboard(owner, work_id)
    url = f"/media/movies/{work_id}/result.mp4"
    old = await fetch(owner, url)
    folder = owner.postcard.folder / "media" / "movies" / str(work_id)
    whole = {upload: upload.read_bytes() for upload in folder.glob("[0-9]*.jpg")}
    for upload in whole:
        upload.write_bytes(b"\xff\xd8\xff no picture any more")

    await render(owner, work_id, board)
    status = await owner.finished(work_id)
    for upload, content in whole.items():
        upload.write_bytes(content)

    assert (3, url) == (status["status"], status["info"])
    assert "图片已损坏" in status["result_msg"]
    assert old == await fetch(owner, url)


async def test_what_is_not_finished_has_none(member: Guest) -> None:
    """Before its first end: 任务尚未完成; of nothing: 找不到作业集; after delete: 已过期."""
    work_id = await member.new_movie(PHOTOS, INFO)
    gone = await member.new_movie([])
    await member.rest("GET", f"/movie/{gone}/delete")
    works = {"new": work_id, "gone": gone, "none": 999_999_999}

    fetched = {
        name: (await member.rest("GET", f"/movie/{number}/storyboard"))["msg"]
        for name, number in works.items()
    }
    rendered = {name: (await render(member, number, {}))["msg"] for name, number in works.items()}

    expired = "影集已过期，请重新新建"
    nothing = WorkFind.NOT_FOUND.msg
    assert {"new": WorkStoryboard.NOT_DONE.msg, "gone": expired, "none": nothing} == fetched
    assert {"new": WorkRender.NOT_DONE.msg, "gone": expired, "none": nothing} == rendered


async def test_a_film_without_a_storyboard_says_so(member: Guest) -> None:
    """One that was made before there were any: 没有分镜."""
    work_id = await member.new_movie(PHOTOS)
    execute(
        member.postcard,
        "UPDATE works SET state = 3, result = 'result.mp4' WHERE id = ?",
        work_id,
    )

    reply = await member.call("movie", "storyboard", {"work_id": work_id})

    assert WorkStoryboard.ABSENT.code == reply["status"]


async def test_only_the_owner_and_admins_see_it(
    film: tuple[Guest, int], http: aiohttp.ClientSession
) -> None:
    """Of a shared film too, whose other files everybody may fetch."""
    owner, work_id = film
    await owner.rest("GET", f"/movie/{work_id}/share", params={"share": "1"})
    other, admin = Guest(owner.postcard, http), Guest(owner.postcard, http)
    await other.sign_up()
    await admin.sign_up()
    execute(owner.postcard, "UPDATE users SET admin = 1 WHERE phone = ?", admin.phone)
    board = await storyboard(owner, work_id)
    folder = f"/media/movies/{work_id}"

    refused = [
        await other.rest("GET", f"/movie/{work_id}/storyboard"),
        await render(other, work_id, board),
    ]
    files = {
        name: (await fetch(other, f"{folder}/{name}"))[0]
        for name in ("result.mp4", "cover.jpg", "storyboard.json")
    }

    assert {(403, WorkFind.NOT_FOUND.msg)} == {(r["code"], r["msg"]) for r in refused}
    assert {"result.mp4": 200, "cover.jpg": 200, "storyboard.json": 404} == files
    assert board == await storyboard(admin, work_id)
    assert 200 == (await fetch(owner, f"{folder}/storyboard.json"))[0]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"version": 2}, "版本"),
        ({"size": [640, 480]}, "1280x720"),
        ({"fps": 1000}, "fps"),
        ({"scenes": []}, "scenes"),
        ({"scenes": "all"}, "scenes"),
        ({"scenes": [{"template": "nothing"}]}, "nothing"),
        ({"music": None}, "music"),
    ],
)
async def test_a_wrong_storyboard_is_refused(
    film: tuple[Guest, int], change: Board, place: str
) -> None:
    """分镜有误 and where; the film stays as it is."""
    owner, work_id = film
    board = await storyboard(owner, work_id) | change

    reply = await owner.call("movie", "render", {"work_id": work_id, "storyboard": board})
    status = (await owner.rest("GET", f"/movie/{work_id}/status"))["data"]["status"]

    assert WorkRender.WRONG.code == reply["status"]
    said = (await render(owner, work_id, board))["msg"]
    assert said.startswith("分镜有误：")
    assert place in said
    assert 3 == status


async def test_a_picture_of_nobody_is_refused(film: tuple[Guest, int]) -> None:
    """A storyboard shows pictures of its own work alone, and leads to no other file."""
    owner, work_id = film
    board = await storyboard(owner, work_id)
    scene = next(scene for scene in board["scenes"] if scene["photos"])
    scene["photos"][0]["photo"] = "../../secret.key"

    reply = await render(owner, work_id, board)

    assert (403, True) == (reply["code"], reply["msg"].startswith("分镜有误："))
