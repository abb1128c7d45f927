"""What is particular to playlists in the generic routes."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import ARTIST, CLIENT, MANAGER, SUPERVISOR
from zou.access.playlists import may_change, may_see
from zou.crud import hooks
from zou.db import scalar
from zou.domains.playlists import entries, service
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import Entity, Playlist
from zou.models.kinds import EPISODE, is_a

playlists = hooks("playlists")


@playlists.allow("one")
def one(playlist: Any) -> bool:
    """Who may see the playlist."""
    return may_see(playlist)


@playlists.allow("update")
@playlists.allow("delete")
def changes(playlist: Any) -> bool:
    """Managers, and who made the playlist."""
    return may_change(playlist)


@playlists.scope
def mine(statement: sa.Select) -> sa.Select:
    """The playlists of the caller's productions; those for clients where they are one; none where they are a vendor."""
    who = me()
    if who.is_admin:
        return statement
    seen = Playlist.project_id.in_(who.projects_as(MANAGER, SUPERVISOR, ARTIST))
    for_client = sa.and_(Playlist.project_id.in_(who.projects_as(CLIENT)), Playlist.for_client.is_(True))
    return statement.where(sa.or_(seen, for_client))


@playlists.before_body
def read_names_of_episodes(verb: str, content: Any) -> Any:
    """`all` and `main` are no episode; a task type that is no id is none."""
    if not isinstance(content, dict):
        return content
    if verb == "create" and content.get("project_id") in (None, ""):
        raise BadRequest("A required field is missing: project_id.", errors=[{"field": "project_id", "message": "missing"}])
    content = dict(content)
    if content.get("episode_id") in ("all", "main", ""):
        content["episode_id"] = None
    if "task_type_id" in content and parse_id(content["task_type_id"]) is None:
        content["task_type_id"] = None
    return content


@playlists.before_create
def check_new(values: dict[str, Any]) -> dict[str, Any]:
    """Refuse what a playlist cannot have; it is the caller's, and shows only entities of its production."""
    values.pop("build_jobs", None)
    _check(values, values["project_id"])
    shots = entries.cleaned(values["project_id"], values.get("shots"))
    if values.get("name") is not None:
        service.require_free_name(None, values["name"], values["project_id"], values.get("episode_id"), bool(values.get("is_for_all")))
    return {**values, "shots": shots, "created_by": me().id}


@playlists.before_update
def check_change(playlist: Playlist, values: dict[str, Any]) -> dict[str, Any]:
    """Refuse what a playlist cannot have. Who made it stays."""
    values.pop("created_by", None)
    _check({key: value for key, value in values.items() if getattr(playlist, key) != value}, playlist.project_id)
    if "shots" in values:
        values["shots"] = entries.cleaned(playlist.project_id, values["shots"], stored=playlist.shots)
    key = {name: values.get(name, getattr(playlist, name)) for name in ("name", "episode_id", "is_for_all")}
    if any(getattr(playlist, name) != value for name, value in key.items()):
        service.require_free_name(playlist.id, key["name"], playlist.project_id, key["episode_id"], bool(key["is_for_all"]))
    return values


def _check(values: dict[str, Any], project_id: Any) -> None:
    if values.get("for_entity", "shot") not in service.FOR_ENTITIES:
        raise BadRequest(f"for_entity must be one of {', '.join(service.FOR_ENTITIES)}.")
    episode_id = values.get("episode_id")
    if episode_id is not None and not scalar(sa.select(Entity.id).where(Entity.id == episode_id, Entity.project_id == project_id, is_a(EPISODE))):
        raise BadRequest(f"episode_id: the production has no episode {episode_id}.")


@playlists.delete
def erase(playlist: Playlist, _force: bool) -> None:
    """Remove the playlist with its builds, links and notifications."""
    service.remove(playlist)
