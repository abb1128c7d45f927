"""Every table of the product as a class, one noun a file. Import models from here."""

from zou.models.api_event import ApiEvent
from zou.models.asset_instance import AssetInstance, AssetInstanceLink
from zou.models.attachment_file import AttachmentFile
from zou.models.background_job import BackgroundJob
from zou.models.board_change import BoardChange
from zou.models.budget import Budget, BudgetEntry
from zou.models.build_job import BuildJob
from zou.models.chat import Chat, ChatMessage, ChatParticipant
from zou.models.comment import Comment, CommentAcknowledgement, CommentDepartmentMention, CommentMention, CommentPreviewLink
from zou.models.custom_action import CustomAction
from zou.models.data_import_error import DataImportError
from zou.models.day_off import DayOff
from zou.models.department import Department
from zou.models.entity import Entity, EntityVersion
from zou.models.entity_link import EntityConceptLink, EntityLink
from zou.models.entity_type import EntityType, TaskTypeAssetTypeLink
from zou.models.event_outbox import EventOutbox
from zou.models.file_status import FileStatus
from zou.models.hardware_item import HardwareItem, HardwareItemDepartmentLink
from zou.models.login_log import DesktopLoginLog, LoginLog
from zou.models.metadata_descriptor import DepartmentMetadataDescriptorLink, MetadataDescriptor
from zou.models.milestone import Milestone
from zou.models.news import News
from zou.models.notification import Notification
from zou.models.organisation import Organisation
from zou.models.output_file import OutputFile
from zou.models.output_type import OutputType
from zou.models.person import DepartmentLink, Person
from zou.models.playlist import Playlist, PlaylistShareLink
from zou.models.plugin import Plugin
from zou.models.preview_background_file import PreviewBackgroundFile
from zou.models.preview_file import PreviewFile, PreviewFileStorageState
from zou.models.production_schedule_version import ProductionScheduleVersion, ProductionScheduleVersionTaskLink, ProductionScheduleVersionTaskLinkPersonLink
from zou.models.project import (
    Project,
    ProjectAssetTypeLink,
    ProjectPersonLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    ProjectTaskTypeSoftwareLink,
)
from zou.models.project_status import ProjectStatus
from zou.models.project_template import (
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
)
from zou.models.revoked_token import RevokedToken
from zou.models.salary_scale import SalaryScale
from zou.models.schedule_item import ScheduleItem
from zou.models.search_filter import SearchFilter, SearchFilterGroup
from zou.models.software import Software, SoftwareDepartmentLink
from zou.models.status_automation import StatusAutomation
from zou.models.stored_file import StoredFile
from zou.models.studio import Studio
from zou.models.subscription import Subscription
from zou.models.task import Task, TaskPersonLink
from zou.models.task_status import TaskStatus
from zou.models.task_type import TaskType
from zou.models.time_spent import TimeSpent
from zou.models.working_file import WorkingFile

# Tables that the Zou schema does not have.
OURS = frozenset({"background_job", "board_change", "event_outbox", "revoked_token"})

__all__ = [
    "OURS",
    "ApiEvent",
    "AssetInstance",
    "AssetInstanceLink",
    "AttachmentFile",
    "BackgroundJob",
    "BoardChange",
    "Budget",
    "BudgetEntry",
    "BuildJob",
    "Chat",
    "ChatMessage",
    "ChatParticipant",
    "Comment",
    "CommentAcknowledgement",
    "CommentDepartmentMention",
    "CommentMention",
    "CommentPreviewLink",
    "CustomAction",
    "DataImportError",
    "DayOff",
    "Department",
    "DepartmentLink",
    "DepartmentMetadataDescriptorLink",
    "DesktopLoginLog",
    "Entity",
    "EntityConceptLink",
    "EntityLink",
    "EntityType",
    "EntityVersion",
    "EventOutbox",
    "FileStatus",
    "HardwareItem",
    "HardwareItemDepartmentLink",
    "LoginLog",
    "MetadataDescriptor",
    "Milestone",
    "News",
    "Notification",
    "Organisation",
    "OutputFile",
    "OutputType",
    "Person",
    "Playlist",
    "PlaylistShareLink",
    "Plugin",
    "PreviewBackgroundFile",
    "PreviewFile",
    "PreviewFileStorageState",
    "ProductionScheduleVersion",
    "ProductionScheduleVersionTaskLink",
    "ProductionScheduleVersionTaskLinkPersonLink",
    "Project",
    "ProjectAssetTypeLink",
    "ProjectPersonLink",
    "ProjectPreviewBackgroundFileLink",
    "ProjectStatus",
    "ProjectStatusAutomationLink",
    "ProjectTaskStatusLink",
    "ProjectTaskTypeLink",
    "ProjectTaskTypeSoftwareLink",
    "ProjectTemplate",
    "ProjectTemplateAssetTypeLink",
    "ProjectTemplatePreviewBackgroundFileLink",
    "ProjectTemplateStatusAutomationLink",
    "ProjectTemplateTaskStatusLink",
    "ProjectTemplateTaskTypeLink",
    "RevokedToken",
    "SalaryScale",
    "ScheduleItem",
    "SearchFilter",
    "SearchFilterGroup",
    "Software",
    "SoftwareDepartmentLink",
    "StatusAutomation",
    "StoredFile",
    "Studio",
    "Subscription",
    "Task",
    "TaskPersonLink",
    "TaskStatus",
    "TaskType",
    "TaskTypeAssetTypeLink",
    "TimeSpent",
    "WorkingFile",
]
