"""Drawings on previews: how what several people send is brought together."""

from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from zou.db import session
from zou.db.find import find
from zou.domains.previews.telling import project_of
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.kit.json import dumps_text
from zou.models import PreviewFile

Annotation = dict[str, Any]


def update(preview_file_id: UUID, *, author_id: UUID, additions: list[Any], updates: list[Any], deletions: list[Any]) -> PreviewFile:
    """Apply changes to a preview's drawings, one request after the other: what is sent at the same moment is all kept.

    Raises NotFound, BadRequest (an entry that is no annotation). Emits preview-file:annotation-update.
    """
    for field, entries in (("additions", additions), ("updates", updates), ("deletions", deletions)):
        _check(field, entries)
    preview = find(PreviewFile, preview_file_id, lock=True)
    preview.annotations = apply(sound(preview.annotations), additions, updates, deletions)
    preview.updated_at = utcnow()
    session.flush()
    told: dict[str, Any] = {"preview_file_id": preview.id, "person_id": author_id, "updated_at": preview.updated_at.isoformat(timespec="seconds")}
    emit("preview-file:annotation-update", **told, project_id=project_of(preview))
    return preview


def apply(stored: list[Annotation], additions: list[Annotation], updates: list[Annotation], deletions: list[Annotation]) -> list[Annotation]:
    """The annotations that come of `stored`: additions first, then updates, then deletions. What has no object is dropped."""
    by_time: dict[Any, Annotation] = {}
    for annotation in [*stored, *additions]:
        _add(by_time, annotation)
    for annotation in updates:
        _replace(by_time, annotation)
    for deletion in deletions:
        kept = by_time.get(_moment(deletion))
        if kept is not None:
            gone = deletion.get("objects") or []
            _put(kept, [thing for thing in objects(kept) if thing.get("id") not in gone])
    return [annotation for annotation in by_time.values() if objects(annotation)]


def on_frames(stored: list[Annotation], fps: Fraction) -> list[Annotation]:
    """The same annotations at the times of the frames that they are nearest to, those of one frame brought together, by time.

    What has no time in seconds stays as it is, at the end.
    """
    timed = [entry for entry in stored if isinstance(entry, dict) and _is_time(entry.get("time"))]
    snapped = [{**entry, "time": float(round(Fraction(entry["time"]) * fps) / fps)} for entry in timed]
    by_time: dict[Any, Annotation] = {}
    for entry in sorted(snapped, key=lambda entry: entry["time"]):
        _add(by_time, entry)
    return [*by_time.values(), *(entry for entry in stored if entry not in timed)]


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9


def sound(stored: Any) -> list[Annotation]:
    """What a preview's column holds as annotations: what is none is left out."""
    return [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list) else []


def objects(annotation: Any) -> list[dict[str, Any]]:
    """The drawn objects of an annotation; an id that is neither text nor number is none."""
    drawing = annotation.get("drawing") if isinstance(annotation, dict) else None
    found = drawing.get("objects") if isinstance(drawing, dict) else None
    things = [thing for thing in found if isinstance(thing, dict)] if isinstance(found, list) else []
    return [{**thing, "id": None} if isinstance(thing.get("id"), dict | list) else thing for thing in things]


def _add(by_time: dict[Any, Annotation], annotation: Annotation) -> None:
    given = [thing if thing.get("id") else {**thing, "id": str(uuid4())} for thing in objects(annotation)]
    known = by_time.get(_moment(annotation))
    if known is None:
        by_time[_moment(annotation)] = fresh = dict(annotation)
        _put(fresh, given)
        return
    ids = {thing.get("id") for thing in objects(known)}
    _put(known, objects(known) + [thing for thing in given if thing["id"] not in ids])


def _replace(by_time: dict[Any, Annotation], annotation: Annotation) -> None:
    """Put the new objects, where objects of their ids are known, in place of those, at the end."""
    known = by_time.get(_moment(annotation))
    if known is None:
        return
    ids = {thing.get("id") for thing in objects(known)}
    given = {thing["id"]: thing for thing in objects(annotation) if thing.get("id") in ids}
    _put(known, [thing for thing in objects(known) if thing.get("id") not in given] + list(given.values()))


def _put(annotation: Annotation, things: list[dict[str, Any]]) -> None:
    drawing = annotation.get("drawing")
    annotation["drawing"] = {**(drawing if isinstance(drawing, dict) else {}), "objects": things}


def _moment(annotation: Annotation) -> Any:
    """The time of an annotation so that equal JSON values are equal: 1 and 1.0 are, 0 and "0" and false are not."""
    time = annotation.get("time")
    if isinstance(time, dict | list):
        return dumps_text(time)
    return (type(time) is bool, isinstance(time, str), time)


def _check(field: str, entries: list[Any]) -> None:
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or isinstance(entry.get("time"), dict | list | None):
            raise BadRequest("Validation error.", errors=[{"field": f"{field}.{number}.time", "message": "is required"}])
        if field == "deletions" and not isinstance(entry.get("objects") or [], list):
            raise BadRequest("Validation error.", errors=[{"field": f"{field}.{number}.objects", "message": "must be a list of ids"}])
        if "\\u0000" in dumps_text(entry):
            raise BadRequest("Validation error.", errors=[{"field": f"{field}.{number}", "message": "must not contain a NUL character"}])
