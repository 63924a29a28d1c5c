#!/bin/sh
# pillow-heif 1.8.1 (libheif 1.23.6) with Pillow 13.0.0.
# One would guess: `save(file, exif=...)` takes an Exif object or its bytes alike, as Pillow's own
#   formats do.
# What happens: from bytes a HEIC gets its `irot`, and opens upright. From an object it does not:
#   the Exif block says Orientation 6, which readers of HEIC do not follow. Opened again the
#   picture lies on its side, and its Orientation is 1: the turn is gone.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 pillow_heif==1.8.1
"$work/venv/bin/python" - <<'EOF'
import io

import PIL, pillow_heif
from PIL import ExifTags, Image, ImageOps

pillow_heif.register_heif_opener()
photo = Image.new("RGB", (640, 480), "navy")
exif = Image.Exif()
exif[ExifTags.Base.Orientation] = 6
seen = {}
for name, given in (("bytes", exif.tobytes()), ("object", exif)):
    file = io.BytesIO()
    photo.save(file, "HEIF", exif=given)
    opened = Image.open(file)
    orientation = opened.getexif().get(ExifTags.Base.Orientation)
    seen[name] = b"irot" in file.getvalue(), orientation, ImageOps.exif_transpose(opened).size
print("pillow-heif", pillow_heif.__version__, "| Pillow", PIL.__version__)
for name, (irot, orientation, size) in seen.items():
    print(f"exif as {name:7} irot: {irot!s:6} Orientation: {orientation}  upright: {size}")
assert seen == {"bytes": (True, 1, (480, 640)), "object": (False, 1, (640, 480))}, "changed"
EOF
