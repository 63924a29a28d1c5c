#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1).
# One would guess: `av.open(file, options={"codec_whitelist": "h264", "max_pixels": "100"})` lets no
#   other decoder run and decodes nothing larger; the documentation says that options go to the
#   container and all streams, and no option is refused.
# What happens: they bind the demuxer and its probing. The decoders are opened later by PyAV itself,
#   with options of their own, which are empty: a clip of Cinepak and of 64x48 pixels is decoded.
#   The same options bind as soon as they are set on `stream.codec_context.options`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'EOF'
import io

import av, numpy

LISTED = {"codec_whitelist": "h264", "max_pixels": "100"}


def clip(codec, pixels):
    file = io.BytesIO()
    with av.open(file, "w", format="mov") as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixels
        frame = av.VideoFrame.from_ndarray(numpy.full((48, 64, 3), 90, numpy.uint8), "rgb24")
        out.mux(stream.encode(frame.reformat(format=pixels)))
        out.mux(stream.encode(None))
    file.seek(0)
    return file


def seen(codec, pixels, options, own):
    with av.open(clip(codec, pixels), options=options) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = own
        try:
            return f"{next(container.decode(stream)).width} pixels wide"
        except av.error.FFmpegError as error:
            return type(error).__name__


found = {
    "Cinepak, list given to the container": seen("cinepak", "rgb24", LISTED, {}),
    "Cinepak, list given to its decoder": seen("cinepak", "rgb24", {}, LISTED),
    "H.264, limit given to the container": seen("libx264", "yuv420p", LISTED, {}),
    "H.264, limit given to its decoder": seen("libx264", "yuv420p", {}, LISTED),
}
print("PyAV", av.__version__)
for what, result in found.items():
    print(f"{what}: {result}")
bound = [result == "64 pixels wide" for result in found.values()]
assert bound == [True, False, True, False], "changed"
EOF
