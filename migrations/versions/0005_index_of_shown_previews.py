"""The index by which the entities that show a preview are found: without it each preview removed reads all entities."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_entity_preview_file_id", "entity", ["preview_file_id"])


def downgrade() -> None:
    op.drop_index("ix_entity_preview_file_id", "entity")
