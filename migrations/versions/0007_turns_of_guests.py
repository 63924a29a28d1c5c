"""Turns of guests, and what is kept of their works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

BYTES = ('upload_bytes', 'info_bytes', 'result_bytes')
ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('turns',
    sa.Column('queue', sa.String(length=20), nullable=False),
    sa.Column('guest', ID, autoincrement=False, nullable=False),
    sa.Column('served_ms', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('queue', 'guest'),
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB',
    )
    op.create_index('turns_by_time', 'turns', ['served_ms'], unique=False)
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('guest', ID, server_default='0', nullable=False))
        batch_op.add_column(sa.Column('turn_ms', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('cost', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index('jobs_by_guest', ['queue', 'state', 'guest', 'id', 'turn_ms'], unique=False)
        batch_op.create_index('jobs_by_end', ['state', 'updated_ms'], unique=False)
    with op.batch_alter_table('works', schema=None) as batch_op:
        for name in BYTES:
            batch_op.add_column(sa.Column(name, sa.BigInteger(), server_default='0', nullable=False))
        batch_op.create_index('works_by_bytes', ['user_id', *BYTES], unique=False)
        batch_op.create_index('works_by_day', ['user_id', 'created_ms'], unique=False)
    # How large a result is, is known when it is made again.
    op.execute(
        "UPDATE works SET upload_bytes ="
        " (SELECT COALESCE(SUM(uploads.bytes), 0) FROM uploads WHERE uploads.work_id = works.id)"
    )
    # What waits by now stands where its guest began to wait.
    op.execute(
        "UPDATE jobs SET turn_ms = created_ms, guest = COALESCE("
        "(SELECT works.user_id FROM works WHERE works.job_id = jobs.id LIMIT 1), 0)"
        " WHERE queue = 'media' AND state = 'queued'"
    )


def downgrade() -> None:
    with op.batch_alter_table('works', schema=None) as batch_op:
        batch_op.drop_index('works_by_day')
        batch_op.drop_index('works_by_bytes')
        for name in BYTES:
            batch_op.drop_column(name)
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.drop_index('jobs_by_end')
        batch_op.drop_index('jobs_by_guest')
        batch_op.drop_column('cost')
        batch_op.drop_column('turn_ms')
        batch_op.drop_column('guest')
    op.drop_index('turns_by_time', table_name='turns')
    op.drop_table('turns')
