#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1, x265).
# One would guess: where a film's pictures do not say which curve they have and its container does
#   (`colr`), a decoded frame has the container's, for H.264 and HEVC alike.
# What happens: a frame of H.264 has it; one of HEVC says that it has none, and the stream's
#   `codec_context`, which knew it, has forgotten it with the first frame. A film in HLG is shown as
#   a plain one, grey and pale, by whoever asks the frame, or asks too late.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - "$work" <<'EOF'
import struct, sys

import av

BT2020, HLG, BT2020_MATRIX = 9, 18, 9


def film(path, codec):
    """Ten bits, whose container alone says HLG."""
    with av.open(path, "w", options={"movflags": "write_colr"}) as file:
        options = {"x265-params": "log-level=none:bframes=0"}
        stream = file.add_stream(codec, rate=25, options=options if codec == "libx265" else {})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p10le"
        stream.codec_context.color_range = 1
        frame = av.VideoFrame(320, 240, "yuv420p10le")
        for plane in frame.planes:
            plane.update(struct.pack("<H", 512) * (plane.buffer_size // 2))
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    data = bytearray(open(path, "rb").read())
    struct.pack_into(">HHH", data, data.index(b"colr") + 8, BT2020, HLG, BT2020_MATRIX)
    open(path, "wb").write(data)
    return path


print("PyAV", av.__version__)
seen = {}
for codec in ("libx264", "libx265"):
    with av.open(film(f"{sys.argv[1]}/{codec}.mov", codec)) as file:
        context = file.streams.video[0].codec_context
        before = context.color_trc
        frame = next(file.decode(video=0))
        seen[codec] = before, frame.color_trc, context.color_trc
    print(codec, "| before:", seen[codec][0], "| frame:", seen[codec][1], "| after:", seen[codec][2])
assert seen["libx264"] == (HLG, HLG, HLG), "changed"
assert seen["libx265"] == (HLG, 2, 2), "changed"
EOF
