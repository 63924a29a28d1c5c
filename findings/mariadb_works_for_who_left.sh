#!/bin/sh
# Debian's mariadb-server 10.11.19, which must be installed, with PyMySQL 1.2.4.
# One would guess: a statement that waits for a row ends when the client that sent it has gone, and
#   nothing of it is done: its connection is closed, and there is nobody to tell.
# What happens: MariaDB does not look at the connection while it waits. It goes on, gets the row
#   seconds later, writes, and commits.
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
from pymysql.constants import COMMAND

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


def ask(connection, sql):
    cursor = connection.cursor()
    cursor.execute(sql)
    return cursor.fetchall()


with open(work + "/server.log", "w") as log:
    server = subprocess.Popen(command, stderr=log)
try:
    holder, looker, leaver = connect(), connect(), connect()
    ask(looker, "CREATE DATABASE inn")
    ask(looker, "CREATE TABLE inn.room (id INT PRIMARY KEY, guests INT)")
    ask(looker, "INSERT INTO inn.room VALUES (1, 0)")
    ask(holder, "BEGIN")
    ask(holder, "SELECT * FROM inn.room WHERE id = 1 FOR UPDATE")
    leaver._execute_command(COMMAND.COM_QUERY, "UPDATE inn.room SET guests = 2 WHERE id = 1")
    time.sleep(0.5)
    # Gone, its socket is closed in both directions.
    leaver._force_close()
    time.sleep(3)
    ask(holder, "ROLLBACK")
    time.sleep(1)
    ((guests,),) = ask(looker, "SELECT guests FROM inn.room")
    ((version,),) = ask(looker, "SELECT VERSION()")
finally:
    server.terminate()
    server.wait()
print("MariaDB", version, "| three seconds after its client had left, it wrote:", guests)
assert guests == 2, "changed"
EOF
