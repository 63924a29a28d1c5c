#!/bin/sh
# aiomysql 0.3.2 with the PyMySQL that pip chooses for it, 1.2.4 (it asks for 1.0 or later).
# One would guess: bytes can be a parameter of a statement, as with PyMySQL itself.
# What happens: TypeError: 'str' object is not callable. PyMySQL has put a text where the function
#   stood that aiomysql imports, so the import succeeds and only the first bytes find out. A
#   bytearray raises nothing: what is written is how Python prints it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check aiomysql==0.3.2 PyMySQL==1.2.4
"$work/venv/bin/python" - <<'EOF'
import asyncio
from importlib.metadata import version

import aiomysql, pymysql


async def main():
    """Neither needs a server to write a parameter into a statement."""
    theirs = pymysql.Connection(defer_connect=True)
    ours = aiomysql.Connection()
    seen = {"pymysql": theirs.escape(b"ab"), "aiomysql bytearray": ours.escape(bytearray(b"ab"))}
    try:
        seen["aiomysql"] = ours.escape(b"ab")
    except TypeError as error:
        seen["aiomysql"] = f"TypeError: {error}"
    return seen


seen = asyncio.run(main())
print("aiomysql", version("aiomysql"), "| PyMySQL", version("PyMySQL"))
for name, text in seen.items():
    print(f"{name:20}{text}")
assert seen["pymysql"] == "X'6162'", "changed"
assert seen["aiomysql"] == "TypeError: 'str' object is not callable", "changed"
assert seen["aiomysql bytearray"] == "'bytearray(b\\'ab\\')'", "changed"
EOF
