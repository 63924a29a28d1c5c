"""Memory and time of a look and of a film's copy for each kind of picture, by size.

`python -m bench.picture_memory [WIDTHxHEIGHT ...] [KIND ...]`; each picture is opened in a process
of its own.
"""

from __future__ import annotations

import multiprocessing
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import av
import numpy as np
import pillow_heif
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from bench.memory import peak_mb
from studio.look.develop import load
from studio.look.intake import inspect

SIZES: Final = ("4032x3024", "8192x6144", "11648x8736", "16384x12288")
MOST: Final = 1 << 30
FRAME: Final = (1920, 1080)
GRAIN: Final = 4.0
# BT.2020, PQ, red, green and blue, full range; they stand behind the header of a PNG.
BRIGHT: Final = (9, 16, 0, 1)
HEADER: Final = 33
Write = Callable[[Image.Image, Path], None]


def _heic(image: Image.Image, path: Path) -> None:
    pillow_heif.from_pillow(image).save(path, quality=60)


def _hdr_png(image: Image.Image, path: Path) -> None:
    """Of 16 bits, with the curve PQ, as Pillow writes none."""
    encoder = av.CodecContext.create("png", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = *image.size, "rgb48be"
    encoder.options = {"compression_level": "1"}
    numbers = np.asarray(image, np.uint16) * np.uint16(1 << 8)
    frame = VideoFrame.from_ndarray(numbers, format="rgb48be")
    data = b"".join(bytes(packet) for packet in encoder.encode(frame))
    told = b"cICP" + bytes(BRIGHT)
    chunk = struct.pack(">I", 4) + told + struct.pack(">I", zlib.crc32(told))
    path.write_bytes(data[:HEADER] + chunk + data[HEADER:])


def _hdr_heic(image: Image.Image, path: Path) -> None:
    """Of ten bits, with the curve PQ."""
    data = (np.asarray(image).astype("<u2") << 8).tobytes()
    pillow_heif.from_bytes("RGB;16", image.size, data).save(
        path,
        quality=60,
        color_primaries=9,
        transfer_characteristics=16,
        matrix_coefficients=9,
        full_range_flag=1,
    )


def _hdr_avif(image: Image.Image, path: Path) -> None:
    """The same."""
    frame = VideoFrame.from_ndarray(np.asarray(image), format="rgb24").reformat(
        format="yuv420p10le"
    )
    with av.open(str(path), "w", format="avif") as file:
        options = {"preset": "12", "svtav1-params": "lp=2"}
        stream = file.add_stream("libsvtav1", rate=1, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *image.size, "yuv420p10le"
        for target in (stream.codec_context, frame):
            target.color_primaries, target.color_trc, target.colorspace = 9, 16, 9
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())


KINDS: Final[dict[str, Write]] = {
    "jpeg": lambda image, path: image.save(path, "JPEG", quality=85),
    "progressive jpeg": lambda image, path: image.save(path, "JPEG", quality=85, progressive=True),
    "png": lambda image, path: image.save(path, "PNG", compress_level=1),
    "alpha png": lambda image, path: image.convert("RGBA").save(path, "PNG", compress_level=1),
    "webp": lambda image, path: image.save(path, "WEBP", quality=60, method=0),
    "gif": lambda image, path: image.convert("P").save(path, "GIF"),
    "heic": _heic,
    "avif": lambda image, path: image.save(path, "AVIF", quality=60, speed=10),
    "tiff": lambda image, path: image.save(path, "TIFF", compression="tiff_lzw"),
    "hdr png": _hdr_png,
    "hdr heic": _hdr_heic,
    "hdr avif": _hdr_avif,
    "bmp": lambda image, path: image.save(path, "BMP"),
}


def drawn(width: int, height: int) -> Image.Image:
    """A bright sky with the grain of a camera."""
    rng = np.random.default_rng(1)
    grain = rng.normal(0, GRAIN, (512, 512, 3)).astype(np.int16)
    rows = np.linspace(60, 200, height, dtype=np.int16)[:, None, None]
    out = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, 512):
        band = (
            rows[top : top + 512]
            + np.tile(grain, (1, width // 512 + 1, 1))[: min(512, height - top), :width]
        )
        out[top : top + 512] = band.clip(0, 255)
    return Image.fromarray(out)


def _measured(path: Path, told: Connection) -> None:
    before, began = peak_mb(), time.perf_counter()
    inspect(path, max_pixels=MOST)
    looked, seconds = peak_mb() - before, time.perf_counter() - began
    began = time.perf_counter()
    load(path, FRAME)
    told.send((looked, seconds, peak_mb() - before, time.perf_counter() - began))


def measured(path: Path) -> tuple[float, float, float, float]:
    """MB and seconds of a look, then of loading it for a film."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_measured, args=(path, theirs))
    child.start()
    theirs.close()
    found: tuple[float, float, float, float] = ours.recv()
    child.join()
    return found


def main(given: list[str]) -> None:
    kinds = [kind for kind in given if kind in KINDS] or list(KINDS)
    sizes = [size for size in given if size not in KINDS] or list(SIZES)
    print("| kind | size | file, MB | look, MB | look, s | film, MB | film, s |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            width, height = map(int, size.split("x"))
            picture = drawn(width, height)
            for kind in kinds:
                path = Path(folder) / "one"
                try:
                    KINDS[kind](picture, path)
                    found = measured(path)
                except (OSError, EOFError, ValueError, RuntimeError) as error:
                    print(f"| {kind} | {size} | {type(error).__name__} | | | | |", flush=True)
                    continue
                stated = " | ".join(
                    f"{value:.1f}" if n % 2 else f"{value:.0f}" for n, value in enumerate(found)
                )
                print(
                    f"| {kind} | {size} | {path.stat().st_size / 1e6:.1f} | {stated} |", flush=True
                )


if __name__ == "__main__":
    main(sys.argv[1:])
