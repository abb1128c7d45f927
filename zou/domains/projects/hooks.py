"""What is particular to the rows of productions."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g, request

from zou.access import me
from zou.access.productions import CLOSED, OPEN
from zou.crud import hooks
from zou.db import scalar
from zou.db.find import exists, find
from zou.domains.project_templates import service as templates
from zou.domains.projects import deletion, queries, service
from zou.domains.projects.checks import check_settings
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.models import Person, PreviewBackgroundFile, Project, ProjectTemplate

projects = hooks("projects")
BACKGROUNDS, DEFAULT_BACKGROUND = "preview_background_files", "default_preview_background_file_id"
Values = dict[str, Any]


@projects.before_body
def read(verb: str, content: Any) -> Any:
    """Take the template's id out of the body of a new production; look up what must exist; null means the default where it cannot be stored."""
    if not isinstance(content, dict) or (verb == "create" and not me().is_admin):
        return content
    content = {**content}
    for background in content.get(BACKGROUNDS) or () if isinstance(content.get(BACKGROUNDS), list) else ():
        ident = background.get("id") if isinstance(background, dict) else background
        if parse_id(ident) and not exists(PreviewBackgroundFile, ident):
            raise NotFound(f"No preview background file has the id {ident}.")
    if content.get("production_style", "") is None:
        content["production_style"] = "2d3d"
    if verb == "create":
        if content.get("project_status_id", "") is None:
            del content["project_status_id"]
        template_id = content.pop("project_template_id", None)
        g.project_template = find(ProjectTemplate, template_id) if template_id else None
    elif content.get("project_status_id", "") is None:
        raise BadRequest("project_status_id must not be null: a production always has a status.")
    return content


@projects.before_create
def complete(values: Values) -> Values:
    """Fill in the template's settings and the status, and check what results."""
    template = g.project_template
    if template is not None:
        values = templates.fill_in(values, template)
    check_settings(values)
    check_default_background(values, values.get(BACKGROUNDS) or (templates.backgrounds_of(template) if template else []))
    refuse_preview_accounts(values.get("team") or [])
    values.setdefault("project_status_id", service.status_named(OPEN))
    return values


@projects.created
def follow_creation(project: Project, _values: Values) -> None:
    """Link what the template links, and give the production what all have."""
    if g.project_template is not None:
        templates.link(g.project_template, project)
    service.complete_new(project)


@projects.before_update
def check_change(project: Project, values: Values) -> Values:
    """Check the settings that change."""
    check_settings(values, project)
    default = project.default_preview_background_file_id
    if values.get(DEFAULT_BACKGROUND, default) != default:
        check_default_background(values, values.get(BACKGROUNDS, [row.id for row in project.preview_background_files]))
    elif BACKGROUNDS in values and default is not None and default not in values[BACKGROUNDS]:
        # A background that the production no longer uses is not its default either: it could never be removed.
        values[DEFAULT_BACKGROUND] = None
    return values


@projects.updated
def follow_change(project: Project, _values: Values) -> None:
    """A TV show has an episode."""
    service.ensure_episode(project)


@projects.allow("one")
def may_read(project: Project) -> bool:
    """The team, all roles alike."""
    return me().is_member(project.id)


@projects.allow("delete")
def may_remove(project: Project) -> bool:
    """Administrators; that an open production is not removed is told to anyone."""
    if service.is_open(project):
        raise BadRequest(f"The production is open: give it the status {CLOSED} first.")
    return me().is_admin


@projects.delete
def remove(project: Project, force: bool) -> None:
    """A closed production is removed; with all that it holds where `force` says so."""
    deletion.remove(project, force=force)


@projects.shape
def shape(rows: list[Values], many: bool) -> list[Values]:
    """One production that is read carries the name of its status, and with its relations what its settings say."""
    if many or request.method not in ("GET", "HEAD"):
        return rows
    names = queries.status_names([row["id"] for row in rows])
    for row in rows:
        row["project_status_name"] = names[row["id"]]
    return queries.complete(rows) if "team" in rows[0] else rows


@projects.reply
def reply(project: Project, _verb: str, body: Values) -> Values:
    """A TV show that is made or changed tells its first episode."""
    first: dict[UUID, UUID] = queries.first_episodes([project.id] if project.production_type == queries.TV_SHOW else [])
    return {**body, "first_episode_id": first[project.id]} if first else body


def check_default_background(values: Values, allowed: list[UUID]) -> None:
    """Raise BadRequest unless the default background among `values` is one of the production's."""
    ident = values.get(DEFAULT_BACKGROUND)
    if ident is not None and ident not in allowed:
        raise BadRequest(f"{DEFAULT_BACKGROUND} must be among {BACKGROUNDS}.")


def refuse_preview_accounts(team: list[UUID]) -> None:
    """Raise BadRequest where one of the new production's team is the preview account of another one."""
    accounts = sa.select(Person.id).where(Person.id.in_(team), Person.preview_project_id.is_not(None))
    if team and scalar(accounts.limit(1)) is not None:
        raise BadRequest("The preview account of a production joins no other one.")
