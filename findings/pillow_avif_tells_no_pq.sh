#!/bin/sh
# Pillow 13.0.0 (libavif 1.4.2), PyAV 18.1.0 (SVT-AV1, FFmpeg 8.1), pillow-heif 1.8.1.
# One would guess: of an HDR photo, an AVIF of ten bits with the curve PQ, Pillow either makes a
#   picture for ordinary screens or says that it is none: there is `info` for that.
# What happens: it hands out the coded values as plain RGB, which look grey and pale on a screen,
#   and nothing tells. PyAV (`color_trc` 16) and the header as pillow-heif reads it
#   (`nclx_profile`) both know.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
    av==18.1.0 numpy==2.4.6 pillow==13.0.0 pillow_heif==1.8.1
SVT_LOG=0 "$work/venv/bin/python" - "$work/photo.avif" <<'EOF'
import sys

import av, numpy, PIL, pillow_heif
from PIL import Image

path = sys.argv[1]
BT2020, PQ, BT2020_MATRIX, FULL = 9, 16, 9, 2
# White paper, 203 candelas, is 0.58 of the way from black to white in PQ.
WHITE = round(0.58 * 1023)
planes = numpy.full((96, 64), 512, numpy.uint16)
planes[:64] = WHITE
frame = av.VideoFrame.from_ndarray(planes, format="yuv420p10le")
with av.open(path, "w", format="avif") as file:
    stream = file.add_stream("libsvtav1", rate=1)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p10le"
    for target in (stream.codec_context, frame):
        target.color_primaries, target.color_trc = BT2020, PQ
        target.colorspace, target.color_range = BT2020_MATRIX, FULL
    frame.pts = 0
    file.mux(stream.encode(frame))
    file.mux(stream.encode())
with Image.open(path) as photo:
    photo.load()
    by_pillow = photo.mode, photo.getpixel((9, 9)), sorted(photo.info)
with av.open(path) as file:
    by_av = file.streams.video[0].codec_context.color_trc
by_heif = pillow_heif.open_heif(path).info["nclx_profile"]["transfer_characteristics"]
print("Pillow", PIL.__version__, "| white paper:", *by_pillow)
print("PyAV", av.__version__, "| curve:", by_av)
print("pillow-heif", pillow_heif.__version__, "| curve:", by_heif)
assert by_pillow == ("RGB", (148, 148, 148), ["duration", "timestamp"]), "changed"
assert (by_av, by_heif) == (PQ, PQ), "changed"
EOF
