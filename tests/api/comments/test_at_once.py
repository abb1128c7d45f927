"""Many clients comment the same task at once, for real: separate connections, committed transactions."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.db.session import db
from zou.models import Comment, News, Notification, Subscription, Task

CLIENTS = 20


def test_twenty_clients_comment_one_task_at_once(real):
    studio = Studio(real)
    production = studio.production()
    people = [studio.person("manager") for _ in range(CLIENTS)]
    for person in people:
        studio.join(production, person)
    shot = studio.shot(production)
    tasks = [studio.task(shot, task_type=studio.task_type(name=name)) for name in ("Model", "Rig")]
    task_ids = [task.id for task in tasks]
    studio.add(Subscription(person_id=people[0].id, task_id=task_ids[0]))
    statuses = [str(studio.status(name).id) for name in ("wip", "retake")]
    clients = [Api(real, None, person) for person in people]

    def post(number):
        # Half of them speak to the other task, too: each locks both, in whatever order they come.
        tag = ("#Rig", "#Model")[number // 2 % 2] if number % 2 else ""
        task_id = task_ids[number // 2 % 2] if number % 2 else task_ids[0]
        body = {"task_status_id": statuses[number % 2], "comment": f"{number} {tag}"}
        return clients[number].post(f"/actions/tasks/{task_id}/comment", body).status

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(post, range(CLIENTS)))
    assert answers == [201] * CLIENTS

    db.session.rollback()
    copies = CLIENTS // 2
    said = db.session.execute(sa.select(Comment.object_id, Comment.task_status_id, Comment.created_at).order_by(Comment.created_at)).all()
    assert len(said) == CLIENTS + copies
    assert db.session.scalar(sa.select(sa.func.count()).select_from(News)) == CLIENTS + copies
    on_first = [row for row in said if row.object_id == task_ids[0]]
    assert len({row.created_at for row in on_first}) == len(on_first)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notification)) in (len(on_first), len(on_first) - 1)
    for task in db.session.execute(sa.select(Task).execution_options(populate_existing=True)).scalars():
        run, retakes = None, 0
        for row in (row for row in said if row.object_id == task.id):
            retakes += str(row.task_status_id) == statuses[1] != run
            run = str(row.task_status_id)
        assert (str(task.task_status_id), task.retake_count) == (run, retakes)
