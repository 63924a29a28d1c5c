"""movie: one album from new to film, and what may go wrong on the way."""

from __future__ import annotations

from tests.postcard import Guest, picture


async def test_an_album_becomes_a_film(member: Guest) -> None:
    """Photos and info.json go in; a finished film can be fetched under the link in `info`."""
    pictures = [picture(seed=n) for n in range(2)]
    info = {"images": ["1.jpg", "0.jpg"], "title": "山水", "size": "640x360", "fps": 10}
    work_id = await member.new_movie(pictures, info)

    started = await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)
    async with member.http.get(
        member.postcard.url + status["info"], params={"token": member.token}
    ) as answer:
        film = await answer.read()

    assert (200, "已加入队列") == (started["code"], started["msg"])
    assert (3, 200, 100, []) == tuple(
        status[key] for key in ("status", "stage", "progress", "warnings")
    )
    assert f"/media/movies/{work_id}/result.mp4" == status["info"]
    assert (200, "video/mp4") == (answer.status, answer.content_type)
    assert b"ftyp" == film[4:8]
