#!/bin/sh
# Pillow 13.0.0 (libavif 1.4.2).
# One would guess: `save(file, exif=exif)` reads the Exif object that it is given, as it does for
#   JPEG, WebP and PNG, so that one can write a photo in several formats one after the other.
# What happens: writing AVIF takes Orientation out of it. Whatever is written with the same object
#   afterwards, a JPEG for older phones, lies on its side.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'EOF'
import io

import PIL
from PIL import ExifTags, Image, ImageOps

photo = Image.new("RGB", (640, 480), "navy")


def upright(kind, exif):
    """The size of what was written, turned as its own Orientation says."""
    file = io.BytesIO()
    photo.save(file, kind, exif=exif)
    return ImageOps.exif_transpose(Image.open(file)).size


seen = []
for kinds in (("JPEG", "WEBP", "PNG"), ("AVIF", "WEBP", "JPEG")):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    seen.append({kind: upright(kind, exif) for kind in kinds})
print("Pillow", PIL.__version__, "| upright sizes, in the order of writing with one Exif object:")
print(*seen, sep="\n")
turned, lying = (480, 640), (640, 480)
assert seen[0] == {"JPEG": turned, "WEBP": turned, "PNG": turned}, "changed"
assert seen[1] == {"AVIF": turned, "WEBP": lying, "JPEG": lying}, "changed"
EOF
