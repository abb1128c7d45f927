"""No input makes the server fail: every route, with ids and bodies of every odd kind, answers below 500, and what it refuses changes nothing."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zou import models as m
from zou.crud.columns import plain_columns, to_many
from zou.crud.table import COLLECTIONS
from zou.db.base import Base
from zou.kit import json
from zou.kit.http import declaration

UNKNOWN = "00000000-0000-4000-8000-000000000000"
METHODS = ("GET", "POST", "PUT", "DELETE")
#: Routes that end the test's own session, or that wait on purpose.
LEFT_OUT = {"/auth/logout", "/status/resources"}
#: What is written although the answer is an error: failed logins are counted, for instance.
KEEPS_ACCOUNT = ("/auth/",)

nasty = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 3.7, 2**31, -(2**63), 2**70, 1e308]),
    st.sampled_from(
        ["", " ", "a", "\x00", "é" * 20, "x" * 5000, "%", "'; drop table person; --", "\ud83d", "2026-13-45", "2026-02-03", "25:61", "nan", UNKNOWN, "null"]
    ),
    st.sampled_from([[], [None], [UNKNOWN], [1, "a"], {}, {"id": 3}, {"a": {"b": [None]}}, [[[]]]]),
)
texts = st.sampled_from([b"", b"{", b"null", b"[]", b"3", b'"text"', b"\xff\xfe", b'{"name": NaN}', b"[" * 2000, b'{"a":' * 500])


def routes(app: Any) -> list[tuple[str, str, Any]]:
    """(path, method, declaration) of every route, in order."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view = getattr(app.view_functions[rule.endpoint], "view_class", None)
        if view is None or rule.rule in LEFT_OUT:
            continue
        for method in METHODS:
            handler = getattr(view, method.lower(), None)
            if handler is not None and method in (rule.methods or ()):
                found.append((rule, method, declaration(handler), view))
    return found


@pytest.fixture
def world(studio):
    """A small production, and real ids by the names that paths give them."""
    owner = studio.admin()
    project = studio.production(team=[owner])
    sequence = studio.sequence(project)
    shot, asset = studio.shot(project, sequence=sequence), studio.asset(project)
    task = studio.task(shot, assignees=[owner])
    add = studio.add
    comment = add(m.Comment(object_id=task.id, object_type="Task", person_id=owner.id, task_status_id=task.task_status_id, text="hello"))
    preview = add(m.PreviewFile(name="p", task_id=task.id, person_id=owner.id, revision=1, extension="png"))
    playlist = add(m.Playlist(name="p", project_id=project.id, shots=[]))
    ids = {
        "project_id": project.id,
        "sequence_id": sequence.id,
        "shot_id": shot.id,
        "asset_id": asset.id,
        "entity_id": shot.id,
        "task_id": task.id,
        "comment_id": comment.id,
        "preview_file_id": preview.id,
        "playlist_id": playlist.id,
        "person_id": studio.artist().id,
        "instance_id": preview.id,
        "task_type_id": task.task_type_id,
        "task_status_id": task.task_status_id,
        "asset_type_id": asset.entity_type_id,
        "department_id": studio.department().id,
    }
    return owner, ids


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows every table has."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ("login_log", "revoked_token")]
    union = sa.union_all(*(sa.select(sa.literal(table.name).label("name"), sa.func.count().label("n")).select_from(table) for table in tables))
    return {row.name: row.n for row in connection.execute(union)}


def keys_of(made: Any, view: Any) -> list[str]:
    """The keys that a route's body knows."""
    collection = getattr(view, "collection", None)
    if collection is not None:
        return [*plain_columns(collection.model), *to_many(collection.model)]
    return list(getattr(made.body, "model_fields", {}) or {"name": None})


@settings(max_examples=400, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_input_is_refused_without_a_trace(app, api, transaction, world, data):
    owner, ids = world
    if not hasattr(api, "signed"):
        api.signed, api.routes = api.as_(owner), routes(app)
    rule, method, made, view = data.draw(st.sampled_from(api.routes))
    values = {
        name: data.draw(
            st.sampled_from([str(ids.get(name, UNKNOWN)), str(ids.get(name, UNKNOWN)), UNKNOWN, "nonsense", str(ids["task_id"]), "2026-02-03", "3"])
        )
        for name in rule.arguments
    }
    path = rule.rule
    for name, value in values.items():
        for form in (f"<uuid:{name}>", f"<{name}>", f"<path:{name}>", f"<int:{name}>", f"<string:{name}>"):
            path = path.replace(form, value)
    more: dict[str, Any] = {}
    if method in ("POST", "PUT"):
        if data.draw(st.integers(0, 4)) == 0:
            more = {"data": data.draw(texts), "content_type": "application/json"}
        else:
            names = data.draw(st.lists(st.sampled_from(keys_of(made, view)), unique=True, max_size=6))
            more = {"data": json.dumps({name: _utf8(data.draw(nasty)) for name in names}), "content_type": "application/json"}
    else:
        keys = [
            "page",
            "limit",
            "fields",
            "relations",
            "name",
            "id",
            "project_id",
            "data",
            "created_at",
            "start_date",
            "force",
            *(keys_of(made, view) if method == "GET" else []),
        ]
        more = {"query_string": {key: str(_utf8(data.draw(nasty))) for key in data.draw(st.lists(st.sampled_from(keys), unique=True, max_size=3))}}
    before = counts(transaction)
    answer = api.signed.call(method, path, **more)
    assert answer.status < 500 or answer.status in (503, 507), (method, path, more, answer.data[:500])
    if answer.status >= 400:
        after = counts(transaction)
        assert after == before or path.startswith(KEEPS_ACCOUNT), (method, path, more, {k: (before[k], after[k]) for k in after if after[k] != before[k]})


def _utf8(value: Any) -> Any:
    """`value` without lone surrogates, which no JSON text can carry."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def test_ids_of_another_kind_are_unknown(api, world):
    owner, _ids = world
    admin = api.as_(owner)
    for path in COLLECTIONS:
        assert admin.get(f"/data/{path}/{UUID(int=7)}").status == 404, path
