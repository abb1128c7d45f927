"""Bodies of the shot routes."""

from typing import Any

from pydantic import ConfigDict

from zou.domains.entities.schemas import EntityCreate, Metadata, Whole
from zou.kit.validation import Body, Id, Name, Text


class ShotCreate(EntityCreate):
    """A new shot."""

    sequence_id: Id | None = None
    nb_frames: Whole | None = None
    description: Text | None = None


class ShotUpdate(Body):
    """Columns of a shot to change, any other of its columns too."""

    model_config = ConfigDict(extra="allow")

    name: Name = ""
    description: Text | None = None
    nb_frames: Whole | None = None
    data: Metadata | None = None
    canceled: bool = False

    def values(self) -> dict[str, Any]:
        """What the client sent."""
        return {**(self.model_extra or {}), **self.given()}
