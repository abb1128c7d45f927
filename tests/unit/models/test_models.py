"""Models as services use them."""

import warnings
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, configure_mappers

from tests.unit.models.conftest import connect
from zou.db import migrate
from zou.db.base import Base
from zou.models import (
    Comment,
    Department,
    Entity,
    EntityLink,
    EntityType,
    Person,
    PreviewFile,
    Project,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    Task,
    TaskStatus,
    TaskType,
)

LISTS = {
    "AssetInstance": {"shots"},
    "Chat": {"participants"},
    "ChatMessage": {"attachment_files"},
    "Comment": {"previews", "mentions", "department_mentions", "acknowledgements", "attachment_files"},
    "Entity": {"entities_out", "entity_concept_links", "instance_casting", "entities_in"},
    "EntityType": {"task_types"},
    "MetadataDescriptor": {"departments"},
    "Person": {"departments"},
    "Playlist": {"build_jobs"},
    "PreviewFile": {"comments"},
    "ProductionScheduleVersionTaskLink": {"assignees"},
    "Project": {"team", "asset_types", "task_statuses", "task_types", "status_automations", "preview_background_files"},
    "ProjectTemplate": {"task_types", "task_statuses", "asset_types", "status_automations", "preview_background_files"},
    "Task": {"assignees"},
    "WorkingFile": {"outputs"},
}


@pytest.fixture
def session(new_database):
    url = new_database()
    migrate.upgrade(url)
    with Session(connect(url)) as session:
        yield session


def stored(session: Session, *rows: Any) -> None:
    for row in rows:
        session.add(row)
        session.flush()


def test_the_lists_of_rows_are_the_to_many_relations():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        configure_mappers()
    found = {mapper.class_.__name__: {relation.key for relation in mapper.relationships if relation.uselist} for mapper in Base.registry.mappers}
    assert {name: lists for name, lists in found.items() if lists} == LISTS


def test_codes_hold_the_default_of_their_column():
    coded = [column for table in Base.metadata.tables.values() for column in table.columns if "codes" in column.info]
    assert len(coded) == 26
    for column in coded:
        assert column.default is None or column.default.arg in column.info["codes"], column


def test_a_production_is_written_and_read_through_its_relations(session):
    production, kind, step = Project(name="Caminandes"), EntityType(name="Shot"), TaskType(name="Animation")
    todo, artist = TaskStatus(name="Todo", short_name="todo", color="#f5f5f5"), Person(first_name="Ada", last_name="Doe")
    stored(session, production, kind, step, todo, artist)
    production.team.append(artist)
    production.task_types.append(step)
    production.task_statuses.append(todo)
    shot, prop = (Entity(name=name, project=production, entity_type=kind) for name in ("SH01", "Lamp"))
    shot.entities_out.append(prop)
    task = Task(name="main", entity=shot, project=production, task_type=step, task_status=todo, assignees=[artist])
    stored(session, shot, task)
    comment = Comment(object_id=task.id, object_type="Task", person=artist, task_status=todo, previews=[PreviewFile(task=task, name="v1")])
    comment.acknowledgements.append(artist)
    stored(session, comment)
    session.expire_all()

    assert prop.entities_in == [shot]
    assert session.scalars(sa.select(EntityLink.nb_occurences)).all() == [1]
    assert session.scalars(sa.select(ProjectTaskTypeLink.is_client_visible)).all() == [True]
    assert session.scalars(sa.select(ProjectTaskStatusLink.roles_for_board)).all() == [["user", "admin", "supervisor", "manager", "vendor"]]
    assert comment.previews[0].comments == [comment]
    assert task.assignees == production.team == comment.acknowledgements == [artist]
    assert (task.difficulty, task.data, comment.checklist, production.fps) == (3, None, [], "25")


def test_an_update_moves_updated_at_and_nothing_else_does(session):
    department = Department(name="Layout", color="#000000")
    stored(session, department)
    assert department.created_at.tzinfo is None
    before = department.updated_at
    session.commit()
    assert department.updated_at == before
    department.name = "Animation"
    session.commit()
    assert department.updated_at > before


def test_no_data_is_null_and_not_json_null(session):
    person = Person(
        first_name="Ada", last_name="Doe", data=None, expiration_date=date(2030, 1, 1), fido_credentials=[{"name": "key"}], otp_recovery_codes=[b"x"]
    )
    stored(session, person)
    session.expire_all()
    assert session.scalar(sa.text("SELECT data IS NULL FROM person")) is True
    assert (person.fido_credentials, person.otp_recovery_codes) == ([{"name": "key"}], [b"x"])
