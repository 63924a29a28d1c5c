"""Other files of a result, and edited storyboards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('works', schema=None) as batch_op:
        batch_op.add_column(sa.Column('extras', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=True))
        batch_op.add_column(sa.Column('storyboard', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('works', schema=None) as batch_op:
        batch_op.drop_column('storyboard')
        batch_op.drop_column('extras')
