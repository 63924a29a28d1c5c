#!/bin/sh
# aiomysql 0.3.2 with PyMySQL 1.2.4, Debian's mariadb-server 10.11.19, which must be installed.
# One would guess: `executemany` of an INSERT sends all rows as one statement, as in PyMySQL, from
#   which aiomysql comes; and blanks in SQL mean nothing.
# What happens: aiomysql does so for `VALUES (%s)`. For `VALUES(%s)`, without a blank, it sends each
#   row alone and waits for its answer. PyMySQL takes both as one.
set -eu
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check aiomysql==0.3.2 PyMySQL==1.2.4
mariadb-install-db --no-defaults --datadir="$work/data" --user="$(id -un)" \
    --auth-root-authentication-method=normal --skip-test-db >"$work/install.log"
"$work/venv/bin/python" - "$work" "$(id -un)" <<'EOF'
import asyncio, subprocess, sys, time
from importlib.metadata import version

import aiomysql, pymysql

work, user = sys.argv[1:]
socket = work + "/socket"
command = ["mariadbd", "--no-defaults", f"--datadir={work}/data", f"--socket={socket}"]
command += [f"--pid-file={work}/pid", f"--user={user}", "--skip-networking"]
COUNT = "SHOW SESSION STATUS LIKE 'Com_insert'"
ROWS = [(number,) for number in range(100)]


def with_pymysql(sql):
    cursor = plain.cursor()
    cursor.execute("FLUSH STATUS")
    cursor.executemany(sql, ROWS)
    cursor.execute(COUNT)
    return int(cursor.fetchone()[1])


async def with_aiomysql(sql):
    connection = await aiomysql.connect(unix_socket=socket, user="root", autocommit=True)
    async with connection.cursor() as cursor:
        await cursor.executemany(sql, ROWS)
        await cursor.execute(COUNT)
        count = int((await cursor.fetchone())[1])
    connection.close()
    return count


with open(work + "/server.log", "w") as log:
    server = subprocess.Popen(command, stderr=log)
try:
    while True:
        try:
            plain = pymysql.connect(unix_socket=socket, user="root", autocommit=True)
            break
        except pymysql.err.OperationalError:
            time.sleep(0.1)
    plain.cursor().execute("CREATE DATABASE inn")
    plain.cursor().execute("CREATE TABLE inn.stay (nights INT)")
    seen = {}
    for values in ("VALUES (%s)", "VALUES(%s)"):
        sql = "INSERT INTO inn.stay (nights) " + values
        seen[values] = with_pymysql(sql), asyncio.run(with_aiomysql(sql))
finally:
    server.terminate()
    server.wait()
print("PyMySQL", version("PyMySQL"), "| aiomysql", version("aiomysql"), "| statements for 100 rows")
for values, counts in seen.items():
    print(f"{values:12} PyMySQL {counts[0]:3}   aiomysql {counts[1]:3}")
assert seen == {"VALUES (%s)": (1, 1), "VALUES(%s)": (1, 100)}, "changed"
EOF
