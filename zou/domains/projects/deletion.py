"""Removing a production, and all that it holds: one statement a table, whatever it holds."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import rows, session
from zou.domains.team import preview_account
from zou.events import emit
from zou.jobs import enqueue
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import Project
from zou.models.kinds import key, kind_named, prefix

_SCOPES = {
    "entities": "(SELECT id FROM entity WHERE project_id = :project)",
    "tasks": "(SELECT id FROM task WHERE project_id = :project OR entity_id IN (SELECT id FROM entity WHERE project_id = :project))",
    "budgets": "(SELECT id FROM budget WHERE project_id = :project)",
    "columns": "(SELECT id FROM metadata_descriptor WHERE project_id = :project)",
    "playlists": "(SELECT id FROM playlist WHERE project_id = :project)",
    "groups": "(SELECT id FROM search_filter_group WHERE project_id = :project)",
}
_SCOPES["comments"] = f"(SELECT id FROM comment WHERE object_id IN {_SCOPES['tasks']})"
_SCOPES["previews"] = f"(SELECT id FROM preview_file WHERE task_id IN {_SCOPES['tasks']})"
_SCOPES["instances"] = f"(SELECT id FROM asset_instance WHERE asset_id IN {_SCOPES['entities']} OR entity_id IN {_SCOPES['entities']})"
_SCOPES["chats"] = f"(SELECT id FROM chat WHERE object_id IN {_SCOPES['entities']})"
_SCOPES["messages"] = f"(SELECT id FROM chat_message WHERE chat_id IN {_SCOPES['chats']})"
_SCOPES["work"] = f"(SELECT id FROM working_file WHERE task_id IN {_SCOPES['tasks']} OR entity_id IN {_SCOPES['entities']})"
_SCOPES["outputs"] = (
    f"(SELECT id FROM output_file WHERE entity_id IN {_SCOPES['entities']} OR temporal_entity_id IN {_SCOPES['entities']}"
    f" OR asset_instance_id IN {_SCOPES['instances']})"
)

#: What the production's rows are removed by, those that point to others first.
_CONTENT = (
    "DELETE FROM notification WHERE task_id IN {tasks} OR comment_id IN {comments} OR playlist_id IN {playlists}",
    "DELETE FROM news WHERE task_id IN {tasks}",
    "DELETE FROM comment_mentions WHERE comment IN {comments}",
    "DELETE FROM comment_department_mentions WHERE comment IN {comments}",
    "DELETE FROM comment_acknoledgments WHERE comment IN {comments}",
    "DELETE FROM comment_preview_link WHERE comment IN {comments} OR preview_file IN {previews}",
    "DELETE FROM attachment_file WHERE comment_id IN {comments} OR chat_message_id IN {messages}",
    "UPDATE comment SET preview_file_id = NULL WHERE preview_file_id IN {previews}",
    "DELETE FROM comment WHERE object_id IN {tasks}",
    "UPDATE entity SET preview_file_id = NULL WHERE preview_file_id IN {previews}",
    "DELETE FROM preview_file WHERE task_id IN {tasks}",
    "UPDATE preview_file SET source_file_id = NULL WHERE source_file_id IN {outputs}",
    "DELETE FROM time_spent WHERE task_id IN {tasks}",
    "DELETE FROM subscription WHERE task_id IN {tasks} OR entity_id IN {entities}",
    "DELETE FROM task_person_link WHERE task_id IN {tasks}",
    "DELETE FROM output_file WHERE id IN {outputs}",
    "UPDATE output_file SET source_file_id = NULL WHERE source_file_id IN {work}",
    "DELETE FROM working_file WHERE task_id IN {tasks} OR entity_id IN {entities}",
    "DELETE FROM asset_instance_link WHERE entity_id IN {entities} OR asset_instance_id IN {instances}",
    "DELETE FROM asset_instance WHERE id IN {instances} OR scene_id IN {entities} OR target_asset_id IN {entities}",
    "DELETE FROM task WHERE id IN {tasks}",
    "DELETE FROM build_job WHERE playlist_id IN {playlists}",
    "DELETE FROM playlist_share_link WHERE playlist_id IN {playlists}",
    "DELETE FROM playlist WHERE project_id = :project",
    "DELETE FROM chat_message WHERE chat_id IN {chats}",
    "DELETE FROM chat_participant WHERE chat_id IN {chats}",
    "DELETE FROM chat WHERE object_id IN {entities}",
    "DELETE FROM entity_link WHERE entity_in_id IN {entities} OR entity_out_id IN {entities}",
    "DELETE FROM entity_concept_link WHERE entity_in_id IN {entities} OR entity_out_id IN {entities}",
    "DELETE FROM entity_version WHERE entity_id IN {entities}",
    "DELETE FROM entity WHERE project_id = :project",
    "UPDATE search_filter SET search_filter_group_id = NULL WHERE search_filter_group_id IN {groups}",
    "DELETE FROM search_filter WHERE project_id = :project",
    "DELETE FROM search_filter_group WHERE project_id = :project",
    "DELETE FROM budget_entry WHERE budget_id IN {budgets}",
    "DELETE FROM budget WHERE project_id = :project",
    "DELETE FROM department_metadata_descriptor_link WHERE metadata_descriptor_id IN {columns}",
    "DELETE FROM metadata_descriptor WHERE project_id = :project",
    "DELETE FROM milestone WHERE project_id = :project",
    "DELETE FROM schedule_item WHERE project_id = :project",
    "DELETE FROM production_schedule_version WHERE project_id = :project",
)
#: Marks the files of the production's rows for removal from the store.
_FILES = """
    UPDATE stored_file SET deleted_at = :now, updated_at = :now, purge_forced = true WHERE deleted_at IS NULL AND file_id IN (
        SELECT CAST(id AS text) FROM preview_file WHERE task_id IN {tasks}
        UNION SELECT CAST(id AS text) FROM attachment_file WHERE comment_id IN {comments} OR chat_message_id IN {messages}
        UNION SELECT CAST(id AS text) FROM build_job WHERE playlist_id IN {playlists}
        UNION SELECT CAST(id AS text) FROM project WHERE id = :project)"""
#: The row itself, with its links and the log of its events.
_ROW = (
    "DELETE FROM api_event WHERE project_id = :project",
    "DELETE FROM project_person_link WHERE project_id = :project",
    "DELETE FROM project_asset_type_link WHERE project_id = :project",
    "DELETE FROM project_task_type_link WHERE project_id = :project",
    "DELETE FROM project_task_status_link WHERE project_id = :project",
    "DELETE FROM project_status_automation_link WHERE project_id = :project",
    "DELETE FROM project_preview_background_file_link WHERE project_id = :project",
    "DELETE FROM project WHERE id = :project",
)
#: What a production that is removed without force must not hold.
_HOLDINGS = (
    *("entity", "task", "playlist", "budget", "metadata_descriptor", "milestone", "schedule_item", "production_schedule_version"),
    *("search_filter", "search_filter_group"),
)


def remove(project: Project, *, force: bool) -> None:
    """Remove a production; with `force` with all that it holds, its preview account too. Shared rows, as people and types, stay.

    Without `force` raises BadRequest where something belongs to it. Emits the deletion of each playlist, news, preview,
    comment, task and entity, and of the account.
    """
    project_id = project.id
    session.flush()
    # Who adds something to the production meanwhile waits, and finds it gone.
    session.execute(sa.select(Project.id).where(Project.id == project_id).with_for_update())
    if force:
        preview_account.remove(project_id)
        _tell_of_parts(project_id)
        _remove_files(project_id)
        _run(_CONTENT, project_id)
    else:
        held = _held_by(project_id)
        if held:
            raise BadRequest(f"The production still holds {', '.join(held)}: delete it with force=true.")
    _run(_ROW, project_id)
    session.expunge(project)


def _run(statements: tuple[str, ...], project_id: UUID) -> None:
    for statement in statements:
        session.execute(sa.text(statement.format(**_SCOPES)), {"project": project_id})


def _remove_files(project_id: UUID) -> None:
    """Mark the files of the production's rows, and have a worker take them out of the store."""
    session.execute(sa.text(_FILES.format(**_SCOPES)), {"project": project_id, "now": utcnow()})
    enqueue("projects.purge_files")


