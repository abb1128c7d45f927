"""What one process has in memory is never older than what another one has written."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import fresh_database, make_settings
from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.app import create_app
from zou.db.session import db


class World:
    """A production, two servers on its database, and a connection that goes round them both."""

    def __init__(self, writer: Any, reader: Any, engine: sa.Engine) -> None:
        self.writer, self.reader, self.engine = writer, reader, engine
        with self.writer.app_context():
            studio = Studio(self.writer)
            self.person = studio.person("manager")
            self.artist, self.vendor = studio.artist(), studio.person("vendor")
            self.production = studio.production(team=[self.person, self.artist, self.vendor])
            self.status = studio.status("todo")
            self.wip = studio.status("wip")
            self.episode = studio.episode(self.production, name="E01")
            self.sequence = studio.sequence(self.production, name="SQ01", parent_id=self.episode.id)
            self.shot = studio.shot(self.production, sequence=self.sequence, name="SH01")
            self.other = studio.shot(self.production, sequence=self.sequence, name="SH02")
            self.asset = studio.asset(self.production, name="Lamp")
            self.task = studio.task(self.shot)
            for row in list(db.session):
                db.session.refresh(row)
            db.session.expunge_all()

    def read(self, listing: str = "shots", person: m.Person | None = None, **query: Any) -> Any:
        """A listing as the second server gives it."""
        return Api(self.reader, person=person or self.person).get(f"/data/{listing}/with-tasks", project_id=self.production.id, **query).ok()

    def write(self, method: str, path: str, body: Any) -> None:
        """A call to the first server."""
        answer = Api(self.writer, person=self.person).call(method, path, body)
        assert answer.status < 300, answer.data

    def sql(self, statement: str, **params: Any) -> None:
        """A statement that no server knows of."""
        with self.engine.begin() as connection:
            connection.execute(sa.text(statement), params)

    def shown(self, name: str, **query: Any) -> Any:
        """The shot of this name as the second server gives it, None where it is gone."""
        return next((row for row in self.read(**query) if row["name"] == name), None)


@pytest.fixture(scope="module")
def two_servers(servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any, sa.Engine]]:
    folder = tmp_path_factory.mktemp("boards")
    with fresh_database(f"zou_boards_{os.getpid()}") as url:
        apps = [create_app(make_settings({**servers, "DATABASE_URL": url}, folder)) for _ in range(2)]
        for app in apps:
            app.config.update(PUBLISH_EVENTS=False)
        engine = sa.create_engine(url)
        yield apps[0], apps[1], engine
        engine.dispose()
        for app in apps:
            with app.app_context():
                for one in db.engines.values():
                    one.dispose()


@pytest.fixture
def world(two_servers: tuple[Any, Any, sa.Engine]) -> Iterator[World]:
    made = World(*two_servers)
    yield made
    with made.writer.app_context():
        db.session.remove()


WRITES: dict[str, tuple[Callable[[World], None], Callable[[World], Any], Any]] = {
    "metadata of an entity": (
        lambda w: w.write("PUT", f"/data/entities/{w.shot.id}", {"data": {"lens": "35"}}),
        lambda w: w.shown("SH01")["data"],
        {"lens": "35"},
    ),
    "a new task": (
        lambda w: w.write("POST", f"/actions/projects/{w.production.id}/task-types/{w.task.task_type_id}/shots/create-tasks", [str(w.other.id)]),
        lambda w: len(w.shown("SH02")["tasks"]),
        1,
    ),
    "a new shot": (
        lambda w: w.write("POST", f"/data/projects/{w.production.id}/shots", {"name": "SH015", "sequence_id": str(w.sequence.id)}),
        lambda w: [row["name"] for row in w.read()],
        ["SH01", "SH015", "SH02"],
    ),
    "a task, by SQL": (
        lambda w: w.sql("UPDATE task SET priority = 3 WHERE id = :id", id=w.task.id),
        lambda w: w.shown("SH01")["tasks"][0]["priority"],
        3,
    ),
    "an assignee, by SQL": (
        lambda w: w.sql("INSERT INTO task_person_link VALUES (:task, :person)", task=w.task.id, person=w.artist.id),
        lambda w: [len(task["assignees"]) for task in w.shown("SH01")["tasks"]],
        [1],
    ),
    "the sequence's name": (
        lambda w: w.sql("UPDATE entity SET name = 'SQ09' WHERE id = :id", id=w.sequence.id),
        lambda w: [row["sequence_name"] for row in w.read()],
        ["SQ09", "SQ09"],
    ),
    "the episode's name": (
        lambda w: w.sql("UPDATE entity SET name = 'E09' WHERE id = :id", id=w.episode.id),
        lambda w: [row["episode_name"] for row in w.read()],
        ["E09", "E09"],
    ),
    "the production's name": (
        lambda w: w.sql("UPDATE project SET name = id::text WHERE id = :id", id=w.production.id),
        lambda w: {row["project_name"] == str(w.production.id) for row in w.read()},
        {True},
    ),
    "a sequence moved out of the episode": (
        lambda w: w.sql("UPDATE entity SET parent_id = NULL WHERE id = :id", id=w.sequence.id),
        lambda w: w.read(episode_id=w.episode.id),
        [],
    ),
    "a casting": (
        lambda w: w.sql(
            "INSERT INTO entity_link (id, entity_in_id, entity_out_id, nb_occurences) VALUES (gen_random_uuid(), :i, :o, 1)", i=w.episode.id, o=w.asset.id
        ),
        lambda w: [row["casting_episode_ids"] for row in w.read("assets")],
        "episode",
    ),
    "a shot removed": (
        lambda w: w.sql("DELETE FROM entity WHERE id = :id", id=w.other.id),
        lambda w: [row["name"] for row in w.read()],
        ["SH01"],
    ),
    "a subscription": (
        lambda w: w.sql("INSERT INTO subscription (id, person_id, task_id) VALUES (gen_random_uuid(), :p, :t)", p=w.person.id, t=w.task.id),
        lambda w: [task["is_subscribed"] for task in w.shown("SH01")["tasks"]],
        [True],
    ),
    "the asset type's name": (
        lambda w: w.sql("UPDATE entity_type SET name = left(md5(random()::text), 20) WHERE id = :id", id=w.asset.entity_type_id),
        lambda w: [row["asset_type_name"] == "Character" for row in w.read("assets")],
        [False],
    ),
    "all tasks, emptied": (
        lambda w: w.sql("TRUNCATE task CASCADE"),
        lambda w: w.read(),
        [],
    ),
}


@pytest.mark.parametrize("form", [{}, {"compact": "true"}], ids=["objects", "lists"])
@pytest.mark.parametrize("what", WRITES)
def test_the_next_read_through_another_server_shows(world: World, what: str, form: dict[str, str]) -> None:
    write, look, expected = WRITES[what]
    read = world.read
    if form:
        world.read = lambda listing="shots", person=None, **query: unfold(read(listing, person, **query, **form))  # type: ignore[method-assign]
    before = look(world)
    world.read("assets")
    write(world)
    after = look(world)
    assert after != before
    assert after == ([[str(world.episode.id)]] if expected == "episode" else expected)


def unfold(reply: Any) -> Any:
    fields = reply.get("shot_fields") or reply.get("asset_fields")
    rows = [dict(zip(fields, values, strict=True)) for values in reply["rows"]]
    for row in rows:
        row["tasks"] = [dict(zip(reply["task_fields"], task, strict=True)) for task in row["tasks"]]
    return rows


def test_transactions_that_end_in_another_order_than_they_began_are_both_seen(world: World) -> None:
    world.read()
    early, late = world.engine.connect(), world.engine.connect()
    early.execute(sa.text("UPDATE entity SET description = 'early' WHERE id = :id"), {"id": world.shot.id})
    late.execute(sa.text("UPDATE entity SET description = 'late' WHERE id = :id"), {"id": world.other.id})
    assert [row["description"] for row in world.read()] == [None, None]
    late.commit()
    assert [row["description"] for row in world.read()] == [None, "late"]
    early.commit()
    assert [row["description"] for row in world.read()] == ["early", "late"]
    early.close(), late.close()


def test_writers_of_one_production_do_not_wait_for_each_other(world: World) -> None:
    first, second = world.engine.connect(), world.engine.connect()
    second.execute(sa.text("SET lock_timeout = '100ms'"))
    first.execute(sa.text("UPDATE entity SET description = 'one' WHERE id = :id"), {"id": world.shot.id})
    second.execute(sa.text("UPDATE entity SET description = 'two' WHERE id = :id"), {"id": world.other.id})
    second.commit(), first.commit()
    assert [row["description"] for row in world.read()] == ["one", "two"]
    first.close(), second.close()


def test_what_rolls_back_is_never_shown(world: World) -> None:
    world.read()
    with world.engine.connect() as connection:
        connection.execute(sa.text("UPDATE entity SET description = 'never' WHERE id = :id"), {"id": world.shot.id})
        connection.rollback()
    assert world.shown("SH01")["description"] is None


def test_a_vendor_taken_off_a_task_or_out_of_the_team_sees_it_at_once(world: World) -> None:
    assert world.read(person=world.vendor) == []
    world.sql("INSERT INTO task_person_link VALUES (:task, :person)", task=world.task.id, person=world.vendor.id)
    assert [row["name"] for row in world.read(person=world.vendor)] == ["SH01"]
    world.sql("DELETE FROM task_person_link WHERE person_id = :person", person=world.vendor.id)
    assert world.read(person=world.vendor) == []
    world.sql("DELETE FROM project_person_link WHERE person_id = :person", person=world.vendor.id)
    assert Api(world.reader, person=world.vendor).get("/data/shots/with-tasks", project_id=world.production.id).status == 403


def test_metadata_withdrawn_from_a_department_leaves_what_its_vendors_read(world: World) -> None:
    world.sql("INSERT INTO task_person_link VALUES (:task, :person)", task=world.task.id, person=world.vendor.id)
    world.sql("UPDATE entity SET data = '{\"budget\": 5}' WHERE id = :id", id=world.shot.id)
    assert world.read(person=world.vendor)[0]["data"] == {"budget": 5}
    with world.writer.app_context():
        department = Studio(world.writer).department()
        department_id = department.id
        db.session.remove()
    world.sql(
        "WITH d AS (INSERT INTO metadata_descriptor (id, project_id, entity_type, name, field_name) VALUES (gen_random_uuid(), :p, 'Shot', 'Budget', 'budget')"
        " RETURNING id) INSERT INTO department_metadata_descriptor_link (metadata_descriptor_id, department_id) SELECT id, :d FROM d",
        p=world.production.id,
        d=department_id,
    )
    assert world.read(person=world.vendor)[0]["data"] == {}
    assert world.read()[0]["data"] == {"budget": 5}


def test_an_unchanged_production_costs_two_statements(world: World) -> None:
    api = Api(world.reader, person=world.person)
    first = api.get("/data/shots/with-tasks", project_id=world.production.id)
    first.ok()
    headers = {"If-None-Match": first.headers["ETag"]}
    with api.statements(at_most=2):
        again = api.call("GET", f"/data/shots/with-tasks?project_id={world.production.id}", headers=headers)
    assert again.status == 304 and again.data == b"" and again.headers["ETag"] == first.headers["ETag"] and "Content-Type" not in again.headers
    world.sql("UPDATE task SET priority = 3 WHERE id = :id", id=world.task.id)
    assert api.call("GET", f"/data/shots/with-tasks?project_id={world.production.id}", headers=headers).status == 200


def test_gzip_says_the_same(world: World) -> None:
    import gzip

    api = Api(world.reader, person=world.person)
    for form in ("", "&compact=true", "&stream=true", "&stream=true&compact=true"):
        path = f"/data/shots/with-tasks?project_id={world.production.id}{form}"
        plain = api.call("GET", path)
        packed = api.call("GET", path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == plain.data
