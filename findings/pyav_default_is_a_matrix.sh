#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1).
# One would guess: a frame of a film that does not name its matrix has `colorspace`
#   `Colorspace.DEFAULT`, so that one knows when to tell `reformat` which it has; and a plain
#   `reformat` of a film of 1080 lines takes that of HD television.
# What happens: such a frame has 2, which is no member of `Colorspace`. DEFAULT is 5, the number of
#   frames that do name a matrix, as all of Motion-JPEG do. And what is not named is read as that of
#   television before HD, at any size: a red of (255, 1, 0) becomes (232, 0, 1).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - "$work" <<'EOF'
import sys

import av, numpy
from av.video.reformatter import ColorRange, Colorspace

# (255, 1, 0) by the matrix of HD television, in limited range.
RED = 63, 102, 240


def film(path, codec, pixels, **options):
    with av.open(path, "w", options={}) as file:
        stream = file.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, pixels
        frame = av.VideoFrame(1920, 1080, pixels)
        for plane, level in zip(frame.planes, RED):
            plane.update(bytes([level]) * plane.buffer_size)
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    with av.open(path) as file:
        return next(file.decode(video=0))


unnamed = film(sys.argv[1] + "/a.mp4", "libx264", "yuv420p", crf="1")
jpeg = film(sys.argv[1] + "/b.mov", "mjpeg", "yuvj420p")
told = {"src_color_range": ColorRange.MPEG, "dst_color_range": ColorRange.JPEG}
plain = unnamed.reformat(format="rgb24", **told).to_ndarray()[500, 500].tolist()
by_hand = unnamed.reformat(format="rgb24", src_colorspace=Colorspace.ITU709, **told)
by_hand = by_hand.to_ndarray()[500, 500].tolist()
print("PyAV", av.__version__, "| not named:", unnamed.colorspace, "| DEFAULT:", int(Colorspace.DEFAULT))
print("Motion-JPEG:", jpeg.colorspace, "| red:", plain, "| red, told that it is BT.709:", by_hand)
assert unnamed.colorspace == 2 and 2 not in set(Colorspace), "changed"
assert jpeg.colorspace == Colorspace.DEFAULT == 5, "changed"
assert plain[0] < 240 < 250 < by_hand[0], "changed"
EOF
