"""A client of the API for tests: calls as somebody, what came back, which events and statements it took."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from zou.access.tokens import session_tokens
from zou.kit import json
from zou.models import ApiEvent, EventOutbox, Person


class Answer:
    """A reply. `ok()`, `created()` and `gone()` give its JSON, and fail with the reply's text where the status is another."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.data = response.data

    @property
    def json(self) -> Any:
        """The JSON of the body, None where there is none."""
        return json.loads(self.data) if self.data and "json" in self.headers.get("Content-Type", "") else None

    def has(self, status: int) -> Any:
        """The JSON of a reply with this status."""
        assert self.status == status, f"{self.status} instead of {status}: {self.data[:600]!r}"
        return self.json

    def ok(self) -> Any:
        """The JSON of a 200."""
        return self.has(200)

    def created(self) -> Any:
        """The JSON of a 201."""
        return self.has(201)

    def gone(self) -> None:
        """A 204, with an empty body."""
        self.has(204)
        assert self.data == b""


class Statements:
    """SQL statements that were made, in order."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __len__(self) -> int:
        return len(self.texts)


class Api:
    """The API as one person sees it. `as_(person)` gives it as another."""

    def __init__(self, app: Flask, connection: sa.Connection | None = None, person: Person | None = None, **headers: str) -> None:
        self.app, self.connection, self.person = app, connection, person
        self.http = app.test_client()
        self.headers = headers
        if person is not None:
            with app.app_context():
                self.headers = {"Authorization": f"Bearer {session_tokens(person.id)[0]}", **headers}

    def as_(self, person: Person | None) -> Api:
        """The API as `person` sees it; None: as nobody."""
        return Api(self.app, self.connection, person)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Make a call. `body` is sent as JSON; `more` are werkzeug's own, such as `query_string`, `data`, `headers`."""
        headers = {**self.headers, **more.pop("headers", {})}
        if body is not None:
            more.update(data=json.dumps(body), content_type="application/json")
        return Answer(self.http.open(path, method=method, headers=headers, **more))

    def get(self, path: str, **query: Any) -> Answer:
        """GET with these query parameters."""
        return self.call("GET", path, query_string={key: str(value) if isinstance(value, UUID) else value for key, value in query.items()})

    def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        """POST a JSON body ({} without)."""
        return self.call("POST", path, {} if body is None and "data" not in more else body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Answer:
        """PUT a JSON body ({} without)."""
        return self.call("PUT", path, {} if body is None and "data" not in more else body, **more)

    def delete(self, path: str, body: Any = None, **more: Any) -> Answer:
        """DELETE."""
        return self.call("DELETE", path, body, **more)

    @contextlib.contextmanager
    def events(self, *names: str) -> Iterator[list[tuple[str, dict[str, Any]]]]:
        """The events emitted in the block, (name, data) in order, live ones too; only those of `names` where any are given."""
        assert self.connection is not None
        table = EventOutbox.__table__
        before = self.connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar()
        found: list[tuple[str, dict[str, Any]]] = []
        yield found
        for row in self.connection.execute(sa.select(table.c.name, table.c.data).where(table.c.id > before).order_by(table.c.id)):
            if not names or row.name in names:
                found.append((row.name, row.data))

    def logged(self, name: str) -> list[dict[str, Any]]:
        """The data of every event of this name in the log."""
        assert self.connection is not None
        return list(self.connection.execute(sa.select(ApiEvent.data).where(ApiEvent.name == name)).scalars())

    @contextlib.contextmanager
    def statements(self, *, at_most: int | None = None) -> Iterator[Statements]:
        """The statements made in the block, savepoints left out; `at_most` so many, or the test fails and shows them."""
        made = Statements()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                made.texts.append(statement)

        with self.app.app_context():
            from zou.db.session import db

            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield made
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)
        if at_most is not None and len(made) > at_most:
            raise AssertionError(f"{len(made)} statements instead of {at_most}:\n" + "\n".join(made.texts))
