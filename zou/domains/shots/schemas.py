"""Bodies of the shot routes."""

from zou.domains.entities.schemas import EntityCreate, Whole
from zou.kit.validation import Id, Text


class ShotCreate(EntityCreate):
    """A new shot."""

    sequence_id: Id | None = None
    nb_frames: Whole | None = None
    description: Text | None = None
