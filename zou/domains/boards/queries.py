"""The statement that reads the rows of a board, each as JSON text."""

from uuid import UUID

from zou.access.boards import BY_TASK, Choice, Sight
from zou.caching.blocks import Line
from zou.db.rows import run
from zou.domains.boards.fields import BLANK, COMPACT_TASKS, ROWS, TASKS, as_list, as_object
from zou.models.kinds import ASSET, CONCEPT, EDIT, EPISODE, FIXED, SCENE, SEQUENCE, SHOT

KINDS = {"shots": SHOT, "assets": ASSET, "sequences": SEQUENCE, "episodes": EPISODE, "scenes": SCENE, "edits": EDIT, "concepts": CONCEPT, "linked": CONCEPT}
_NO_EPISODE = {"assets": "e.source_id IS NULL", "edits": "e.parent_id IS NULL"}
_IN_EPISODE = {
    "shots": "q.parent_id = %(episode)s",
    "assets": "(e.source_id = %(episode)s OR e.id IN (SELECT entity_out_id FROM entity_link WHERE entity_in_id = %(episode)s))",
}
_HOLDS_MINE = {
    "sequences": "e.id IN (SELECT x.parent_id FROM mine m JOIN entity x ON x.id = m.entity_id)",
    "scenes": "e.id IN (SELECT entity_id FROM mine)",
    "episodes": (
        "e.id IN (SELECT y.parent_id FROM mine m JOIN entity x ON x.id = m.entity_id JOIN entity y ON y.id = x.parent_id"
        " WHERE x.entity_type_id = (SELECT id FROM entity_type WHERE name = 'Shot')"
        " UNION SELECT x.source_id FROM mine m JOIN entity x ON x.id = m.entity_id"
        " WHERE x.entity_type_id NOT IN (SELECT id FROM entity_type WHERE name = ANY(%(fixed)s)))"
    ),
}
_CASTING = """
casting AS (SELECT l.entity_out_id AS id, string_agg('"' || ep.id || '"', ',' ORDER BY ep.name, ep.id) AS ids, string_agg(ep.id::text, ',') AS shows
    FROM entity_link l JOIN entity ep ON ep.id = l.entity_in_id AND ep.entity_type_id = (SELECT id FROM entity_type WHERE name = 'Episode')
    WHERE ep.project_id = ANY(%(projects)s::uuid[]) {one} GROUP BY 1),"""
# A column for departments alone is hidden from vendors of others; what is not meant for clients is hidden from them.
_HIDDEN = """
hidden AS (SELECT d.project_id, array_agg(d.field_name::text) AS names FROM metadata_descriptor d
    WHERE d.entity_type = %(metadata)s AND d.task_type_id IS NULL AND {rule} GROUP BY 1),"""
_FOR_CLIENTS = "d.for_client IS NOT TRUE"
_FOR_DEPARTMENTS = """EXISTS (SELECT FROM department_metadata_descriptor_link l WHERE l.metadata_descriptor_id = d.id)
    AND NOT EXISTS (SELECT FROM department_metadata_descriptor_link l WHERE l.metadata_descriptor_id = d.id
        AND l.department_id = ANY(%(departments)s::uuid[]))"""
_MINE = "mine AS MATERIALIZED (SELECT t.entity_id, t.id FROM task t JOIN task_person_link l ON l.task_id = t.id WHERE l.person_id = %(mine)s),"
_MASKED = "CASE WHEN jsonb_typeof(e.data) = 'object' AND h.names IS NOT NULL THEN e.data - h.names ELSE coalesce(e.data, '{{}}'::jsonb) END"
_ENTITY = (
    "id name status description canceled is_casting_standby is_shared nb_frames nb_entities_out entity_type_id project_id parent_id source_id"
    " preview_file_id ready_for created_by created_at updated_at"
)


def read(listing: str, choice: Choice, sight: Sight, *, compact: bool = False, ids: frozenset[str] | None = None) -> list[Line]:
    """The rows of a listing, in no order. `ids`: only the rows that these entities are or show. One statement."""
    params = {
        "projects": [str(ident) for ident in choice.projects or ()],
        "episode": str(choice.episode) if choice.episode else None,
        "id": str(choice.id) if choice.id else None,
        "linked_to": str(choice.linked_to) if choice.linked_to else None,
        "mine": str(sight.mine or sight.only_assigned) if sight.mine or sight.only_assigned else None,
        "departments": list(sight.departments or ()),
        "ids": list(ids) if ids is not None else None,
        "fixed": list(FIXED),
        "kind": KINDS[listing],
        "metadata": KINDS[listing],
    }
    # A hundred rows at a time: the texts of all, as PostgreSQL sends them and as kept, would be in memory twice.
    found = run(statement(listing, choice, sight, compact=compact, partial=ids is not None), params).yield_per(100)
    return [
        Line(ident, (first.lower(), second.lower(), name.lower(), name, ident), tuple(shows.split(",")) if shows else (), text.encode())
        for ident, first, second, name, shows, text in found
    ]


