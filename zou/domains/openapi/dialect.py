"""The document in the dialect of OpenAPI 3.1, whose schemas are JSON Schema."""

from typing import Any

VERSION = "3.1.0"


def to_3_1(document: dict[str, Any]) -> dict[str, Any]:
    """A document of OpenAPI 3.0 as one of 3.1."""
    return {**_schemas(document), "openapi": VERSION, "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema"}


def _schemas(value: Any) -> Any:
    if isinstance(value, list):
        return [_schemas(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _schemas(inner) for key, inner in value.items()}
    # A property may be called like a keyword: those are objects then, never true.
    if made.get("nullable") is True:
        del made["nullable"]
        made = _or_null(made)
    for bound, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if made.get(bound) is True:
            made[bound] = made.pop(plain)
    return made


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that takes null, too."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return {**schema, key: [*schema[key], {"type": "null"}]}
    if "allOf" in schema:
        others = {key: value for key, value in schema.items() if key != "allOf"}
        return {**others, "anyOf": [*schema["allOf"], {"type": "null"}]}
    return schema
