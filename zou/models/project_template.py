"""Templates that productions are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row
from zou.models.project import PRODUCTION_STYLES
from zou.models.task_status import board_roles

if TYPE_CHECKING:
    from zou.models.entity_type import EntityType
    from zou.models.preview_background_file import PreviewBackgroundFile
    from zou.models.status_automation import StatusAutomation
    from zou.models.task_status import TaskStatus
    from zou.models.task_type import TaskType


class ProjectTemplate(Row, Base):
    """The settings that a production made from the template starts with."""

    __tablename__ = "project_template"

    name: Mapped[str] = mapped_column(String(80), index=True, unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    fps: Mapped[str | None] = mapped_column(String(10), default="25")
    ratio: Mapped[str | None] = mapped_column(String(10), default="16:9")
    resolution: Mapped[str | None] = mapped_column(String(12), default="1920x1080")
    production_type: Mapped[str | None] = mapped_column(String(20), default="short")
    production_style: Mapped[str] = mapped_column(String(255), default="2d3d", info={"codes": PRODUCTION_STYLES})
    max_retakes: Mapped[int | None] = mapped_column(default=0)
    is_clients_isolated: Mapped[bool | None] = mapped_column(default=False)
    is_preview_download_allowed: Mapped[bool | None] = mapped_column(default=False)
    is_set_preview_automated: Mapped[bool | None] = mapped_column(default=False)
    is_publish_default_for_artists: Mapped[bool | None] = mapped_column(default=False)
    homepage: Mapped[str | None] = mapped_column(String(80), default="assets")
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    file_tree: Mapped[Any] = mapped_column(Json, nullable=True)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    metadata_descriptors: Mapped[Any] = mapped_column(Json, nullable=True)
    default_preview_background_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("preview_background_file.id"), index=True)
    is_single_preview_per_revision: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    revision_padding: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    is_frame_in_numbering: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    is_client_stats_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))
    is_client_task_list_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))
    is_client_task_panel_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))

    asset_types: Mapped[list[EntityType]] = relationship(secondary="project_template_asset_type_link")
    task_statuses: Mapped[list[TaskStatus]] = relationship(secondary="project_template_task_status_link")
    task_types: Mapped[list[TaskType]] = relationship(secondary="project_template_task_type_link")
    status_automations: Mapped[list[StatusAutomation]] = relationship(secondary="project_template_status_automation_link")
    preview_background_files: Mapped[list[PreviewBackgroundFile]] = relationship(secondary="project_template_preview_background_file_link")


class ProjectTemplateAssetTypeLink(Base):
    """An asset type of a template."""

    __tablename__ = "project_template_asset_type_link"

    project_template_id: Mapped[UUID] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    asset_type_id: Mapped[UUID] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)


class ProjectTemplatePreviewBackgroundFileLink(Base):
    """A preview background of a template."""

    __tablename__ = "project_template_preview_background_file_link"

    project_template_id: Mapped[UUID] = mapped_column(
        ForeignKey("project_template.id", name="project_template_preview_background_fi_project_template_id_fkey"), primary_key=True, index=True
    )
    preview_background_file_id: Mapped[UUID] = mapped_column(
        ForeignKey("preview_background_file.id", name="project_template_preview_backgr_preview_background_file_id_fkey"), primary_key=True, index=True
    )


class ProjectTemplateStatusAutomationLink(Base):
    """A status automation of a template."""

    __tablename__ = "project_template_status_automation_link"

    project_template_id: Mapped[UUID] = mapped_column(
        ForeignKey("project_template.id", name="project_template_status_automation_lin_project_template_id_fkey"), primary_key=True, index=True
    )
    status_automation_id: Mapped[UUID] = mapped_column(
        ForeignKey("status_automation.id", name="project_template_status_automation_li_status_automation_id_fkey"), primary_key=True, index=True
    )


class ProjectTemplateTaskStatusLink(Row, Base):
    """A task status of a template."""

    __tablename__ = "project_template_task_status_link"
    __table_args__ = (
        PrimaryKeyConstraint("project_template_id", "task_status_id"),
        UniqueConstraint("project_template_id", "task_status_id", name="project_template_taskstatus_uc"),
    )

    project_template_id: Mapped[UUID] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    task_status_id: Mapped[UUID] = mapped_column(ForeignKey("task_status.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    roles_for_board: Mapped[list[str] | None] = mapped_column(ARRAY(String), default=board_roles)
    id: Mapped[UUID] = mapped_column(default=uuid4)
    is_client_allowed: Mapped[bool | None]


class ProjectTemplateTaskTypeLink(Row, Base):
    """A task type of a template."""

    __tablename__ = "project_template_task_type_link"
    __table_args__ = (
        PrimaryKeyConstraint("project_template_id", "task_type_id"),
        UniqueConstraint("project_template_id", "task_type_id", name="project_template_tasktype_uc"),
    )

    project_template_id: Mapped[UUID] = mapped_column(ForeignKey("project_template.id"), primary_key=True, index=True)
    task_type_id: Mapped[UUID] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)
    priority: Mapped[int | None]
    id: Mapped[UUID] = mapped_column(default=uuid4)
    hd_bitrate_compression: Mapped[int | None]
    ld_bitrate_compression: Mapped[int | None]
    is_client_visible: Mapped[bool | None] = mapped_column(default=True, server_default=sql("true"))