def statement(listing: str, choice: Choice, sight: Sight, *, compact: bool, partial: bool) -> str:
    """The statement of `read`."""
    with_casting = listing == "assets" and choice.castings
    masked = sight.blank or sight.departments is not None
    narrow = sight.mine or sight.only_assigned
    parts = [
        "WITH",
        _CASTING.format(one="AND ep.id = %(episode)s" if isinstance(choice.episode, UUID) else "") if with_casting else "",
        _HIDDEN.format(rule=_FOR_CLIENTS if sight.blank else _FOR_DEPARTMENTS) if masked else "",
        _MINE if narrow else "",
        _rows(listing, choice, sight, partial=partial, with_casting=with_casting, masked=masked),
        "who AS (SELECT l.task_id, string_agg('\"' || l.person_id || '\"', ',') AS who FROM task_person_link l JOIN task t ON t.id = l.task_id",
        " WHERE t.entity_id IN (SELECT id FROM picked) GROUP BY 1),",
        f"tasks AS (SELECT t.entity_id, string_agg({_task(listing, sight, compact)}, ',') AS tasks FROM task t LEFT JOIN who w ON w.task_id = t.id",
        " WHERE t.entity_id IN (SELECT id FROM picked)",
        " AND t.id IN (SELECT id FROM mine)" if narrow else "",
        " GROUP BY 1)",
        f"SELECT e.id::text, coalesce(e.first, ''), coalesce(e.second, ''), e.name, e.shows, {_row(listing, compact, choice)}",
        " FROM picked e LEFT JOIN tasks t ON t.entity_id = e.id",
    ]
    return "\n".join(part for part in parts if part)


def _row(listing: str, compact: bool, choice: Choice) -> str:
    fields = dict(ROWS["concepts" if listing == "linked" else listing])
    if listing == "linked":
        del fields["preview_file_status"]
    if listing == "assets" and not choice.castings:
        fields["casting_episode_ids"] = "'[]'"
    return as_list(fields) if compact else as_object(fields)


def _task(listing: str, sight: Sight, compact: bool) -> str:
    fields = dict(TASKS[listing])
    if sight.blank:
        fields |= {name: sql for name, sql in BLANK.items() if name in fields}
    return as_list({name: fields[name] for name in COMPACT_TASKS[listing]}) if compact else as_object(fields)


def _rows(listing: str, choice: Choice, sight: Sight, *, partial: bool, with_casting: bool, masked: bool) -> str:
    asset = listing == "assets"
    columns = ["e." + name for name in _ENTITY.split()]
    columns.append(f"({_MASKED.replace('{{}}', '{}')}) AS data" if masked else "coalesce(e.data, '{}'::jsonb) AS data")
    columns += ["q.name AS parent_name", "ep.id AS grand_id", "ep.name AS grand_name", "p.name AS project_name"]
    columns += ["et.name AS type_name", "et.name AS first", "NULL AS second"] if asset else ["ep.name AS first", "q.name AS second"]
    columns += ["c.ids AS casting", "c.shows"] if with_casting else ["NULL AS casting", "concat_ws(',', e.parent_id, q.parent_id) AS shows"]
    if listing in ("concepts", "linked"):
        columns.append("(SELECT status FROM preview_file f WHERE f.id = e.preview_file_id) AS preview_status")
        columns.append("(SELECT string_agg('\"' || k.entity_out_id || '\"', ',') FROM entity_concept_link k WHERE k.entity_in_id = e.id) AS links")
    joins = "entity e JOIN project p ON p.id = e.project_id LEFT JOIN entity q ON q.id = e.parent_id LEFT JOIN entity ep ON ep.id = q.parent_id"
    joins += " JOIN entity_type et ON et.id = e.entity_type_id" if asset else ""
    joins += " LEFT JOIN casting c ON c.id = e.id" if with_casting else ""
    joins += " LEFT JOIN hidden h ON h.project_id = e.project_id" if masked else ""
    return f"picked AS MATERIALIZED (SELECT {', '.join(columns)} FROM {joins} WHERE {' AND '.join(_conditions(listing, choice, sight, partial))}),"


def _conditions(listing: str, choice: Choice, sight: Sight, partial: bool) -> list[str]:
    found = ["et.name <> ALL(%(fixed)s)" if listing == "assets" else "e.entity_type_id = (SELECT id FROM entity_type WHERE name = %(kind)s)"]
    if choice.projects is not None:
        found.append("e.project_id = ANY(%(projects)s::uuid[])")
    if listing == "shots" and not choice.loose:
        found.append("q.id IS NOT NULL")
    if choice.episode == "main":
        found.append(_NO_EPISODE.get(listing, "false"))
    elif choice.episode:
        found.append(_IN_EPISODE.get(listing, "e.parent_id = %(episode)s"))
    if choice.id:
        found.append("e.id = %(id)s")
    if choice.linked_to:
        found.append("e.id IN (SELECT entity_in_id FROM entity_concept_link WHERE entity_out_id = %(linked_to)s)")
    if sight.mine:
        found.append("e.id IN (SELECT entity_id FROM mine)" if listing in BY_TASK else _HOLDS_MINE[listing])
    if partial:
        touched = "e.id = ANY(%(ids)s::uuid[]) OR e.parent_id = ANY(%(ids)s::uuid[]) OR q.parent_id = ANY(%(ids)s::uuid[])"
        if listing == "assets":
            touched += " OR e.id IN (SELECT entity_out_id FROM entity_link WHERE entity_in_id = ANY(%(ids)s::uuid[]))"
        found.append(f"({touched})")
    return found
