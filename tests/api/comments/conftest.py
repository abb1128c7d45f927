"""A production with one person of each role, and a task in it."""

import pytest


@pytest.fixture
def team(studio):
    production = studio.production()
    return {**studio.team(production=production), "production": production}


@pytest.fixture
def shot(studio, team):
    return studio.shot(team["production"])


@pytest.fixture
def task(studio, shot):
    return studio.task(shot)


@pytest.fixture
def comment(api, studio, task):
    """Comments the task: `comment(person, status, text, **more)`; the reply."""

    def post(who, status="todo", text="", on=None, **more):
        body = {"task_status_id": str(studio.status(status).id), "comment": text, **more}
        return api.as_(who).post(f"/actions/tasks/{(on or task).id}/comment", body)

    return post
