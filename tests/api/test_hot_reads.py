"""One row, read together with who asks for it, by statements that the connections keep prepared."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.db.session import db


@pytest.fixture
def admin(real: Flask) -> Api:
    return Api(real, person=Studio(real).person("admin"))


@pytest.fixture
def task(real: Flask, admin: Api) -> str:
    """The path of a task."""
    studio = Studio(real)
    return f"/data/tasks/{studio.task(studio.shot(studio.production())).id}"


def test_one_statement_reads_the_row_and_who_asks(api: Api, studio: Studio) -> None:
    task, mine = studio.task(studio.shot(studio.production())), api.as_(studio.person("admin"))
    with mine.statements(at_most=1):
        assert mine.get(f"/data/tasks/{task.id}").ok()["id"] == str(task.id)


def test_a_row_that_is_not_there_and_one_of_another_request(admin: Api, task: str) -> None:
    assert admin.get(f"/data/tasks/{uuid4()}").status == 404
    assert admin.get(task).ok()["type"] == "Task"
    assert "assignees" not in admin.get(task, relations="false").ok()
    assert "assignees" in admin.get(task).ok()
    # What was read for a request that is refused is not given to the next one on the connection.
    assert Api(admin.app, headers={"Authorization": "Bearer none"}).get(task).status in (401, 422)
    assert admin.get("/data/projects").ok()[0]["type"] == "Project"


def test_prepared_statements_that_a_pooler_or_a_migration_took_away(admin: Api, task: str) -> None:
    before = admin.get(task).ok()
    with db.reading_engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_prepared_statements")) >= 1
        connection.exec_driver_sql("DEALLOCATE ALL")
    assert [admin.get(task).ok() for _ in range(2)] == [before] * 2
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE task ALTER COLUMN nb_drawings TYPE bigint")
    assert [admin.get(task).ok() for _ in range(2)] == [before] * 2
