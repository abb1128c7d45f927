"""Outbox of events, background jobs, revoked tokens, and the end of a person's sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "event_outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("event_id", sa.Uuid),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("project_id", sa.Uuid),
        sa.Column("person_ids", ARRAY(sa.Uuid)),
        sa.Column("created_at", sa.DateTime, nullable=False, server_default=sa.text("(now() AT TIME ZONE 'utc')")),
        sa.PrimaryKeyConstraint("id", name="event_outbox_pkey"),
    )
    op.create_table(
        "background_job",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("created_at", sa.DateTime),
        sa.Column("updated_at", sa.DateTime),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("args", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("max_attempts", sa.Integer, nullable=False),
        sa.Column("timeout", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("progress", sa.Double),
        sa.Column("started_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("worker", sa.String(120)),
        sa.Column("unique_key", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="background_job_pkey"),
    )
    op.create_index("ix_background_job_status_created_at", "background_job", ["status", "created_at"])
    op.create_table(
        "revoked_token",
        sa.Column("jti", sa.String(60), nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("jti", name="revoked_token_pkey"),
    )
    op.create_index("ix_revoked_token_expires_at", "revoked_token", ["expires_at"])
    op.add_column("person", sa.Column("sessions_valid_after", sa.DateTime))


def downgrade() -> None:
    op.drop_column("person", "sessions_valid_after")
    op.drop_table("revoked_token")
    op.drop_table("background_job")
    op.drop_table("event_outbox")
