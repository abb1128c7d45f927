"""Bodies of the asset instance routes."""

from typing import Annotated

from pydantic import StringConstraints

from zou.kit.validation import Body, Id, Text

Description = Annotated[Text, StringConstraints(max_length=200)]


class InScene(Body):
    """An asset to put into a scene."""

    asset_id: Id
    description: Description | None = None


class InAsset(Body):
    """An asset to put into another one."""

    asset_to_instantiate_id: Id
    description: Description | None = None


class InShot(Body):
    """An instance to list in a shot."""

    asset_instance_id: Id
