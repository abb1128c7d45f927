"""Routes, and what a handler declares: who may call it, and what it takes.

    room = Room("milestones")

    @room.route("/data/projects/<uuid:project_id>/milestones")
    class ProjectMilestones(Resource):
        @allow(team_member)
        @body(MilestoneCreate)
        def post(self, project, body):
            return service.create(project, **body.given()), 201

A request is checked in this order: path, method, token, JSON of the body, ids and rights (the declared access), values.
How these are done is the application's: it puts a `Gate` into `app.extensions["gate"]`.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import flask_restful
from flask import Blueprint, Flask, Response, current_app, request
from pydantic import BaseModel
from werkzeug.routing import BaseConverter

from zou.kit import json
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.kit.validation import read_body, read_form, read_query

F = TypeVar("F", bound=Callable[..., Any])
JSON = "application/json"


class Gate(Protocol):
    """What the application does around a handler."""

    def work(self, *, writes: bool) -> AbstractContextManager[None]:
        """The unit of work: commits once on success, rolls back on an exception."""

    def admit(self, declaration: "Declaration", params: dict[str, Any]) -> None:
        """Know who calls. Raises Unauthorized, InvalidToken, Forbidden."""

    def grant(self, declaration: "Declaration", params: dict[str, Any]) -> dict[str, Any]:
        """Check the declared access and fetch what the handler asks for. Raises NotFound, Forbidden."""

    def retries(self, error: Exception) -> bool:
        """Whether the work that failed with `error` may succeed when done again."""


@dataclass
class Declaration:
    """What a handler has declared. `wants`: the names of its parameters."""

    access: Any = None
    access_options: dict[str, Any] = field(default_factory=dict)
    body: type[BaseModel] | None = None
    body_json_only: bool = False
    query: type[BaseModel] | None = None
    writes: bool | None = None
    malformed: int = 404
    wants: tuple[str, ...] = ()


def declaration(function: Callable[..., Any]) -> Declaration:
    """The declaration of `function`, made empty at the first call."""
    made = getattr(function, "declaration", None)
    if made is None:
        made = Declaration(wants=tuple(inspect.signature(function).parameters)[1:])
        function.declaration = made  # type: ignore[attr-defined]
    return made


def allow(access: Any, **options: Any) -> Callable[[F], F]:
    """Declare who may call a handler: a policy of `zou.access`. `options` are the policy's own."""

    def mark(function: F) -> F:
        made = declaration(function)
        made.access, made.access_options = access, options
        return function

    return mark


def body(model: type[BaseModel], *, json_only: bool = False) -> Callable[[F], F]:
    """Declare the body of a handler, which gets it as `body`. A list model gives a list.

    Without JSON in the request the form and the query are taken instead, unless `json_only` (then 415).
    """

    def mark(function: F) -> F:
        made = declaration(function)
        made.body, made.body_json_only = model, json_only
        return function

    return mark


def query(model: type[BaseModel]) -> Callable[[F], F]:
    """Declare the query parameters of a handler, which gets them as `query`."""

    def mark(function: F) -> F:
        declaration(function).query = model
        return function

    return mark


def writes(function: F) -> F:
    """Declare that a GET changes something, so that it gets a transaction."""
    declaration(function).writes = True
    return function


def reads(function: F) -> F:
    """Declare that a POST, PUT or DELETE changes nothing in the database."""
    declaration(function).writes = False
    return function


def malformed(status: int) -> Callable[[F], F]:
    """Declare what an id that is no UUID answers: 404 (as without this) or 400."""

    def mark(function: F) -> F:
        declaration(function).malformed = status
        return function

    return mark


class IdConverter(BaseConverter):
    """`<uuid:x>`: any segment; a well-formed one becomes a UUID.

    Others stay text until the token has been checked: a caller without one learns nothing about ids.
    """

    def to_python(self, value: str) -> Any:
        return parse_id(value) or value

    def to_url(self, value: Any) -> str:
        return str(value)


