"""Assets, shots, sequences, episodes, edits and concepts: the entities that work is done on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.asset_instance import AssetInstance
    from zou.models.entity_type import EntityType
    from zou.models.project import Project

#: The name, the description and the values of the metadata, a line each.
SEARCHED = r"lower(name || E'\n' || coalesce(description, '') || E'\n' || coalesce(jsonb_path_query_array(data, '$.*')::text, ''))"
ENTITY_STATUSES = ("standby", "running", "complete", "canceled")


class Entity(Row, Base):
    """An asset, shot, sequence, episode, edit, concept or scene; its entity type says which."""

    __tablename__ = "entity"
    __table_args__ = (
        UniqueConstraint("name", "project_id", "entity_type_id", "parent_id", name="entity_uc"),
        Index("ix_entity_entity_type_parent", "entity_type_id", "parent_id"),
        Index("ix_entity_entity_type_project", "entity_type_id", "project_id"),
        Index("ix_entity_project_type_status", "project_id", "entity_type_id", "status"),
        Index("ix_entity_preview_file_id", "preview_file_id"),
    )

    name: Mapped[str] = mapped_column(String(160))
    code: Mapped[str | None] = mapped_column(String(160))
    description: Mapped[str | None] = mapped_column(Text)
    shotgun_id: Mapped[int | None]
    canceled: Mapped[bool | None] = mapped_column(default=False)
    nb_frames: Mapped[int | None]
    nb_entities_out: Mapped[int | None] = mapped_column(default=0)
    is_casting_standby: Mapped[bool | None] = mapped_column(default=False)
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    status: Mapped[str] = mapped_column(String(255), index=True, default="running", info={"codes": ENTITY_STATUSES})
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    entity_type_id: Mapped[UUID] = mapped_column(ForeignKey("entity_type.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    preview_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("preview_file.id", name="fk_main_preview", use_alter=True))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    ready_for: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id", name="fk_ready_for"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    # What a search looks at, in lower case: making it for all entities at each key stroke takes ten times as long as looking through it.
    searched: Mapped[str] = mapped_column(Text, Computed(SEARCHED, persisted=True), deferred=True, info={"ours": True})

    project: Mapped[Project] = relationship()
    entity_type: Mapped[EntityType] = relationship()
    parent: Mapped[Entity | None] = relationship(foreign_keys="Entity.parent_id", remote_side="Entity.id")
    entities_out: Mapped[list[Entity]] = relationship(
        secondary="entity_link",
        primaryjoin="Entity.id == EntityLink.entity_in_id",
        secondaryjoin="Entity.id == EntityLink.entity_out_id",
        back_populates="entities_in",
    )
    entity_concept_links: Mapped[list[Entity]] = relationship(
        secondary="entity_concept_link", primaryjoin="Entity.id == EntityConceptLink.entity_in_id", secondaryjoin="Entity.id == EntityConceptLink.entity_out_id"
    )
    instance_casting: Mapped[list[AssetInstance]] = relationship(secondary="asset_instance_link", back_populates="shots")
    entities_in: Mapped[list[Entity]] = relationship(
        secondary="entity_link",
        primaryjoin="Entity.id == EntityLink.entity_out_id",
        secondaryjoin="Entity.id == EntityLink.entity_in_id",
        back_populates="entities_out",
    )


class EntityVersion(Row, Base):
    """A former state of the name and data of an entity."""

    __tablename__ = "entity_version"

    name: Mapped[str] = mapped_column(String(160))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
