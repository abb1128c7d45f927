"""The text of each entity that a search looks through, kept by the database."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SEARCHED = r"lower(name || E'\n' || coalesce(description, '') || E'\n' || coalesce(jsonb_path_query_array(data, '$.*')::text, ''))"


def upgrade() -> None:
    op.add_column("entity", sa.Column("searched", sa.Text(), sa.Computed(SEARCHED, persisted=True), nullable=False))


def downgrade() -> None:
    op.drop_column("entity", "searched")
