"""The session that goes on when the others of a person are ended."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("person", sa.Column("kept_session", sa.String(60)))


def downgrade() -> None:
    op.drop_column("person", "kept_session")
