"""Bodies of the asset routes."""

from zou.domains.entities.schemas import Metadata
from zou.kit.validation import Body, Id, Name, Text


class AssetCreate(Body):
    """A new asset. `episode_id`: the episode that it is made for."""

    name: Name
    description: Text | None = ""
    data: Metadata = {}
    is_shared: bool = False
    episode_id: Id | None = None
