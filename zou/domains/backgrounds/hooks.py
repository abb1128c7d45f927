"""What is particular to preview backgrounds in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.db import scalar, session
from zou.domains.backgrounds import service
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import PreviewBackgroundFile

backgrounds = hooks("preview-background-files")


@backgrounds.before_create
def check_new(values: dict[str, Any]) -> dict[str, Any]:
    """A name of its own; a new default takes that from the others."""
    _check(values, None)
    return values


@backgrounds.before_update
def check_changes(row: PreviewBackgroundFile, values: dict[str, Any]) -> dict[str, Any]:
    """A name of its own; a new default takes that from the others."""
    _check(values, row.id)
    return values


def _check(values: dict[str, Any], own_id: UUID | None) -> None:
    model = PreviewBackgroundFile
    name = values.get("name")
    if name is not None and scalar(sa.select(sa.exists().where(model.name == name, model.id.is_distinct_from(own_id)))):
        raise BadRequest(f"Another background is called {name}.")
    if values.get("is_default"):
        statement = sa.update(model).where(model.is_default.is_(True), model.id.is_distinct_from(own_id))
        session.execute(statement.values(is_default=False, updated_at=utcnow()), execution_options={"synchronize_session": "fetch"})


@backgrounds.delete
def delete(row: PreviewBackgroundFile, _force: bool) -> None:
    """Remove the background and its files."""
    service.remove(row.id)
    session.expunge(row)
