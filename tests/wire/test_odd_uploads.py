"""Files as phones and browsers send them: their formats, their names, and what is said of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import av
import numpy as np
import pytest
from PIL import Image

from status_codes import AiPicture, Global, UserAvatar, WorkUpload
from tests.postcard import Guest, Postcard, picture
from tests.wire.test_clip_uploads import clip

LIMITS = {
    "POSTCARD__WORKS__PICTURE_PIXELS": "900000",
    "POSTCARD__WORKS__PICTURE_BYTES": "524288",
    "POSTCARD__WORKS__CLIP_SECONDS": "3",
    "POSTCARD__WORKS__CLIP_PIXELS": "4000000",
}


@pytest.fixture(scope="module")
def postcard() -> Iterator[Postcard]:
    """One with small limits."""
    opened = Postcard(LIMITS)
    opened.start()
    yield opened
    opened.close()


def saved(kind: str, size: tuple[int, int] = (320, 240), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **options)
    return out.getvalue()


def repeated(data: bytes) -> bytes:
    """A JPEG whose last scan comes 32 times more."""
    end = data.rindex(b"\xff\xd9")
    return data[:end] + data[data.rindex(b"\xff\xda") : end] * 32 + data[end:]


def wide_clip() -> bytes:
    """Of one picture with more pixels than are allowed."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 4096, 1024, "yuv420p"
        # A frame that is only made holds what lay in memory before.
        black = np.zeros((1024 * 3 // 2, 4096), np.uint8)
        file.mux(stream.encode(av.VideoFrame.from_ndarray(black, "yuv420p")))
        file.mux(stream.encode())
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(1200, 900), (Global.PICTURE_PIXELS, "90")),
        (saved("PNG", (800, 600)), (Global.PICTURE_PIXELS, "30")),
        (saved("WEBP", (600, 400)), (Global.PICTURE_PIXELS, "15")),
        (clip(5), (Global.CLIP_SECONDS, "3")),
        (wide_clip(), (Global.CLIP_PIXELS, "400")),
        (picture() + bytes(600_000), (Global.FILE_TOO_LARGE, "0.5 MB")),
        (repeated(saved("JPEG", (64, 48))), (Global.FILE_COMPLEX, "")),
        (repeated(saved("JPEG", (64, 48), progressive=True)), (Global.FILE_COMPLEX, "")),
    ],
    ids=["jpeg", "png", "webp", "clip", "wide clip", "bytes", "scans", "progressive scans"],
)
async def test_a_limit_is_told(member: Guest, content: bytes, said: tuple[Global, str]) -> None:
    """In units that guests know, on both faces: 照片超过 90 万像素, 视频超过 3 秒."""
    row, limit = said
    work_id = await member.new_movie([])
    file = base64.b64encode(content).decode()

    reply = await member.upload(work_id, "a.bin", content)
    data = {"work_id": work_id, "filename": "a.bin", "file": file}
    again = await member.call("movie", "upload", data)

    assert (413, row.msg.format(limit=limit)) == (reply["code"], reply["msg"])
    assert (-413, row.message.format(limit=limit)) == (again["status"], again["message"])


async def test_a_limit_is_told_everywhere(member: Guest) -> None:
    """Of an avatar and of a picture for a model as of an upload; a clip is neither."""
    file = base64.b64encode(saved("PNG", (800, 600))).decode()
    moving = base64.b64encode(clip()).decode()

    large = [
        await member.call("user", "avatar", {"avatar": file}),
        await member.call("ai", "color", {"image": file}),
    ]
    clips = [
        await member.call("user", "avatar", {"avatar": moving}),
        await member.call("ai", "color", {"image": moving}),
    ]

    text = Global.PICTURE_PIXELS.message.format(limit="30")
    assert [(-413, text)] * 2 == [(reply["status"], reply["message"]) for reply in large]
    assert [UserAvatar.FORMAT.code, AiPicture.FORMAT.code] == [reply["status"] for reply in clips]


@pytest.mark.parametrize("name", ["12:30 海边.jpg", "Screen Shot 2024-06-06 at 9:41.png"])
async def test_a_colon_in_a_name(member: Guest, name: str) -> None:
    """As screenshots are called."""
    work_id = await member.new_movie([])

    assert 200 == (await member.upload(work_id, name, picture()))["code"]


async def test_three_photos_of_one_name(member: Guest) -> None:
    """A browser calls every capture image.jpg; listed three times they are three, in order."""
    work_id = await member.new_movie([])
    names = []
    for number in range(3):
        reply = await member.upload(work_id, "image.jpg", picture(seed=number))
        names.append(reply["data"]["filename"])
    note = b'{"images": ["image.jpg", "image.jpg", "image.jpg"], "size": "360x640", "fps": 10}'
    await member.upload(work_id, "info.json", note)

    await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)
    board = (await member.rest("GET", f"/movie/{work_id}/storyboard"))["data"]["storyboard"]

    shown = [photo["photo"] for scene in board["scenes"] for photo in scene["photos"]]
    assert (3, []) == (status["status"], status["warnings"])
    assert set(names) == set(shown)


async def test_a_film_says_what_it_lacks(member: Guest) -> None:
    """One photo is not listed, the rows of another are not all there."""
    whole = picture(400, 300, seed=3)
    short = whole[: len(whole) * 98 // 100]
    work_id = await member.new_movie([picture(seed=1), picture(seed=2)])
    assert 200 == (await member.upload(work_id, "short.jpg", short))["code"]
    note = b'{"images": ["0.jpg", "short.jpg"], "size": "360x640", "fps": 10}'
    await member.upload(work_id, "info.json", note)

    await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)

    told = status["warnings"]
    assert 3 == status["status"]
    assert "info.json 未列出，未使用：1.jpg" in told
    assert ["short.jpg"] == [line.partition("：")[2] for line in told if "末尾缺少" in line]


@pytest.mark.parametrize("kind", ["AVIF", "TIFF", "BMP"])
async def test_everywhere_a_picture_is_taken(member: Guest, kind: str) -> None:
    """In a work, as an avatar, and by a model."""
    content = saved(kind)
    file = base64.b64encode(content).decode()
    work_id = await member.new_movie([])

    uploaded = await member.upload(work_id, "a.jpg", content)
    avatar = await member.call("user", "avatar", {"avatar": file})
    colours = await member.call("ai", "color", {"image": file})

    assert 200 == uploaded["code"]
    assert 0 == avatar["status"], avatar
    assert 0 == colours["status"], colours


async def test_what_to_do_is_told(member: Guest) -> None:
    """Of a format that nobody decodes here the refusal names one that is."""
    content = saved("JPEG2000")
    file = base64.b64encode(content).decode()
    work_id = await member.new_movie([])

    uploaded = await member.upload(work_id, "a.jp2", content)
    avatar = await member.call("user", "avatar", {"avatar": file})
    colours = await member.call("ai", "color", {"image": file})

    assert (403, WorkUpload.FORMAT.msg) == (uploaded["code"], uploaded["msg"])
    assert "JPEG" in uploaded["msg"]
    assert UserAvatar.FORMAT.code == avatar["status"]
    assert AiPicture.FORMAT.code == colours["status"]
    assert "JPEG" in avatar["message"]
    assert "JPEG" in colours["message"]
