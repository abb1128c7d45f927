"""The studio's one row: its name and preferences."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import execute, row
from zou.db.rows import Row
from zou.models import Organisation

FIRST_NAME = "Kitsu"
#: Columns that administrators alone see.
CHAT_TOKENS = frozenset({"chat_token_slack", "chat_webhook_mattermost", "chat_token_discord"})


def organisation(*, secrets: bool = False) -> Row:
    """The organisation's row; its chat tokens only where `secrets`. It is made the first time that it is asked for."""
    found = _read(secrets)
    if found is None:
        execute(insert(Organisation).values(name=FIRST_NAME, hours_by_day=8).on_conflict_do_nothing())
        found = _read(secrets)
    assert found is not None
    return found


def _read(secrets: bool) -> Row | None:
    columns: list[Any] = [column for column in Organisation.__table__.columns if secrets or column.key not in CHAT_TOKENS]
    return row(sa.select(*columns, sa.literal("Organisation").label("type")).order_by(Organisation.created_at, Organisation.id).limit(1))
