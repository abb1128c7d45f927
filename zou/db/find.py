"""Finding the rows that a caller names."""

from typing import Any, TypeVar

import sqlalchemy as sa

from zou.db.session import session
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id

M = TypeVar("M")


def find(model: type[M], ident: Any, *, lock: bool = False) -> M:
    """The `model` with this id; with `lock`, locked until the transaction ends. Raises NotFound, also for what is no id."""
    known = parse_id(ident)
    found = _get(model, known, lock=lock) if known else None
    if found is None:
        raise NotFound(f"No {words(model)} has the id {ident}.")
    return found


def _get(model: Any, ident: Any, *, lock: bool) -> Any:
    # NO KEY UPDATE: rows that point to this one can still be added meanwhile.
    locking: Any = {"key_share": True} if lock else None
    if len(sa.inspect(model).primary_key) == 1:
        return session.get(model, ident, with_for_update=locking)
    # Some link tables have more columns in their key than the id that names their rows.
    statement = sa.select(model).where(model.id == ident)
    return session.execute(statement.with_for_update(**locking) if locking else statement).scalar_one_or_none()


def find_or_none(model: type[M], ident: Any) -> M | None:
    """The `model` with this id; None where `ident` is None. Raises NotFound."""
    return None if ident is None else find(model, ident)


def find_for_body(model: type[M], ident: Any, field: str) -> M:
    """The `model` that a field of the body names. Raises BadRequest that names the field."""
    known = parse_id(ident)
    found = _get(model, known, lock=False) if known else None
    if found is None:
        raise BadRequest(f"{field}: no {words(model)} has the id {ident}.")
    return found


def exists(model: Any, ident: Any) -> bool:
    """Whether a `model` has this id."""
    known = parse_id(ident)
    return known is not None and session.execute(sa.select(sa.literal(1)).select_from(model).where(model.id == known)).first() is not None


def words(model: Any) -> str:
    """What people call a `model`: `task type` for TaskType."""
    return model.__tablename__.replace("_", " ").replace("project", "production")


def add(instance: M) -> M:
    """Add `instance` to the session and give it its id."""
    session.add(instance)
    session.flush()
    return instance
