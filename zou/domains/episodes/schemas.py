"""Bodies of the episode routes."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from zou.domains.entities.schemas import EntityCreate
from zou.models.entity import ENTITY_STATUSES


def _known_status(value: Any) -> str:
    return value if value in ENTITY_STATUSES else "running"


class EpisodeCreate(EntityCreate):
    """A new episode. A status that is unknown is `running`."""

    status: Annotated[str, BeforeValidator(_known_status)] = "running"
