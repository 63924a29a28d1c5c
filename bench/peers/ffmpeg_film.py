"""A like film with ffmpeg's filters: zoompan, xfade, a tone. Arguments: file, photos.

Prints the seconds that a second of film took. The binary is the one that MoviePy brings.
"""

from __future__ import annotations

import subprocess
import sys
import time

from imageio_ffmpeg import get_ffmpeg_exe

SIZE = (1280, 720)
FPS = 25
SECONDS = 3.25
FADE = 0.7
ZOOM = 0.09


def graph(photos: int) -> str:
    """Every photo zoomed, enlarged twice before: zoompan moves by whole pixels."""
    width, height = SIZE
    frames = round(SECONDS * FPS)
    fitted = (
        f"scale={width * 2}:{height * 2}:force_original_aspect_ratio=increase,"
        f"crop={width * 2}:{height * 2},setsar=1"
    )
    parts = [
        f"[{n}:v]{fitted},zoompan=z='1+{ZOOM}*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        f":d={frames}:s={width}x{height}:fps={FPS},format=yuv420p[v{n}]"
        for n in range(photos)
    ]
    last = "v0"
    for n in range(1, photos):
        offset = n * (SECONDS - FADE)
        parts.append(f"[{last}][v{n}]xfade=duration={FADE}:offset={offset}[x{n}]")
        last = f"x{n}"
    return ";".join([*parts, f"[{last}]null[film]"])


def main(out: str, photos: list[str]) -> None:
    length = len(photos) * (SECONDS - FADE) + FADE
    inputs = [word for photo in photos for word in ("-i", photo)]
    tone = ["-f", "lavfi", "-i", f"sine=440:duration={length}"]
    made = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-c:a", "aac", "-shortest"]
    command = [get_ffmpeg_exe(), "-v", "error", "-y", *inputs, *tone]
    command += ["-filter_complex", graph(len(photos)), "-map", "[film]", "-map", f"{len(photos)}:a"]
    started = time.perf_counter()
    subprocess.run([*command, *made, out], check=True)
    print((time.perf_counter() - started) / length)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
