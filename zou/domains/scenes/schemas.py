"""Bodies of the scene routes."""

from zou.domains.entities.schemas import Metadata
from zou.kit.validation import Body, Id, Name


class SceneCreate(Body):
    """A new scene."""

    name: Name
    sequence_id: Id | None = None
    data: Metadata = {}


class SceneShot(Body):
    """A shot to put into a scene."""

    shot_id: Id
