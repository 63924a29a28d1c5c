#!/bin/sh
# Debian's mariadb-server 10.11.19, which must be installed, with PyMySQL 1.2.4.
# One would guess: `ORDER BY name, id LIMIT 10` is read from the index of `name`, whether it is
#   UNIQUE or not; if anything is easier where names are unique, for then `id` decides nothing.
# What happens: with a plain index ten entries are read. With a unique one MariaDB reads all
#   twenty thousand and sorts them, as if only a plain index ended in the key of the row.
set -eu
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check PyMySQL==1.2.4
mariadb-install-db --no-defaults --datadir="$work/data" --user="$(id -un)" \
    --auth-root-authentication-method=normal --skip-test-db >"$work/install.log"
"$work/venv/bin/python" - "$work" "$(id -un)" <<'EOF'
import subprocess, sys, time

import pymysql

work, user = sys.argv[1:]
socket = work + "/socket"
command = ["mariadbd", "--no-defaults", f"--datadir={work}/data", f"--socket={socket}"]
command += [f"--pid-file={work}/pid", f"--user={user}", "--skip-networking"]


def connect():
    while True:
        try:
            return pymysql.connect(unix_socket=socket, user="root", autocommit=True)
        except pymysql.err.OperationalError:
            time.sleep(0.1)


def entries_read(kind, order):
    """How many entries the storage engine was asked for, and whether rows were sorted."""
    cursor.execute("CREATE OR REPLACE TABLE inn.guest (id INT PRIMARY KEY, name CHAR(9) NOT NULL)")
    cursor.execute("INSERT INTO inn.guest SELECT seq, CONCAT('g', seq) FROM seq_1_to_20000")
    cursor.execute(f"ALTER TABLE inn.guest ADD {kind} (name)")
    cursor.execute("ANALYZE TABLE inn.guest")
    cursor.execute("FLUSH STATUS")
    cursor.execute(f"SELECT id FROM inn.guest ORDER BY {order} LIMIT 10")
    cursor.execute("SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read_%'")
    read = sum(int(value) for _, value in cursor.fetchall())
    cursor.execute("SHOW SESSION STATUS LIKE 'Sort_scan'")
    return read, cursor.fetchone()[1] == "1"


with open(work + "/server.log", "w") as log:
    server = subprocess.Popen(command, stderr=log)
try:
    cursor = connect().cursor()
    cursor.execute("CREATE DATABASE inn")
    cursor.execute("USE inn")
    seen = {
        (kind, order): entries_read(kind, order)
        for kind in ("INDEX", "UNIQUE")
        for order in ("name", "name, id")
    }
    cursor.execute("SELECT VERSION()")
    print("MariaDB", cursor.fetchone()[0])
finally:
    server.terminate()
    server.wait()
for (kind, order), (read, is_sorted) in seen.items():
    print(f"{kind:7} ORDER BY {order:9} entries read: {read:6} sorted: {is_sorted}")
read, is_sorted = seen.pop(("UNIQUE", "name, id"))
assert read >= 20_000 and is_sorted, "changed"
assert all(read < 20 and not is_sorted for read, is_sorted in seen.values()), "changed"
EOF
