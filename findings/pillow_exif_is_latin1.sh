#!/bin/sh
# Pillow 13.0.0.
# One would guess: a text of EXIF comes back from `getexif()` as it was written, or as bytes.
# What happens: it is read as Latin-1 and written as ASCII, without a word: UTF-8 of a phone comes as
#   other letters, and 上午 that is saved becomes question marks.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'EOF'
import io

import PIL
from PIL import ExifTags, Image

TIME = "2024/6/6 上午9:00:00"


def through(value):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = value
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return Image.open(file).getexif()[ExifTags.Base.DateTime]


print("Pillow", PIL.__version__)
print("as text:", through(TIME))
print("as UTF-8:", through(TIME.encode()))
assert through(TIME) == "2024/6/6 ??9:00:00", "changed"
assert through(TIME.encode()).encode("latin-1").decode() == TIME, "changed"
EOF
