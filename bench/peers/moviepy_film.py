"""A like film with MoviePy: zoom, cross-fades, a caption, music. Arguments: file, photos.

Prints the seconds that a second of film took.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
from moviepy import AudioArrayClip, CompositeVideoClip, ImageClip, TextClip, vfx
from PIL import Image

SIZE = (1280, 720)
FPS = 25
SECONDS = 3.25
FADE = 0.7
ZOOM = 0.09
RATE = 44_100


def clip(path: str, number: int) -> Any:
    file = Image.open(path)
    file.draft("RGB", (SIZE[0] * 2, SIZE[1] * 2))
    width = SIZE[0]
    picture = file.convert("RGB").resize((width, width * file.height // file.width))
    shown = ImageClip(np.asarray(picture)).with_duration(SECONDS)
    zoomed = shown.resized(lambda t: 1 + ZOOM * t / SECONDS).with_position("center")
    framed = CompositeVideoClip([zoomed], size=SIZE).with_start(number * (SECONDS - FADE))
    return framed.with_effects([vfx.CrossFadeIn(FADE)]) if number else framed


def main(out: str, photos: list[str]) -> None:
    started = time.perf_counter()
    clips = [clip(path, number) for number, path in enumerate(photos)]
    length = len(photos) * (SECONDS - FADE) + FADE
    caption = TextClip(text="Postcard", font_size=48, color="white", duration=SECONDS)
    film = CompositeVideoClip([*clips, caption.with_position("center")], size=SIZE)
    seconds = np.arange(int(length * RATE)) / RATE
    tone = 0.2 * np.sin(2 * np.pi * 440 * seconds)
    film = film.with_duration(length).with_audio(AudioArrayClip(np.stack([tone, tone], 1), RATE))
    film.write_videofile(
        out,
        fps=FPS,
        codec="libx264",
        audio_codec="aac",
        preset="veryfast",
        ffmpeg_params=["-crf", "22"],
        logger=None,
    )
    print((time.perf_counter() - started) / length)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