class Resource(flask_restful.Resource):
    """A path's handlers, one method each."""

    id_params: frozenset[str] = frozenset()

    def dispatch_request(self, *args: Any, **params: Any) -> Response:
        """Check what the handler has declared, call it inside a unit of work and make its reply."""
        name = "get" if request.method == "HEAD" else request.method.lower()
        handler = getattr(self, name)
        made = declaration(handler.__func__)
        gate: Gate = current_app.extensions["gate"]
        for attempt in (1, 2, 3, 4, 5):
            try:
                return self._run(gate, handler, made, dict(params))
            except Exception as error:
                if attempt == 5 or not gate.retries(error):
                    raise
                rewind_uploads()
        raise AssertionError("unreachable")

    def foresee(self, params: dict[str, Any]) -> None:
        """Called before it is known who asks, inside the unit of work: for a resource that can say already what it is going to read."""

    def _run(self, gate: Gate, handler: Callable[..., Any], made: Declaration, params: dict[str, Any]) -> Response:
        writing = request.method not in ("GET", "HEAD") if made.writes is None else made.writes
        with gate.work(writes=writing):
            self.foresee(params)
            gate.admit(made, params)
            content = None
            if made.body is not None:
                content = read_body(json_only=made.body_json_only)
            for key in self.id_params:
                if isinstance(params.get(key), str):
                    raise NotFound() if made.malformed == 404 else BadRequest(f"{params[key]!r} is no id: 8-4-4-4-12 hexadecimal digits are.")
            params = gate.grant(made, params)
            if made.body is not None:
                params["body"] = read_form(made.body, content)
            if made.query is not None:
                params["query"] = read_query(made.query)
            return reply(handler(**params))


def rewind_uploads() -> None:
    """Make the request's files readable from their beginning again."""
    for upload in request.files.values():
        upload.stream.seek(0)


def reply(result: Any) -> Response:
    """The response for what a handler returned: a value, (value, status) or a Response.

    A reply 204 has an empty body and the content type of HTML, as clients of the contract know it.
    """
    status = 200
    headers = None
    if isinstance(result, tuple):
        result, status, *more = result
        headers = more[0] if more else None
    if isinstance(result, Response):
        if status != 200:
            result.status_code = status
        return result
    if status == 204:
        return Response(b"", status=204, headers=headers, content_type="text/html; charset=utf-8")
    if isinstance(result, json.Raw):
        return Response(bytes(result), status=status, headers=headers, content_type=JSON)
    return Response(json.dumps(result), status=status, headers=headers, content_type=JSON)


def no_content() -> tuple[str, int]:
    """What a handler returns that has nothing to say."""
    return "", 204


class _Api(flask_restful.Api):
    """Resources without Flask-RESTful's own handling of errors: the application has one for all routes."""

    def _init_app(self, app: Flask) -> None:
        for resource, urls, kwargs in self.resources:
            self._register_view(app, resource, *urls, **kwargs)


class Room:
    """A domain's routes; mounted in an application they are a blueprint with its Flask-RESTful Api."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.resources: list[tuple[type[Resource], tuple[str, ...]]] = []

    def route(self, *paths: str) -> Callable[[type[Resource]], type[Resource]]:
        """Serve the decorated resource at `paths`."""

        def mark(resource: type[Resource]) -> type[Resource]:
            self.add(resource, *paths)
            return resource

        return mark

    def add(self, resource: type[Resource], *paths: str) -> None:
        """Serve `resource` at `paths`."""
        resource.id_params = resource.id_params | frozenset(_id_names(paths))
        self.resources.append((resource, paths))

    def mount(self, app: Flask) -> None:
        """Put the routes into `app`."""
        blueprint = Blueprint(self.name, __name__)
        api = _Api(blueprint)
        for number, (resource, paths) in enumerate(self.resources):
            api.add_resource(resource, *paths, endpoint=f"{resource.__name__}.{number}".replace(".", "-"))
        app.register_blueprint(blueprint)


def _id_names(paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        for part in path.split("<uuid:")[1:]:
            yield part.partition(">")[0]
