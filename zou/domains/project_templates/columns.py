"""The columns that a template keeps, as plain JSON."""

from typing import Any

from zou.domains.metadata_descriptors.names import field_name_of
from zou.kit.errors import BadRequest
from zou.models.metadata_descriptor import DATA_TYPES

KEYS = ("name", "field_name", "entity_type", "task_type_id", "data_type", "choices", "for_client", "departments", "position")


def normalised(columns: Any) -> list[dict[str, Any]]:
    """Columns with exactly the keys that a template keeps; None is none. Raises BadRequest for what is no list of objects."""
    if columns is None:
        return []
    if not isinstance(columns, list):
        raise BadRequest("metadata_descriptors must be a list of columns.")
    return [_normal(column) for column in columns]


def _normal(column: Any) -> dict[str, Any]:
    if not isinstance(column, dict):
        raise BadRequest("metadata_descriptors must be a list of columns.")
    kept = {key: column.get(key) for key in KEYS}
    name, data_type, position = kept["name"], kept["data_type"] or "string", kept["position"]
    texts = [kept[key] for key in ("name", "field_name", "entity_type", "task_type_id") if kept[key] is not None]
    lists = [kept[key] for key in ("choices", "departments") if kept[key] is not None]
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(one, list) for one in lists):
        raise BadRequest("A column of metadata_descriptors has a value of another type than it must have.")
    if data_type not in DATA_TYPES or isinstance(position, bool) or not isinstance(position, int | None):
        raise BadRequest("A column of metadata_descriptors has an unknown data_type, or a position that is no number.")
    return {
        **kept,
        "field_name": kept["field_name"] or field_name_of(name or ""),
        "data_type": data_type,
        "choices": kept["choices"] or [],
        "for_client": bool(kept["for_client"]),
        "departments": [str(ident) for ident in kept["departments"] or [] if ident is not None],
    }
