#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1, libswresample).
# One would guess: `AudioResampler("fltp", "stereo", rate)` makes stereo of any sound, as loud as it was:
#   one tone in all channels stays that tone, whatever format is asked for.
# What happens: to integers sound is mixed so that nothing can clip, to floats it is not. The same tone
#   in all channels of 5.1 comes out 2.4 times as loud where floats are asked for as where integers are,
#   whatever it was recorded in; and a tone in mono at 0.7 of what it was, in both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$work/venv/bin/python" - <<'EOF'
import av, numpy
from av.audio.resampler import AudioResampler

TONE = 0.25 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(48000) / 48000)


def factor(form, asked, layout):
    count = av.AudioLayout(layout).nb_channels
    every = numpy.tile(TONE, (count, 1))
    if form == "s16p":
        every = every * 32767
    samples = numpy.ascontiguousarray(every.astype("int16" if form == "s16p" else "float32"))
    frame = av.AudioFrame.from_ndarray(samples, format=form, layout=layout)
    frame.sample_rate, frame.pts = 48000, 0
    mixer = AudioResampler(asked, "stereo", 48000)
    parts = [part.to_ndarray() for part in mixer.resample(frame) + mixer.resample(None)]
    full = 32767 if asked == "s16p" else 1
    return round(float(numpy.concatenate(parts, 1).std() / full / TONE.std()), 2)


FORMS = ("s16p", "fltp")
found = {
    (layout, form, asked): factor(form, asked, layout)
    for layout in ("mono", "stereo", "5.1") for form in FORMS for asked in FORMS
}
print("PyAV", av.__version__)
for (layout, form, asked), loud in found.items():
    print(f"{layout} of {form} to {asked}: {loud} of what it was")
for (layout, form, asked), loud in found.items():
    told = {"mono": 0.71, "stereo": 1.0, "5.1": 2.41 if asked == "fltp" else 1.0}[layout]
    assert loud == told, "changed"
EOF
