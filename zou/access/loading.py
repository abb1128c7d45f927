"""Giving handlers the rows that they ask for by name.

A handler with a parameter `project` gets the production that the path's `project_id` names, one with `project_id` its id.
"""

from typing import Any

from zou import models
from zou.db.find import find

#: Parameter of a handler → (model, parameter of the path).
LOADED: dict[str, tuple[type[Any], str]] = {
    "project": (models.Project, "project_id"),
    "person": (models.Person, "person_id"),
    "task": (models.Task, "task_id"),
    "entity": (models.Entity, "entity_id"),
    "comment": (models.Comment, "comment_id"),
    "department": (models.Department, "department_id"),
    "task_type": (models.TaskType, "task_type_id"),
    "task_status": (models.TaskStatus, "task_status_id"),
    "asset_type": (models.EntityType, "asset_type_id"),
    "playlist": (models.Playlist, "playlist_id"),
    "preview_file": (models.PreviewFile, "preview_file_id"),
    "budget": (models.Budget, "budget_id"),
    "metadata_descriptor": (models.MetadataDescriptor, "metadata_descriptor_id"),
    "project_template": (models.ProjectTemplate, "project_template_id"),
    "hardware_item": (models.HardwareItem, "hardware_item_id"),
    "software": (models.Software, "software_id"),
    "attachment_file": (models.AttachmentFile, "attachment_file_id"),
    "preview_background_file": (models.PreviewBackgroundFile, "preview_background_file_id"),
    "status_automation": (models.StatusAutomation, "status_automation_id"),
    "production_schedule_version": (models.ProductionScheduleVersion, "production_schedule_version_id"),
    "working_file": (models.WorkingFile, "working_file_id"),
    "output_file": (models.OutputFile, "output_file_id"),
}


def fetch(params: dict[str, Any], wants: tuple[str, ...]) -> dict[str, Any]:
    """What a handler `wants` of the path's `params`, rows loaded. Raises NotFound."""
    given = {name: value for name, value in params.items() if name in wants}
    for name in wants:
        if name not in given and name in LOADED and LOADED[name][1] in params:
            model, key = LOADED[name]
            given[name] = find(model, params[key])
    return given
