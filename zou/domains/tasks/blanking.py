"""What clients see of a task: nothing of the studio's planning."""

from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.identity import CLIENT

#: Keys of a task that clients see, with the value that they see.
BLANK: dict[str, Any] = {
    "assignees": [],
    "assigner_id": None,
    "completion_rate": 0,
    "difficulty": None,
    "done_date": None,
    "due_date": None,
    "duration": 0,
    "end_date": None,
    "estimation": 0,
    "last_comment_date": None,
    "nb_assets_ready": 0,
    "nb_drawings": 0,
    "priority": 0,
    "real_start_date": None,
    "retake_count": 0,
    "start_date": None,
}


def is_blanked(project_id: UUID | None) -> bool:
    """Whether the caller sees the tasks of the production as clients do."""
    return me().role_in(project_id) == CLIENT


def blanked(row: dict[str, Any]) -> dict[str, Any]:
    """A task's row as the caller sees it: blank where they are a client of its production."""
    if not is_blanked(row.get("project_id")):
        return row
    return {key: BLANK.get(key, value) for key, value in row.items()}
