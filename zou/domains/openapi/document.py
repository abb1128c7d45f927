"""The OpenAPI document of an application: its routes, with what their handlers declare."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from zou import API_VERSION
from zou.crud.table import Collection
from zou.domains.openapi import shapes
from zou.kit.http import JSON, Declaration
from zou.kit.validation import AnyJson

#: What the contract says; clients look at it.
VERSION = "3.0.2"
METHODS = ("get", "post", "put", "delete", "patch")
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
_KINDS = {"uuid": shapes.ID, "int": {"type": "integer"}, "float": {"type": "number"}}
_ERROR = {"description": "Refused: `message` says why", "content": {JSON: {"schema": {"$ref": shapes.REFERENCE + "Error"}}}}
_COMPONENTS: dict[str, shapes.Schema] = {
    "Error": {
        "type": "object",
        "properties": {"error": {"type": "boolean"}, "message": {"type": "string"}, "data": {"type": "object", "nullable": True}},
    }
}


def document(app: Flask, *, samples: bool) -> dict[str, Any]:
    """The OpenAPI document of `app`; with `samples`, how to call each route from a shell."""
    components = dict(_COMPONENTS)
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, handler in operations(app):
        path = _PARAMETER.sub(lambda found: f"{{{found['name']}}}", rule.rule)
        described = operation(app, rule, method, handler, components)
        if samples:
            described["x-codeSamples"] = [{"lang": "Shell", "label": "curl", "source": curl(path, method, described)}]
        paths.setdefault(path, {})[method] = described
    return {
        "openapi": VERSION,
        "info": {"title": "Zou", "version": API_VERSION, "description": "The tracker of an animation, VFX or game studio: productions, tasks, reviews."},
        "servers": [{"url": ".", "description": "This server"}],
        "tags": [{"name": name} for name in sorted({tag for methods in paths.values() for each in methods.values() for tag in each["tags"]})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Authorization: Bearer {token}"}},
        },
        "security": [{"token": []}],
    }


def operations(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """Every route of `app` with each of its methods, and the handler."""
    for rule in app.url_map.iter_rules():
        view = getattr(app.view_functions[rule.endpoint], "view_class", None)
        for method in METHODS:
            handler = getattr(view, method, None)
            if handler is not None and method.upper() in (rule.methods or ()):
                yield rule, method, handler


def operation(app: Flask, rule: Rule, method: str, handler: Any, components: dict[str, shapes.Schema]) -> dict[str, Any]:
    """What is said of one method of a route."""
    made: Declaration = getattr(handler, "declaration", None) or Declaration()
    room = rule.endpoint.partition(".")[0]
    view: Any = getattr(app.view_functions[rule.endpoint], "view_class", None)
    collection: Collection | None = getattr(view, "collection", None)
    summary, _, more = (inspect.getdoc(handler) or "").partition("\n")
    described: dict[str, Any] = {
        "operationId": f"{method}{re.sub('[^A-Za-z0-9]+', '_', rule.rule).rstrip('_')}",
        "tags": [collection.path if collection else room],
        "summary": summary,
        "parameters": [*_path_parameters(rule), *(shapes.parameters(made.query) if made.query else ())],
        "responses": {"2XX": _reply(collection, rule, method, components), "4XX": _ERROR},
    }
    if more.strip():
        described["description"] = more.strip()
    if getattr(made.access, "public", False):
        described["security"] = []
    elif made.access is not None:
        described["x-access"] = made.access.name
    body = _body(made, collection, method, room, components)
    return {**described, "requestBody": body} if body else described


def _path_parameters(rule: Rule) -> list[shapes.Schema]:
    return [
        {"name": found["name"], "in": "path", "required": True, "schema": _KINDS.get(found["kind"] or "", {"type": "string"})}
        for found in _PARAMETER.finditer(rule.rule)
    ]


def _body(made: Declaration, collection: Collection | None, method: str, room: str, components: dict[str, shapes.Schema]) -> dict[str, Any] | None:
    if made.body is None:
        return None
    if collection is not None:
        schema = shapes.of_values(collection, components, new=method == "post")
    elif made.body is AnyJson:
        schema = {}
    else:
        schema = shapes.of_model(made.body, room, components)
    kinds = [JSON] if made.body_json_only or collection is not None else [JSON, "application/x-www-form-urlencoded", "multipart/form-data"]
    return {"required": method != "delete", "content": {kind: {"schema": schema} for kind in kinds}}


def _reply(collection: Collection | None, rule: Rule, method: str, components: dict[str, shapes.Schema]) -> dict[str, Any]:
    if method == "delete":
        return {"description": "Done"}
    schema: shapes.Schema = {}
    if collection is not None:
        row = shapes.of_collection(collection, components)
        schema = {"type": "array", "items": row} if method == "get" and "<" not in rule.rule else row
    return {"description": "Done", "content": {JSON: {"schema": schema}}}


def curl(path: str, method: str, described: dict[str, Any]) -> str:
    """The call in a shell."""
    words = ["curl"] if method == "get" else ["curl", "-X", method.upper()]
    if described.get("security") != []:
        words += ["-H", '"Authorization: Bearer $TOKEN"']
    if "requestBody" in described:
        words += ["-H", '"Content-Type: application/json"', "-d", "'{}'"]
    return " ".join([*words, f'"$ZOU{path}"'])
