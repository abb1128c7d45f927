"""Commands that recompute what follows from other data."""

from uuid import uuid4

import sqlalchemy as sa

from tests.kit.studio import Studio
from zou.db.session import db
from zou.models import Entity, EntityLink


def write(row, **values):
    db.session.execute(sa.update(type(row)).where(type(row).id == row.id).values(**values))
    db.session.commit()


def test_tasks_become_what_their_comments_imply(zou, app, api, transaction):
    studio = Studio(app)
    production = studio.production()
    shot, admin = studio.shot(production), api.as_(studio.admin())
    right, wrong, silent = (studio.task(shot, task_type=studio.task_type(name=name)) for name in ("A", "B", "C"))
    retake = studio.status("retake", is_retake=True)
    for task in (right, wrong):
        admin.post(f"/actions/tasks/{task.id}/comment", {"task_status_id": str(retake.id), "comment": "x"}).created()
    other = studio.status("wip")
    write(wrong, task_status_id=other.id, retake_count=7, duration=60)
    write(silent, task_status_id=other.id)
    with api.events("task:update") as events:
        assert zou("clean-tasks-data", "--project-id", str(production.id)) == (0, "1 of 3 tasks changed.", "")
    assert [data["task_id"] for _, data in events] == [str(wrong.id)]
    found = admin.get(f"/data/tasks/{wrong.id}").ok()
    assert (found["task_status_id"], found["retake_count"], found["duration"]) == (str(retake.id), 1, 0)
    assert admin.get(f"/data/tasks/{silent.id}").ok()["task_status_id"] == str(other.id)
    assert zou("clean-tasks-data")[0] == 2
    unknown = uuid4()
    assert zou("clean-tasks-data", "--project-id", str(unknown)) == (1, "", f"No production has the id {unknown}.")


def test_castings_are_counted_anew(zou, app, api, transaction):
    studio = Studio(app)
    production = studio.production()
    shot, closed = studio.shot(production), studio.shot(studio.production(project_status_id=studio.closed_status().id))
    for entity in (shot, closed):
        studio.add(EntityLink(entity_in_id=entity.id, entity_out_id=studio.asset(production).id))
        write(entity, nb_entities_out=9)
    assert zou("reset-breakdown-data") == (0, "1 shots of 1 productions recomputed.", "")
    counts = dict(db.session.execute(sa.select(Entity.id, Entity.nb_entities_out).where(Entity.id.in_([shot.id, closed.id]))).all())
    assert counts == {shot.id: 1, closed.id: 9}
