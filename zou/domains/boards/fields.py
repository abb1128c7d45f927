"""What the rows of the boards and their tasks hold: each key with the SQL that writes its value as JSON text.

PostgreSQL writes the whole row as text in one go. That is about twice as fast as reading columns and making JSON of them here, and leaves
nothing to do for each row. Aliases: e the entity, q its parent, ep the parent's parent, p the production, et the entity type, t the task.
"""

from collections.abc import Mapping


def _id(sql: str) -> str:
    return f"""coalesce('"'||{sql}||'"','null')"""


def _sure_id(sql: str) -> str:
    return f"""'"'||{sql}||'"'"""


def _id_or(sql: str, missing: str) -> str:
    return f"""'"'||coalesce({sql}::text,'{missing}')||'"'"""


def _text(sql: str) -> str:
    return f"coalesce(to_json({sql})::text,'null')"


def _plain(sql: str) -> str:
    return f"coalesce({sql}::text,'null')"


def _flag(sql: str) -> str:
    return f"CASE WHEN {sql} THEN 'true' WHEN {sql} IS NULL THEN 'null' ELSE 'false' END"


def _number(sql: str) -> str:
    """A float; JSON has no infinity and no NaN."""
    return f"CASE WHEN {sql} > '-Infinity' AND {sql} < 'Infinity' THEN {sql}::text ELSE 'null' END"


def _moment(sql: str) -> str:
    return f"""coalesce('"'||replace(left({sql}::text,19),' ','T')||'"','null')"""


def _always(json: str) -> str:
    return f"'{json}'"


def _of_data(key: str) -> str:
    return f"coalesce((e.data->'{key}')::text,'null')"


_TASK: dict[str, str] = {
    "id": _sure_id("t.id"),
    "is_subscribed": _always("false"),
    "entity_id": _sure_id("t.entity_id"),
    "task_type_id": _id("t.task_type_id"),
    "task_status_id": _id("t.task_status_id"),
    "duration": _number("t.duration"),
    "estimation": _number("t.estimation"),
    "priority": "coalesce(t.priority,0)::text",
    "retake_count": _plain("t.retake_count"),
    "nb_assets_ready": _plain("t.nb_assets_ready"),
    "nb_drawings": _plain("t.nb_drawings"),
    "difficulty": _plain("t.difficulty"),
    "start_date": _moment("t.start_date"),
    "due_date": _moment("t.due_date"),
    "end_date": _moment("t.end_date"),
    "real_start_date": _moment("t.real_start_date"),
    "done_date": _moment("t.done_date"),
    "last_comment_date": _moment("t.last_comment_date"),
    "last_preview_file_id": _id("t.last_preview_file_id"),
    "assigner_id": _id("t.assigner_id"),
    "assignees": "'['||coalesce(w.who,'')||']'",
    "data": _plain("t.data"),
}

#: What clients read instead of the figures and people of a task.
BLANK: dict[str, str] = {
    **dict.fromkeys(["duration", "estimation", "priority", "retake_count", "nb_assets_ready", "nb_drawings", "completion_rate"], _always("0")),
    **dict.fromkeys(["assigner_id", "difficulty", "done_date", "due_date", "end_date", "last_comment_date", "real_start_date", "start_date"], _always("null")),
    "assignees": _always("[]"),
}

_ENTITY: dict[str, str] = {
    "id": _sure_id("e.id"),
    "name": _text("e.name"),
    "status": _text("e.status"),
    "description": _text("e.description"),
    "canceled": _flag("e.canceled"),
    "is_casting_standby": _flag("e.is_casting_standby"),
    "is_shared": _flag("e.is_shared"),
    "nb_frames": _plain("e.nb_frames"),
    "nb_entities_out": _plain("e.nb_entities_out"),
    "entity_type_id": _id("e.entity_type_id"),
    "project_id": _id("e.project_id"),
    "parent_id": _id("e.parent_id"),
    "source_id": _id("e.source_id"),
    "preview_file_id": _id("e.preview_file_id"),
    "created_by": _id("e.created_by"),
    "created_at": _moment("e.created_at"),
    "updated_at": _moment("e.updated_at"),
    "data": _plain("e.data"),
    "fps": _of_data("fps"),
    "frame_in": _of_data("frame_in"),
    "frame_out": _of_data("frame_out"),
    "project_name": _text("e.project_name"),
    "tasks": "'['||coalesce(t.tasks,'')||']'",
}

_SHOT: dict[str, str] = {
    **_ENTITY,
    "sequence_id": _id("e.parent_id"),
    "sequence_name": _text("e.parent_name"),
    "episode_id": _id("e.grand_id"),
    "episode_name": _text("coalesce(e.grand_name,'')"),
    "type": _always('"Shot"'),
}
_ASSET: dict[str, str] = {
    **_ENTITY,
    "asset_type_id": _sure_id("e.entity_type_id"),
    "asset_type_name": _text("e.type_name"),
    "preview_file_id": _id_or("e.preview_file_id", ""),
    "ready_for": _id_or("e.ready_for", "None"),
    "episode_id": _id_or("e.source_id", ""),
    "casting_episode_ids": "'['||coalesce(e.casting,'')||']'",
}
_STEP: dict[str, str] = {**_ENTITY, "episode_id": _id_or("e.parent_id", "None"), "preview_file_id": _id_or("e.preview_file_id", "")}
_EDIT: dict[str, str] = {
    **_ENTITY,
    "episode_id": _id("e.parent_id"),
    "episode_name": _text("coalesce(e.parent_name,'')"),
    "type": _always('"Edit"'),
}
_CONCEPT: dict[str, str] = {
    **_ENTITY,
    "preview_file_status": _text("e.preview_status"),
    "entity_concept_links": "'['||coalesce(e.links,'')||']'",
    "type": _always('"Concept"'),
}


