#!/bin/sh
# pillow-heif 1.8.1 (libheif 1.23.6) with Pillow 13.0.0.
# One would guess: what pillow-heif writes without a word it can open.
# What happens: a container of 1,001 tiny pictures (an album of thumbnails) is written, and refused
#   by name when it is opened: libheif takes 1,000 items at most. Every picture counts as one, so do
#   the tiles of a large one and each Exif block: an album of 501 with Exif is one too many.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow_heif==1.8.1
"$work/venv/bin/python" - <<'EOF'
import io

import pillow_heif
from PIL import Image


def opened(many, exif):
    album = pillow_heif.HeifFile()
    thumbnail = Image.new("RGB", (16, 16), "navy")
    if exif:
        thumbnail.info["exif"] = Image.Exif().tobytes()
    for _ in range(many):
        album.add_from_pillow(thumbnail)
    file = io.BytesIO()
    album.save(file)
    try:
        return len(pillow_heif.open_heif(file))
    except RuntimeError as error:
        return str(error).rpartition(": ")[2]


print("pillow-heif", pillow_heif.__version__)
seen = []
for many, exif in ((1000, False), (1001, False), (500, True), (501, True)):
    seen.append(opened(many, exif))
    print(many, "pictures with Exif:" if exif else "pictures:", seen[-1])
assert (seen[0], seen[2]) == (1000, 500), "changed"
assert all("limit of 1000 items" in str(text) for text in (seen[1], seen[3])), "changed"
EOF
