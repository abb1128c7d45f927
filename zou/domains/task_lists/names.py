"""Where the entity of a task stands: its parent, and the episode that it belongs to, in SQL."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.models import Entity, EntityType, Project, Task
from zou.models.kinds import EPISODE, is_a

Parent = aliased(Entity, name="parent")
Grandparent = aliased(Entity, name="grandparent")
Source = aliased(Entity, name="source")

_parent_is_episode = is_a(EPISODE, Parent)
#: The episode is the parent's parent (shots), the source (assets) or the parent itself (sequences, edits).
EPISODE_ID = sa.func.coalesce(Grandparent.id, Source.id, sa.case((_parent_is_episode, Parent.id)))
EPISODE_NAME = sa.func.coalesce(Grandparent.name, Source.name, sa.case((_parent_is_episode, Parent.name)))
FULL_NAME = sa.func.concat_ws(" / ", EPISODE_NAME, sa.case((_parent_is_episode, None), else_=Parent.name), Entity.name)


def within(statement: sa.Select) -> sa.Select:
    """`statement`, which selects from `Entity`, joined with what the entity stands in."""
    return (
        statement.outerjoin(Parent, Parent.id == Entity.parent_id)
        .outerjoin(Grandparent, Grandparent.id == Parent.parent_id)
        .outerjoin(Source, Source.id == Entity.source_id)
    )


def placed(statement: sa.Select) -> sa.Select:
    """`statement`, which selects from `Task`, joined with the production, the entity, its type and what it stands in."""
    joined = statement.join(Project, Project.id == Task.project_id).join(Entity, Entity.id == Task.entity_id)
    return within(joined.join(EntityType, EntityType.id == Entity.entity_type_id))
