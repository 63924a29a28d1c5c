"""What requests with a key of their own were answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('request_keys',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.Column('body', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB',
    )
    op.create_index('request_keys_by_token', 'request_keys', ['token'], unique=False)
    op.create_index('request_keys_by_time', 'request_keys', ['created_ms'], unique=False)


def downgrade() -> None:
    op.drop_index('request_keys_by_time', table_name='request_keys')
    op.drop_index('request_keys_by_token', table_name='request_keys')
    op.drop_table('request_keys')
