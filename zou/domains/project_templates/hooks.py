"""What is particular to the rows of templates."""

from typing import Any

from zou.crud import hooks
from zou.domains.project_templates import service
from zou.domains.project_templates.columns import normalised
from zou.domains.projects.checks import check_settings
from zou.kit.errors import BadRequest
from zou.models import ProjectTemplate

templates = hooks("project-templates")
Values = dict[str, Any]
DEFAULT_BACKGROUND = "default_preview_background_file_id"
#: What a new template takes of a body.
TAKEN = (*service.SETTINGS, "name", "description", "metadata_descriptors")
#: Links that have routes of their own.
LINKED = ("task_types", "task_statuses", "asset_types", "status_automations")


@templates.before_body
def read(verb: str, content: Any) -> Any:
    """Pass over what is no setting; null means the default where it cannot be stored."""
    if not isinstance(content, dict):
        return content
    kept = {key: value for key, value in content.items() if (key in TAKEN if verb == "create" else key not in LINKED)}
    for key, default in (("production_style", "2d3d"), ("revision_padding", 0)):
        if kept.get(key, "") is None:
            kept[key] = default
    return kept


@templates.before_create
def check(values: Values) -> Values:
    """Templates have a name and settings that a production may have."""
    check_settings({"name": None, **values})
    values["metadata_descriptors"] = normalised(values.get("metadata_descriptors"))
    if values.get(DEFAULT_BACKGROUND):
        raise BadRequest("The default background must be one of the template's: link it first.")
    return values


@templates.before_update
def check_change(template: ProjectTemplate, values: Values) -> Values:
    """Templates keep a name and settings that a production may have."""
    check_settings(values, template)
    if "metadata_descriptors" in values:
        values["metadata_descriptors"] = normalised(values["metadata_descriptors"])
    default = values.get(DEFAULT_BACKGROUND)
    if default and default != template.default_preview_background_file_id:
        backgrounds = values.get("preview_background_files")
        if default not in (service.backgrounds_of(template) if backgrounds is None else backgrounds):
            raise BadRequest("The default background must be one of the template's.")
    return values
