"""Productions and what each of them uses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row
from zou.models.person import ROLES
from zou.models.task_status import board_roles

if TYPE_CHECKING:
    from zou.models.entity_type import EntityType
    from zou.models.person import Person
    from zou.models.preview_background_file import PreviewBackgroundFile
    from zou.models.project_status import ProjectStatus
    from zou.models.status_automation import StatusAutomation
    from zou.models.task_status import TaskStatus
    from zou.models.task_type import TaskType

PRODUCTION_STYLES = (
    "2d",
    "2dpaper",
    "3d",
    "2d3d",
    "ar",
    "vfx",
    "stop-motion",
    "motion-design",
    "archviz",
    "commercial",
    "catalog",
    "immersive",
    "nft",
    "video-game",
    "vr",
)


class Project(Row, Base):
    """A production."""

    __tablename__ = "project"

    name: Mapped[str] = mapped_column(String(80), index=True, unique=True)
    code: Mapped[str | None] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    shotgun_id: Mapped[int | None]
    file_tree: Mapped[Any] = mapped_column(Json, nullable=True)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    has_avatar: Mapped[bool | None] = mapped_column(default=False)
    fps: Mapped[str | None] = mapped_column(String(10), default="25")
    ratio: Mapped[str | None] = mapped_column(String(10), default="16:9")
    resolution: Mapped[str | None] = mapped_column(String(12), default="1920x1080")
    production_type: Mapped[str | None] = mapped_column(String(20), default="short")
    production_style: Mapped[str] = mapped_column(String(255), default="2d3d", info={"codes": PRODUCTION_STYLES})
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    man_days: Mapped[int | None]
    nb_episodes: Mapped[int | None] = mapped_column(default=0)
    episode_span: Mapped[int | None] = mapped_column(default=0)
    max_retakes: Mapped[int | None] = mapped_column(default=0)
    is_clients_isolated: Mapped[bool | None] = mapped_column(default=False)
    is_preview_download_allowed: Mapped[bool | None] = mapped_column(default=False)
    is_set_preview_automated: Mapped[bool | None] = mapped_column(default=False)
    homepage: Mapped[str | None] = mapped_column(String(80), default="assets")
    is_publish_default_for_artists: Mapped[bool | None] = mapped_column(default=False)
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    project_status_id: Mapped[UUID | None] = mapped_column(ForeignKey("project_status.id"), index=True)
    default_preview_background_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("preview_background_file.id"), index=True)
    from_schedule_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("production_schedule_version.id", ondelete="SET NULL", use_alter=True), index=True)
    is_bot_collaboration_enabled: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    is_single_preview_per_revision: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    revision_padding: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    is_frame_in_numbering: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    is_client_stats_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))
    is_client_task_list_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))
    is_client_task_panel_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))

    project_status: Mapped[ProjectStatus | None] = relationship()
    team: Mapped[list[Person]] = relationship(secondary="project_person_link")
    asset_types: Mapped[list[EntityType]] = relationship(secondary="project_asset_type_link")
    task_statuses: Mapped[list[TaskStatus]] = relationship(secondary="project_task_status_link")
    task_types: Mapped[list[TaskType]] = relationship(secondary="project_task_type_link")
    status_automations: Mapped[list[StatusAutomation]] = relationship(secondary="project_status_automation_link")
    preview_background_files: Mapped[list[PreviewBackgroundFile]] = relationship(secondary="project_preview_background_file_link")


class ProjectAssetTypeLink(Base):
    """An asset type used in a production."""

    __tablename__ = "project_asset_type_link"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    asset_type_id: Mapped[UUID] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)


class ProjectPersonLink(Base):
    """A member of the team of a production, and the role that they hold in it if it is another one."""

    __tablename__ = "project_person_link"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    shotgun_id: Mapped[int | None]
    role: Mapped[str | None] = mapped_column(String(255), info={"codes": ROLES})


class ProjectPreviewBackgroundFileLink(Base):
    """A preview background used in a production."""

    __tablename__ = "project_preview_background_file_link"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    preview_background_file_id: Mapped[UUID] = mapped_column(
        ForeignKey("preview_background_file.id", name="project_preview_background_file_preview_background_file_id_fkey"), primary_key=True, index=True
    )


class ProjectStatusAutomationLink(Base):
    """A status automation active in a production."""

    __tablename__ = "project_status_automation_link"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    status_automation_id: Mapped[UUID] = mapped_column(ForeignKey("status_automation.id"), primary_key=True, index=True)


class ProjectTaskStatusLink(Row, Base):
    """A task status used in a production."""

    __tablename__ = "project_task_status_link"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "task_status_id", "id"),
        UniqueConstraint("project_id", "task_status_id", name="project_taskstatus_uc"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    task_status_id: Mapped[UUID] = mapped_column(ForeignKey("task_status.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    roles_for_board: Mapped[list[str] | None] = mapped_column(ARRAY(String), default=board_roles)
    is_client_allowed: Mapped[bool | None]


class ProjectTaskTypeLink(Row, Base):
    """A task type used in a production."""

    __tablename__ = "project_task_type_link"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "task_type_id", "id"),
        UniqueConstraint("project_id", "task_type_id", name="project_tasktype_uc"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True, index=True)
    task_type_id: Mapped[UUID] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    is_client_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))


class ProjectTaskTypeSoftwareLink(Row, Base):
    """Software used for a task type of a production."""

    __tablename__ = "project_task_type_software_link"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "task_type_id", "software_id", "id"),
        UniqueConstraint("project_id", "task_type_id", "software_id", name="project_task_type_software_uc"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True, index=True)
    task_type_id: Mapped[UUID] = mapped_column(ForeignKey("task_type.id", ondelete="CASCADE"), primary_key=True, index=True)
    software_id: Mapped[UUID] = mapped_column(ForeignKey("software.id", ondelete="CASCADE"), primary_key=True, index=True)
