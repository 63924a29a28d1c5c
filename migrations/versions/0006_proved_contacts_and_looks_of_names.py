"""Proved contacts, one spelling of each e-mail, and looks of names.

An e-mail that two accounts have in different letters is left to the operator: nothing is changed
before each mail box has one account. Can be run again from wherever it was broken off.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from stores.looks import look_of
revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

ROWS = 1000
NEW = ('phone_proved', 'email_proved', 'look')
users = sa.table('users', *(sa.column(name) for name in (
    'id', 'phone', 'uname', 'email', 'phone_proved', 'look'
)))


def upgrade() -> None:
    connection = op.get_bind()
    _refuse_clashes(connection)
    there = {column['name'] for column in sa.inspect(connection).get_columns('users')}
    with op.batch_alter_table('users', schema=None) as batch_op:
        for name in NEW:
            if name not in there:
                batch_op.add_column(_column(name))
    _spell(connection)
    # Who has no user name has registered by a code that was sent to the phone.
    connection.execute(
        sa.update(users).where(users.c.uname.is_(None), users.c.phone.is_not(None)).values(
            phone_proved=1
        )
    )
    _look(connection)
    indexes = {index['name'] for index in sa.inspect(connection).get_indexes('users')}
    if 'users_by_look' not in indexes:
        with op.batch_alter_table('users', schema=None) as batch_op:
            batch_op.create_index('users_by_look', ['look'], unique=True)


def downgrade() -> None:
    connection = op.get_bind()
    indexes = {index['name'] for index in sa.inspect(connection).get_indexes('users')}
    if 'users_by_look' in indexes:
        with op.batch_alter_table('users', schema=None) as batch_op:
            batch_op.drop_index('users_by_look')
    there = {column['name'] for column in sa.inspect(connection).get_columns('users')}
    with op.batch_alter_table('users', schema=None) as batch_op:
        for name in NEW:
            if name in there:
                batch_op.drop_column(name)


def _column(name: str) -> sa.Column[Any]:
    if name == 'look':
        return sa.Column(name, sa.String(length=64), nullable=True)
    return sa.Column(name, sa.SmallInteger(), server_default='0', nullable=False)


def _spelled(email: str) -> str:
    return unicodedata.normalize('NFC', email).lower()


def _refuse_clashes(connection: sa.Connection) -> None:
    boxes: dict[str, list[int]] = defaultdict(list)
    for row in _pages(connection, users.c.email):
        boxes[_spelled(row[1])].append(row[0])
    clashes = [ids for ids in boxes.values() if len(ids) > 1]
    if clashes:
        named = ', '.join(' and '.join(map(str, ids)) for ids in clashes[:20])
        more = f' and {len(clashes) - 20} more' if len(clashes) > 20 else ''
        raise RuntimeError(
            f'accounts with one mail box, by id: {named}{more}; nothing was changed: take the '
            'e-mail from all but one of each (UPDATE users SET email = NULL WHERE id = ...), '
            'then upgrade again'
        )


def _spell(connection: sa.Connection) -> None:
    for id_, email in _pages(connection, users.c.email):
        if email != _spelled(email):
            connection.execute(
                sa.update(users).where(users.c.id == id_).values(email=_spelled(email))
            )


def _look(connection: sa.Connection) -> None:
    """The oldest name of a look has it; whoever came after keeps the name, without the look."""
    seen: set[str] = set()
    for id_, uname in _pages(connection, users.c.uname):
        look = look_of(uname)
        if look not in seen:
            seen.add(look)
            connection.execute(sa.update(users).where(users.c.id == id_).values(look=look))


def _pages(connection: sa.Connection, column: Any) -> Iterator[Any]:
    """(id, value) of every row that has one, some rows at a time."""
    last = 0
    while True:
        rows = connection.execute(
            sa.select(users.c.id, column)
            .where(users.c.id > last, column.is_not(None))
            .order_by(users.c.id)
            .limit(ROWS)
        ).all()
        yield from rows
        if len(rows) < ROWS:
            return
        last = rows[-1][0]
