#!/bin/sh
# Pillow 13.0.0 (libwebp 1.6.0), Linux.
# One would guess: `Image.open` reads a header, and memory is taken when the picture is decoded: so
#   one opens, looks at `size`, and refuses what is too large.
# What happens: so it is with JPEG, PNG and AVIF. With WebP opening reserves two canvases of four
#   bytes a pixel: 275 MB of address space for 6000x6000, of a file of one kilobyte. Where that is
#   limited (RLIMIT_AS, as for processes that decode) opening fails before a size is known.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
cd "$work"
venv/bin/python - <<'EOF'
from PIL import Image

for kind, options in {"jpeg": {}, "png": {}, "avif": {"speed": 10}, "webp": {}}.items():
    Image.new("RGB", (6000, 6000), "navy").save(f"picture.{kind}", **options)
EOF
venv/bin/python - <<'EOF'
import PIL
from PIL import Image


def address_space():
    """In megabytes, of this process."""
    with open("/proc/self/status") as status:
        (line,) = (line for line in status if line.startswith("VmSize:"))
    return int(line.split()[1]) >> 10


Image.init()
taken = {}
for kind in ("jpeg", "png", "avif", "webp"):
    before = address_space()
    with Image.open(f"picture.{kind}") as opened:
        assert opened.size == (6000, 6000)
        taken[kind] = address_space() - before
print("Pillow", PIL.__version__, "| megabytes reserved by Image.open:", taken)
canvases = 2 * 4 * 6000 * 6000 >> 20
assert abs(taken.pop("webp") - canvases) < 10, "changed"
assert max(taken.values()) < 10, "changed"
EOF
