"""Names that are used once in the studio, whatever the database says."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import rows, session
from zou.kit.errors import BadRequest


def require_filled(values: dict[str, Any], *keys: str) -> None:
    """Raise BadRequest where one of the texts among the values is empty."""
    for key in keys:
        if key in values and not (values[key] or "").strip():
            raise BadRequest(f"{key} must not be empty.")


def refuse_taken(model: Any, name: str, *, but: UUID | None = None) -> None:
    """Raise BadRequest where another row of `model` has the name, in any case. Those who ask for the same name at once wait for each other."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"{model.__tablename__}/{name.lower()}", 0))))
    same = sa.func.lower(model.name) == name.lower()
    others = [model.id != but] if but else []
    if rows(sa.select(model.id).where(same, *others).limit(1)):
        raise BadRequest(f"The name {name} is taken.")


def require_own_name(model: Any, values: dict[str, Any], row: Any = None) -> None:
    """Raise BadRequest where the name among the values, of a new row of `model` or for `row`, is another's."""
    name = values.get("name")
    if name and (row is None or name != row.name):
        refuse_taken(model, name, but=None if row is None else row.id)
