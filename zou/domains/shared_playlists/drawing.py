"""What guests draw. Objects that a guest drew carry the guest's id; a guest changes and removes no others."""

from typing import Any
from uuid import UUID

from zou.db.find import find
from zou.domains.previews import annotations
from zou.domains.shared_playlists.schemas import GuestAnnotations
from zou.models import PreviewFile

AUTHOR = "guest_id"


def draw(preview_file_id: UUID, guest_id: UUID, body: GuestAnnotations) -> PreviewFile:
    """Add a guest's drawings to a preview, and change and remove those of their own; others stay as they are.

    Raises BadRequest. Emits preview-file:annotation-update.
    """
    preview = find(PreviewFile, preview_file_id, lock=True)
    own = {thing.get("id") for annotation in preview.annotations or [] for thing in annotations.objects(annotation) if thing.get(AUTHOR) == str(guest_id)}
    return annotations.update(
        preview.id,
        author_id=guest_id,
        additions=[_signed(entry, guest_id) for entry in body.additions or []],
        updates=[_signed(entry, guest_id, only=own) for entry in body.updates or []],
        deletions=[_narrowed(entry, own) for entry in body.deletions or []],
    )


def _signed(entry: Any, guest_id: UUID, *, only: set[Any] | None = None) -> Any:
    """An annotation with the guest's id on its objects; `only` those of these ids."""
    drawing = entry.get("drawing") if isinstance(entry, dict) else None
    if not isinstance(drawing, dict):
        return entry
    signed = [{**thing, AUTHOR: str(guest_id)} for thing in annotations.objects(entry) if only is None or thing.get("id") in only]
    return {**entry, "drawing": {**drawing, "objects": signed}}


def _narrowed(entry: Any, own: set[Any]) -> Any:
    """A deletion of the guest's own objects."""
    if not isinstance(entry, dict) or not isinstance(entry.get("objects"), list):
        return entry
    return {**entry, "objects": [ident for ident in entry["objects"] if isinstance(ident, str | int | float) and ident in own]}
