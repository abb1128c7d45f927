"""Where an entity of a playlist stands: its sequence or asset type, its episode, in SQL. For statements joined by `task_lists.names.within`."""

import sqlalchemy as sa

from zou.domains.task_lists.names import EPISODE_ID, EPISODE_NAME, Parent, within
from zou.models import Entity, EntityType
from zou.models.kinds import EPISODE, FIXED, SEQUENCE, is_a

_parent_is_sequence = is_a(SEQUENCE, Parent)
_asset_type = sa.case((EntityType.name.not_in(FIXED), EntityType.name))
SEQUENCE_ID = sa.case((_parent_is_sequence, Parent.id))
SEQUENCE_NAME = sa.case((_parent_is_sequence, Parent.name))
#: What stands before an entity's name: the sequence, another parent that is no episode, the asset type.
PARENT_NAME = sa.func.coalesce(sa.case((is_a(EPISODE, Parent), None), else_=Parent.name), _asset_type)


def statement() -> sa.Select:
    """Entities with where they stand."""
    columns = (
        Entity.id,
        Entity.name,
        PARENT_NAME.label("parent_name"),
        EPISODE_ID.label("episode_id"),
        EPISODE_NAME.label("episode_name"),
        SEQUENCE_ID.label("sequence_id"),
        SEQUENCE_NAME.label("sequence_name"),
        sa.case((EntityType.name.not_in(FIXED), EntityType.id)).label("asset_type_id"),
        _asset_type.label("asset_type_name"),
    )
    return within(sa.select(*columns).join(EntityType, EntityType.id == Entity.entity_type_id))
