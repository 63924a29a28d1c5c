#!/bin/sh
# PyAV 18.1.0 (FFmpeg 8.1).
# One would guess: `movflags=use_metadata_tags`, without which FFmpeg leaves out tags that it does
#   not know (such as AIGC, the label of generated films), adds those to the others.
# What happens: it moves all of them into another list (`mdta`). The atoms that hold title and
#   comment for players that know no other, `(c)nam` and `(c)cmt`, are no longer written: a film
#   has either a title that these show or a label.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check av==18.1.0
"$work/venv/bin/python" - "$work/film.mp4" <<'EOF'
import sys

import av

path = sys.argv[1]
WANTED = {"title": "Sea", "comment": "Day one", "AIGC": "{}"}
seen = {}
for movflags in ("faststart", "faststart+use_metadata_tags"):
    with av.open(path, "w", options={"movflags": movflags}) as film:
        film.metadata.update(WANTED)
        stream = film.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        frame = av.VideoFrame(64, 64, "yuv420p")
        frame.pts = 0
        film.mux(stream.encode(frame))
        film.mux(stream.encode())
    with open(path, "rb") as file:
        data = file.read()
    atoms = [name.decode("latin-1") for name in (b"\xa9nam", b"\xa9cmt", b"mdta") if name in data]
    with av.open(path) as film:
        seen[movflags] = atoms, sorted(WANTED.keys() & film.metadata.keys())
print("PyAV", av.__version__)
for movflags, (atoms, read) in seen.items():
    print(f"{movflags:28} atoms: {atoms}  FFmpeg reads back: {read}")
assert list(seen.values()) == [
    (["\xa9nam", "\xa9cmt"], ["comment", "title"]),
    (["mdta"], ["AIGC", "comment", "title"]),
], "changed"
EOF
