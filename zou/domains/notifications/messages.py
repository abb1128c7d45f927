"""What a notification says by e-mail and in chats: its kind, the values of its text, who gets it and how."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.db import row, session
from zou.domains.comments.queries import full_name
from zou.domains.notifications import queries
from zou.models import Entity, EntityType, Notification, Organisation, Person, Project, Task, TaskStatus, TaskType
from zou.models.kinds import ASSET, EDIT, EPISODE, SEQUENCE, SHOT, kind_named

#: Pages of the front end, by kind of entity.
PAGES = {ASSET: "assets", SHOT: "shots", EDIT: "edits", SEQUENCE: "sequences", EPISODE: "episodes"}
TV_SHOW = "tvshow"
SERVICES = ("slack", "mattermost", "discord")
PLAYLIST = "playlist-ready"


@dataclass(frozen=True)
class Message:
    """A message to `person`. `kind` and `context`: the text (zou/mail/texts) and its values. `chats`: the person's id by chat service."""

    person: Person
    kind: str
    context: dict[str, Any]
    by_mail: bool
    chats: dict[str, str]


def of_notification(notification_id: UUID) -> Message | None:
    """The message that a notification makes; None where it is gone."""
    found = row(queries.statement(Notification.id == notification_id))
    if found is None:
        return None
    found = queries.readable(found)
    person = session.get(Person, found["person_id"])
    author = session.get(Person, found["author_id"])
    if person is None or author is None:
        return None
    context = {**_of_author(author), **_of_task(found), **_of_playlist(found)}
    context["text"] = found["reply_text"] if found["reply_id"] else found["comment_text"] or ""
    by_mail = bool(person.notifications_enabled) or found["notification_type"] == PLAYLIST
    return Message(person, _kind(found, context["text"]), context, by_mail, _chats_of(person))


def _kind(found: dict[str, Any], text: str) -> str:
    kind = found["notification_type"]
    if kind == "comment" and not text:
        return "comment_status"
    return {"reply-mention": "mention"}.get(kind, kind).replace("-", "_")


def _of_author(author: Person) -> dict[str, Any]:
    return {"author": full_name({"first_name": author.first_name, "last_name": author.last_name}), "author_first_name": author.first_name}


def _of_task(found: dict[str, Any]) -> dict[str, Any]:
    task = session.get(Task, found["task_id"]) if found["task_id"] else None
    if task is None:
        return {}
    status = session.get(TaskStatus, found["task_status_id"] or task.task_status_id)
    task_type = session.get(TaskType, task.task_type_id)
    names = (found["project_name"], found["full_entity_name"], task_type.name if task_type else "")
    return {
        "task": " / ".join(name for name in names if name),
        "status": status.short_name.upper() if status else "",
        "status_name": status.name if status else "",
        "link": f"{_production_page(found)}/{_page_of(task)}/tasks/{task.id}",
    }


def _production_page(found: dict[str, Any]) -> str:
    settings = current_app.config["SETTINGS"]
    page = f"{settings.domain_protocol}://{settings.domain_name}/productions/{found['project_id']}"
    production_type = session.execute(sa.select(Project.production_type).where(Project.id == found["project_id"])).scalar()
    return f"{page}/episodes/{found['episode_id'] or 'main'}" if production_type == TV_SHOW else page


def _page_of(task: Task) -> str:
    name = session.execute(sa.select(EntityType.name).join(Entity, Entity.entity_type_id == EntityType.id).where(Entity.id == task.entity_id)).scalar()
    return PAGES.get(kind_named(name or ""), "assets")


def _of_playlist(found: dict[str, Any]) -> dict[str, Any]:
    if not found["playlist_id"]:
        return {}
    link = f"{_production_page(found)}/playlists/{found['playlist_id']}"
    return {"playlist": found["playlist_name"], "project": found["project_name"], "link": link}


def _chats_of(person: Person) -> dict[str, str]:
    """The chat services that the person has chosen and the studio has set up, with their id there."""
    studio = organisation()
    found = {}
    for service in SERVICES:
        ident = getattr(person, f"notifications_{service}_userid")
        if getattr(person, f"notifications_{service}_enabled") and ident and studio is not None and credential(studio, service):
            found[service] = ident
    return found


def organisation() -> Organisation | None:
    """The studio and its preferences."""
    return session.execute(sa.select(Organisation).order_by(Organisation.created_at).limit(1)).scalars().first()


def credential(studio: Organisation, service: str) -> str:
    """What opens a chat service for the studio: a token, Mattermost's address. Empty where it is not set up."""
    name = "chat_webhook_mattermost" if service == "mattermost" else f"chat_token_{service}"
    return getattr(studio, name) or ""
