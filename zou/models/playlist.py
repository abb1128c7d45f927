"""Playlists to review previews, and links to share them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.build_job import BuildJob
    from zou.models.project import Project


class Playlist(Row, Base):
    """An ordered list of previews to review."""

    __tablename__ = "playlist"
    __table_args__ = (UniqueConstraint("name", "project_id", "episode_id", name="playlist_uc"),)

    name: Mapped[str] = mapped_column(String(80))
    shots: Mapped[Any] = mapped_column(Json, nullable=True)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    for_client: Mapped[bool | None] = mapped_column(index=True, default=False)
    for_entity: Mapped[str | None] = mapped_column(String(10), index=True, default="shot")
    is_for_all: Mapped[bool | None] = mapped_column(default=False)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    project: Mapped[Project | None] = relationship()
    build_jobs: Mapped[list[BuildJob]] = relationship(viewonly=True)


class PlaylistShareLink(Row, Base):
    """An address that opens a playlist to people without an account."""

    __tablename__ = "playlist_share_link"
    __table_args__ = (Index("ix_playlist_share_link_playlist_active", "playlist_id", "is_active"),)

    token: Mapped[str] = mapped_column(String(64), index=True, unique=True)
    playlist_id: Mapped[UUID] = mapped_column(ForeignKey("playlist.id"), index=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expiration_date: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    can_comment: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255))

    playlist: Mapped[Playlist] = relationship()
