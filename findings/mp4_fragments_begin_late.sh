#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1 with libx264 and its own AAC).
# One would guess: the `movflags` for a film that can be watched while it is written,
#   `frag_keyframe+empty_moov`, which stands in most recipes, change the order of bytes and no time.
# What happens: the header is written before the encoder's delay is known, so nothing takes it back:
#   the film begins with 80 ms without a picture and is 80 ms longer. With `delay_moov` in place of
#   `empty_moov` it begins at 0, as a film without fragments does.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - "$work/film.mp4" <<'EOF'
import sys

import av, numpy

path = sys.argv[1]


def write(movflags):
    """Three seconds of 25 frames each; white from the second 1 on, with silence."""
    with av.open(path, "w", options={"movflags": movflags}) as film:
        video = film.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 320, 240, "yuv420p"
        audio = film.add_stream("aac", rate=44100, layout="mono")
        for number in range(75):
            light = numpy.full((240, 320, 3), 255 if number >= 25 else 0, numpy.uint8)
            frame = av.VideoFrame.from_ndarray(light, format="rgb24")
            frame.pts = number
            film.mux(video.encode(frame))
        silence = numpy.zeros((1, 3 * 44100), numpy.float32)
        sound = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        sound.sample_rate, sound.pts = 44100, 0
        film.mux(audio.encode(sound))
        film.mux(video.encode())
        film.mux(audio.encode())


def times():
    """In ms: the first picture, the first white one, the whole."""
    with av.open(path) as film:
        lights = {
            frame.time: frame.to_ndarray(format="gray").mean() for frame in film.decode(video=0)
        }
        white = min(time for time, light in lights.items() if light > 128)
        length = film.duration / av.time_base
    return tuple(round(1000 * time) for time in (min(lights), white, length))


seen = {}
print("PyAV", av.__version__, "| ms: first picture, first white picture (drawn at 1000), length")
for movflags in ("faststart", "frag_keyframe+empty_moov", "frag_keyframe+delay_moov"):
    write(movflags)
    seen[movflags] = times()
    print(f"{movflags:26}", *seen[movflags])
assert seen["faststart"] == (0, 1000, 3000), "changed"
assert seen["frag_keyframe+empty_moov"] == (80, 1080, 3080), "changed"
assert seen["frag_keyframe+delay_moov"][:2] == (0, 1000), "changed"
EOF