def _held_by(project_id: UUID) -> list[str]:
    """What belongs to the production, in words. One statement."""
    tests = ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE project_id = :project)" for table in _HOLDINGS)
    tests += ", EXISTS (SELECT 1 FROM person WHERE preview_project_id = :project)"
    found = session.execute(sa.text(f"SELECT {tests}"), {"project": project_id}).one()
    return [name.replace("_", " ") for name, there in zip((*_HOLDINGS, "preview account"), found, strict=True) if there]


#: What is told of the parts: the event, and the rows that it is told of with the keys of its data.
_PARTS = (
    ("playlist", "SELECT id AS playlist_id FROM playlist WHERE project_id = :project"),
    ("news", "SELECT id AS news_id FROM news WHERE task_id IN {tasks}"),
    ("preview-file", "SELECT id AS preview_file_id FROM preview_file WHERE task_id IN {tasks}"),
    ("comment", "SELECT id AS comment_id, object_id AS task_id FROM comment WHERE object_id IN {tasks}"),
    ("task", "SELECT id AS task_id, entity_id, task_type_id FROM task WHERE id IN {tasks}"),
)


def _tell_of_parts(project_id: UUID) -> None:
    """Emit the deletion of each part. The events belong to no production: theirs is gone when they are written."""
    for name, statement in _PARTS:
        for data in rows(sa.text(statement.format(**_SCOPES)), {"project": project_id}):
            emit(f"{name}:delete", project_id=project_id, studio=True, **data)
    entities = "SELECT e.id, t.name FROM entity e JOIN entity_type t ON t.id = e.entity_type_id WHERE e.project_id = :project"
    for row in rows(sa.text(entities), {"project": project_id}):
        kind = kind_named(row["name"])
        emit(f"{prefix(kind)}:delete", project_id=project_id, studio=True, **{key(kind): row["id"]})
