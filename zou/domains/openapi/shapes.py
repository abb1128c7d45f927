"""Schemas of bodies, queries and rows as OpenAPI 3.0 writes them."""

from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from zou.crud.columns import plain_columns, relations_of
from zou.crud.table import Collection
from zou.crud.values import OURS

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
ID: Schema = {"type": "string", "format": "uuid"}
#: Keys that OpenAPI 3.0 knows of a schema.
_KNOWN = frozenset(
    {
        *("title", "description", "format", "default", "nullable", "enum", "type", "pattern", "required", "properties", "additionalProperties", "items"),
        *("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "maxItems", "minItems", "uniqueItems"),
        *("allOf", "oneOf", "anyOf", "not"),
    }
)
_NULL: Schema = {"nullable": True}
_COLUMNS: tuple[tuple[Any, Schema], ...] = (
    (sa.Uuid, ID),
    (sa.Boolean, {"type": "boolean"}),
    (sa.Integer, {"type": "integer"}),
    (sa.Float, {"type": "number"}),
    (sa.DateTime, {"type": "string", "format": "date-time"}),
    (sa.Date, {"type": "string", "format": "date"}),
    (ARRAY, {"type": "array", "items": {}}),
    (JSONB, {}),
    (sa.String, {"type": "string"}),
)


def of_model(model: type[BaseModel], room: str, components: dict[str, Schema]) -> Schema:
    """A reference to the schema of a body, which is put among the `components` under the name of its room and its own."""
    name = f"{room}.{model.__name__}"
    if name not in components:
        raw = model.model_json_schema(ref_template=f"{REFERENCE}{room}.{{model}}")
        for inner, schema in raw.pop("$defs", {}).items():
            components[f"{room}.{inner}"] = to_openapi(schema)
        components[name] = to_openapi(raw)
    return {"$ref": REFERENCE + name}


def parameters(model: type[BaseModel]) -> list[Schema]:
    """The query parameters of a model."""
    raw = model.model_json_schema()
    required = set(raw.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": to_openapi(schema)}
        for name, schema in raw.get("properties", {}).items()
        if "$ref" not in str(schema)
    ]


def to_openapi(schema: Any) -> Any:
    """A JSON Schema in the dialect of OpenAPI 3.0."""
    if isinstance(schema, list):
        return [to_openapi(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    made = {key: _converted(key, value) for key, value in schema.items() if key in _KNOWN}
    if made.get("default") in (None, ""):
        made.pop("default", None)  # "not given": no value of the type
    if "const" in schema:
        made["enum"] = [schema["const"]]
    for bound, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(bound), int | float) and not isinstance(made[bound], bool):
            made[plain], made[bound] = made[bound], True
    if made.get("type") == "array":
        made.setdefault("items", {})
    return _without_null(made)


def _converted(key: str, value: Any) -> Any:
    """What stands under a key: names of properties are no keywords."""
    if key == "properties":
        return {name: to_openapi(inner) for name, inner in value.items()}
    return value if key in ("default", "enum", "required") else to_openapi(value)


def _without_null(schema: Schema) -> Schema:
    """`nullable` instead of the type null."""
    for key in ("anyOf", "oneOf"):
        choices = schema.get(key)
        if choices and _NULL in choices:
            rest = [choice for choice in choices if choice != _NULL]
            others = {name: value for name, value in schema.items() if name != key}
            if len(rest) == 1:
                return {"allOf": rest, **others, "nullable": True} if "$ref" in rest[0] else {**rest[0], **others, "nullable": True}
            return {**others, key: rest, "nullable": True}
    return dict(_NULL) if schema.get("type") == "null" else schema


def of_collection(collection: Collection, components: dict[str, Schema]) -> Schema:
    """A reference to the schema of a collection's rows."""
    if collection.type not in components:
        shown = {collection.renamed.get(key, key): column(found) for key, found in plain_columns(collection.model).items() if key not in collection.hidden}
        lists = {name: {"type": "array", "items": ID} for name in relations_of(collection)}
        components[collection.type] = {"type": "object", "properties": {**shown, **lists, "type": {"type": "string", "enum": [collection.type]}}}
    return {"$ref": REFERENCE + collection.type}


def of_values(collection: Collection, components: dict[str, Schema], *, new: bool) -> Schema:
    """A reference to the schema of what makes a row, or changes one."""
    name = f"{collection.type}{'Create' if new else 'Update'}"
    if name not in components:
        left_out = {*OURS, *collection.hidden, *(() if new else (*collection.protected, "project_id"))}
        known = {key: found for key, found in plain_columns(collection.model).items() if key not in left_out}
        lists = {key: {"type": "array", "items": ID} for key, many in relations_of(collection).items() if many.writable and key not in left_out}
        components[name] = {"type": "object", "properties": {**{key: column(found) for key, found in known.items()}, **lists}}
        required = [key for key, found in known.items() if not found.nullable and found.default is None and found.server_default is None]
        if new and required:
            components[name]["required"] = required
    return {"$ref": REFERENCE + name}


def column(found: sa.Column[Any]) -> Schema:
    """The schema of a column's values."""
    schema: Schema = next((dict(schema) for kind, schema in _COLUMNS if isinstance(found.type, kind)), {"type": "string"})
    if isinstance(found.type, sa.String) and found.type.length:
        schema["maxLength"] = found.type.length
    if found.info.get("codes"):
        schema["enum"] = list(found.info["codes"])
    if found.nullable and schema:
        schema["nullable"] = True
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema
