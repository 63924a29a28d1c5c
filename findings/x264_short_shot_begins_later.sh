#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1 with libx264).
# One would guess: an encoder with one set of options has one delay, so the first decoding time
#   (`dts`) of a shot is the same for all shots, and shots laid end to end stay in order.
# What happens: it is -2 frames for shots of three and more frames and 0 for shots of one or two. So
#   a shot of one frame between longer ones breaks the order: muxing raises ArgumentError in the
#   middle of the film.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'EOF'
import io

import av, numpy


def encoder(film):
    stream = film.add_stream("libx264", rate=25)
    stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
    return stream


def packets(count):
    with av.open(io.BytesIO(), "w", format="mp4") as unused:
        stream, found = encoder(unused), []
        for number in range(count):
            grey = numpy.full((240, 320, 3), 5 * number % 255, numpy.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
            frame.pts = number
            found += stream.encode(frame)
        return found + stream.encode()


def join(counts):
    with av.open(io.BytesIO(), "w", format="mp4") as film:
        stream, start = encoder(film), 0
        for count in counts:
            for packet in packets(count):
                packet.pts, packet.dts = packet.pts + start, packet.dts + start
                packet.stream = stream
                film.mux(packet)
            start += count


first = {count: packets(count)[0].dts for count in (1, 2, 3, 50)}
seen = {}
for counts in ((50, 50, 50), (50, 1, 50)):
    try:
        join(counts)
        seen[counts] = "joined"
    except av.error.ArgumentError as error:
        seen[counts] = f"ArgumentError: {error.strerror}"
print("PyAV", av.__version__, "| frames of a shot -> its first dts:", first)
for counts, result in seen.items():
    print("shots of", *counts, "frames:", result)
assert first == {1: 0, 2: 0, 3: -2, 50: -2}, "changed"
assert seen[50, 50, 50] == "joined" and seen[50, 1, 50].startswith("ArgumentError"), "changed"
EOF
