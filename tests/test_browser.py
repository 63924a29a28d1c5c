"""A film plays in a browser: Chromium fetches it by ranges and shows moving frames."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests import browsing
from tests.postcard import Guest, picture

browser = browsing.browser
PLAY = """async (source) => {
    const video = document.createElement("video");
    video.muted = true;
    video.src = source;
    document.body.append(video);
    await video.play();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [32, 18];
    const brush = canvas.getContext("2d");
    const look = async (second) => {
        await new Promise((seen) => { video.onseeked = seen; video.currentTime = second; });
        brush.drawImage(video, 0, 0, 32, 18);
        return Array.from(brush.getImageData(0, 0, 32, 18).data);
    };
    let shown = 0;
    const count = () => { shown += 1; video.requestVideoFrameCallback(count); };
    video.requestVideoFrameCallback(count);
    await new Promise((wait) => setTimeout(wait, 1500));
    video.pause();
    const middle = await look(video.duration / 2);
    const end = await look(video.duration - 0.5);
    return {
        shown, width: video.videoWidth, height: video.videoHeight, duration: video.duration,
        sound: video.webkitAudioDecodedByteCount,
        moved: middle.some((value, at) => Math.abs(value - end[at]) > 20),
    };
}"""


@pytest.mark.slow
@pytest.mark.one_way
async def test_a_film_plays_and_can_be_sought(member: Guest, browser: Browser) -> None:
    """Frames advance, sound is decoded, and seeking shows another picture."""
    info = {"images": ["0.jpg", "1.jpg"], "title": "山水", "size": "640x360", "fps": 25}
    work_id = await member.new_movie([picture(seed=n) for n in range(2)], info)
    await member.rest("GET", f"/movie/{work_id}/start")
    status = await member.finished(work_id)

    window = await browsing.Window.new(browser, member.postcard, browsing.DESK, "film")
    # Any page of ours will do: a film of the same origin may be drawn and read back.
    await window.goto("/api/ping")
    seen = await window.page.evaluate(PLAY, f"{status['info']}?token={member.token}")

    assert (640, 360) == (seen["width"], seen["height"])
    assert seen["shown"] > 10, seen
    assert seen["sound"] > 0, seen
    assert seen["moved"], seen
