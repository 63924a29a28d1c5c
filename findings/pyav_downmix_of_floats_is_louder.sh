#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1, libswresample).
# One would guess: `AudioResampler("fltp", "stereo", rate)` makes stereo of any sound, as loud as it was:
#   one tone in all channels stays that tone, whatever format and channels it was recorded with.
# What happens: integers are mixed so that nothing can clip, floats are not. The same tone in all
#   channels of 5.1 comes out 2.4 times as loud from floats (what AAC decodes to) as from integers (PCM),
#   and a tone in mono at 0.7 of what it was, from both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'EOF'
import av, numpy
from av.audio.resampler import AudioResampler

TONE = 0.25 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(48000) / 48000)


def factor(form, layout):
    count = av.AudioLayout(layout).nb_channels
    every = numpy.tile(TONE, (count, 1))
    if form == "s16p":
        every = every * 32767
    samples = numpy.ascontiguousarray(every.astype("int16" if form == "s16p" else "float32"))
    frame = av.AudioFrame.from_ndarray(samples, format=form, layout=layout)
    frame.sample_rate, frame.pts = 48000, 0
    mixer = AudioResampler("fltp", "stereo", 48000)
    parts = [part.to_ndarray() for part in mixer.resample(frame) + mixer.resample(None)]
    return round(float(numpy.concatenate(parts, 1).std() / TONE.std()), 2)


found = {(form, layout): factor(form, layout) for layout in ("mono", "stereo", "5.1") for form in ("s16p", "fltp")}
print("PyAV", av.__version__)
for (form, layout), loud in found.items():
    print(f"{layout} of {form}: {loud} of what it was")
assert found["s16p", "stereo"] == found["fltp", "stereo"] == 1.0, "changed"
assert found["s16p", "mono"] == found["fltp", "mono"] == 0.71, "changed"
assert found["s16p", "5.1"] == 1.0 and found["fltp", "5.1"] == 2.41, "changed"
EOF
