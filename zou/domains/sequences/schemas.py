"""Bodies of the sequence routes."""

from zou.domains.entities.schemas import EntityCreate
from zou.kit.validation import Id


class SequenceCreate(EntityCreate):
    """A new sequence."""

    episode_id: Id | None = None
