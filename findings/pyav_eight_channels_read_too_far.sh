#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1).
# One would guess: `AudioFrame.to_ndarray` of sound in planes gives a row for each channel, of 7.1 eight.
# What happens: FFmpeg keeps eight pointers in a frame, and PyAV counts them until one is empty. Of eight
#   channels none is: it goes on with whatever lies behind them in memory, makes rows of it, or takes the
#   process down. `from_ndarray` counts as far, and raises IndexError. Seven channels are right, and so are
#   eight in one plane ("flt" in place of "fltp").
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6
cat > "$work/rows.py" <<'EOF'
import sys

import av, numpy
from av.audio.resampler import AudioResampler

form, layout = sys.argv[1:]
count = av.AudioLayout(layout).nb_channels
frame = av.AudioFrame.from_ndarray(numpy.zeros((1, 1024 * count), "float32"), "flt", layout)
frame.sample_rate, frame.pts = 48000, 0
(made,) = AudioResampler(form, layout, 48000).resample(frame)
print(len(made.planes))
EOF
"$work/venv/bin/python" -c 'import av; print("PyAV", av.__version__)'
for form in flt fltp; do
    for layout in 6.1 7.1; do
        found=$("$work/venv/bin/python" "$work/rows.py" $form $layout 2>/dev/null) || found="none, exit status $?"
        echo "$layout as $form: planes: $found"
        case $form-$layout-$found in
            flt-*-1 | fltp-6.1-7) ;;
            fltp-7.1-8) echo changed; exit 1 ;;
            fltp-7.1-*) ;;
            *) echo changed; exit 1 ;;
        esac
    done
done
if "$work/venv/bin/python" - <<'EOF'
import av, numpy

try:
    av.AudioFrame.from_ndarray(numpy.zeros((8, 1024), "float32"), "fltp", "7.1")
except IndexError as error:
    print("eight rows into planes:", error)
    raise SystemExit(0)
raise SystemExit(1)
EOF
then :; else
    echo changed
    exit 1
fi
