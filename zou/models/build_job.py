"""Movies and archives built from playlists."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.playlist import Playlist

BUILD_JOB_STATUSES = ("running", "failed", "succeeded")
BUILD_JOB_TYPES = ("archive", "movie")


class BuildJob(Row, Base):
    """The making of a movie or an archive of a playlist."""

    __tablename__ = "build_job"

    status: Mapped[str] = mapped_column(String(255), default="running", info={"codes": BUILD_JOB_STATUSES})
    job_type: Mapped[str] = mapped_column(String(255), default="movie", info={"codes": BUILD_JOB_TYPES})
    ended_at: Mapped[datetime | None]
    playlist_id: Mapped[UUID] = mapped_column(ForeignKey("playlist.id"), index=True)
    message: Mapped[str | None] = mapped_column(Text)

    playlist: Mapped[Playlist] = relationship()
