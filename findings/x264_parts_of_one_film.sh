#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1 with libx264).
# One would guess: shots that one encoder made with the same size, preset and profile can be joined
#   packet by packet, whatever their quality (`crf`); if not, something raises.
# What happens: `crf` decides a number in the header (pic_init_qp of the PPS), and a film has one
#   header for all: that of its first shot. The second one is decoded to a ruined picture, up to 200
#   of 255 levels off, and nothing raises. With `x264-params=stitchable=1` the joined film is exact.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'EOF'
import io

import av, numpy

SCENE = numpy.random.default_rng(1).integers(0, 255, (30, 40, 3), dtype=numpy.uint8)
SCENE = SCENE.repeat(8, 0).repeat(8, 1)


def shot(crf, more):
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=25, options={"crf": str(crf)} | more)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(25):
            frame = av.VideoFrame.from_ndarray(numpy.roll(SCENE, 3 * number, 1), format="rgb24")
            frame.pts = number
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return file.getvalue()


def join(first, second):
    file, shift = io.BytesIO(), 0
    with av.open(io.BytesIO(first)) as start, av.open(file, "w", format="mp4") as film:
        stream = film.add_stream_from_template(start.streams.video[0])
        for part in (first, second):
            with av.open(io.BytesIO(part)) as source:
                for packet in source.demux(video=0):
                    if packet.dts is not None:
                        packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                        packet.stream = stream
                        film.mux(packet)
                shift += source.streams.video[0].duration
    return file.getvalue()


def frames(data):
    with av.open(io.BytesIO(data)) as film:
        return [frame.to_ndarray(format="gray").astype(int) for frame in film.decode(video=0)]


print("PyAV", av.__version__, "| worst pixel of each shot when joined, against it alone")
seen = {}
for name, more in (("default", {}), ("stitchable", {"x264-params": "stitchable=1"})):
    first, second = shot(18, more), shot(28, more)
    alone = frames(first) + frames(second)
    joined = frames(join(first, second))
    off = [int(abs(a - b).max()) for a, b in zip(joined, alone, strict=True)]
    seen[name] = max(off[:25]), max(off[25:])
    print(f"{name:12} first shot: {seen[name][0]:3}  second shot: {seen[name][1]:3}")
assert seen["default"][0] == 0 and seen["default"][1] > 100, "changed"
assert seen["stitchable"] == (0, 0), "changed"
EOF
