"""The schema of Zou 1.0.97, from the SQL file next to this one, so that it depends on no model."""

from pathlib import Path

from alembic import op
from alembic.util import CommandError

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text())


def downgrade() -> None:
    # Going below the first revision would drop every table, on databases taken over from Zou too.
    raise CommandError("There is nothing below revision 0001. To start from scratch, drop the database.")
