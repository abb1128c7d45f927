"""Bodies of the edit routes."""

from zou.domains.entities.schemas import EntityCreate
from zou.kit.validation import Id


class EditCreate(EntityCreate):
    """A new edit."""

    episode_id: Id | None = None