def _take(sqls: Mapping[str, str], names: str) -> dict[str, str]:
    return {name: sqls[name] for name in names.split()}


_STEP_ROW = _take(_STEP, "id name status description canceled data fps frame_in frame_out episode_id preview_file_id tasks")
_STEP_TASK = _take(
    _TASK,
    "id is_subscribed entity_id task_type_id task_status_id estimation duration start_date due_date end_date done_date real_start_date last_comment_date"
    " last_preview_file_id priority retake_count difficulty data assignees",
)
#: Keys of a row, by listing. In compact rows the order is part of the contract.
ROWS: dict[str, dict[str, str]] = {
    "shots": _take(
        _SHOT,
        "canceled data description entity_type_id episode_id episode_name fps frame_in frame_out id name nb_frames parent_id preview_file_id project_id"
        " project_name sequence_id sequence_name source_id nb_entities_out is_casting_standby type tasks",
    ),
    "assets": _take(
        _ASSET,
        "id name preview_file_id description asset_type_name asset_type_id canceled ready_for episode_id casting_episode_ids is_casting_standby is_shared data"
        " tasks",
    ),
    "sequences": _STEP_ROW,
    "episodes": _STEP_ROW,
    "scenes": _STEP_ROW,
    "edits": _take(
        _EDIT,
        "id name description canceled data entity_type_id parent_id source_id preview_file_id project_id project_name nb_entities_out episode_id episode_name"
        " type tasks",
    ),
    "concepts": _take(
        _CONCEPT,
        "id name description canceled data fps frame_in frame_out nb_frames nb_entities_out is_casting_standby entity_type_id parent_id source_id project_id"
        " project_name preview_file_id preview_file_status entity_concept_links created_at updated_at created_by type tasks",
    ),
}
#: Keys of a task, by listing; `id` and `is_subscribed` first, so that the flag is found behind the id.
TASKS: dict[str, dict[str, str]] = {
    "shots": _take(
        _TASK,
        "id is_subscribed duration due_date end_date done_date entity_id estimation last_comment_date last_preview_file_id nb_assets_ready priority"
        " real_start_date retake_count start_date difficulty nb_drawings task_status_id task_type_id assignees data",
    ),
    "assets": _take(
        _TASK,
        "id is_subscribed due_date done_date duration entity_id estimation end_date last_comment_date last_preview_file_id priority real_start_date"
        " retake_count start_date difficulty task_status_id task_type_id assignees data",
    ),
    "sequences": _STEP_TASK,
    "episodes": _STEP_TASK,
    "scenes": _STEP_TASK,
    "edits": _take(
        _TASK,
        "id is_subscribed entity_id task_type_id task_status_id duration estimation start_date due_date end_date real_start_date last_comment_date"
        " last_preview_file_id nb_assets_ready priority retake_count data assignees",
    ),
    "concepts": _take(
        _TASK,
        "id is_subscribed entity_id task_type_id task_status_id duration estimation start_date due_date end_date real_start_date last_comment_date"
        " nb_assets_ready priority retake_count data assignees",
    ),
    "linked": _take(
        _TASK,
        "id entity_id task_type_id task_status_id duration estimation start_date due_date end_date real_start_date last_comment_date nb_assets_ready priority"
        " retake_count assigner_id assignees",
    ),
}
#: Keys of a task in compact rows, in order. The flag stands behind values that hold no comma.
COMPACT_TASKS: dict[str, tuple[str, ...]] = {
    "shots": tuple(
        _take(
            _TASK,
            "id duration due_date end_date done_date entity_id estimation is_subscribed last_comment_date last_preview_file_id nb_assets_ready priority"
            " real_start_date retake_count start_date difficulty nb_drawings task_status_id task_type_id assignees data",
        )
    ),
    "assets": tuple(
        _take(
            _TASK,
            "id due_date done_date duration entity_id estimation end_date is_subscribed last_comment_date last_preview_file_id priority real_start_date"
            " retake_count start_date difficulty task_status_id task_type_id assignees data",
        )
    ),
}


def as_object(fields: Mapping[str, str]) -> str:
    """SQL that writes the fields as a JSON object."""
    pieces = [f"""'{"," if place else "{"}"{name}":',{sql}""" for place, (name, sql) in enumerate(fields.items())]
    return f"concat({','.join(pieces)},'}}')"


def as_list(fields: Mapping[str, str]) -> str:
    """SQL that writes the fields' values as a JSON list."""
    pieces = [f"""'{"," if place else "["}',{sql}""" for place, sql in enumerate(fields.values())]
    return f"concat({','.join(pieces)},']')"
