"""Posting a comment: what it makes, what it does to the task, who may."""

import io

import pytest

from zou.models import ProjectTaskStatusLink
from zou.storage.files import files
from zou.storage.names import ATTACHMENT


def test_a_comment_gives_the_task_its_status_and_tells_it(api, studio, team, task, comment):
    manager, todo, wfa = team["manager"], studio.status(), studio.status("wfa")
    with api.events() as events:
        made = comment(manager, "wfa", "please look", checklist=[{"text": "arms", "checked": False}], links=["https://x.test", 3]).created()
    told = {"task_id": str(task.id), "new_task_status_id": str(wfa.id), "previous_task_status_id": str(todo.id), "person_id": str(manager.id)}
    project = {"project_id": str(task.project_id)}
    assert [name for name, _ in events] == ["comment:new", "task:update", "task:status-changed", "task:to-review", "news:new"]
    assert events[2][1] == {**told, **project}
    assert events[3][1] == {**told, "comment_id": made["id"], **project}
    assert made["links"] == ["https://x.test", "3"]
    assert made["task_status"]["is_feedback_request"]
    assert set(made["person"]) == {"id", "first_name", "last_name", "full_name", "has_avatar", "role"}
    shown = api.as_(manager).get(f"/data/tasks/{task.id}").ok()
    assert shown["task_status_id"] == str(wfa.id)
    assert shown["end_date"] == shown["last_comment_date"] == made["created_at"]
    listed = api.as_(manager).get(f"/data/tasks/{task.id}/comments").ok()
    assert [row["id"] for row in listed] == [made["id"]]
    assert listed[0]["person"]["full_name"] == f"{manager.first_name} {manager.last_name}"
    assert listed[0]["task_status"] == {"id": str(wfa.id), "name": wfa.name, "short_name": "wfa", "color": wfa.color}


def test_who_may_comment(api, studio, team, task, comment):
    assert {role: comment(person, text=role).status for role, person in team.items() if role != "production"} == {
        "admin": 201, "manager": 201, "supervisor": 201, "user": 403, "client": 201, "vendor": 403,
    }  # fmt: skip
    assert comment(studio.person("manager")).status == 403
    assert comment(None).status == 401


def test_a_mention_lets_one_answer_without_moving_the_status(team, comment):
    artist, manager = team["user"], team["manager"]
    comment(manager, text=f"ask @{artist.first_name} {artist.last_name}, please").created()
    assert comment(artist, "wip", "I start").status == 403
    comment(artist, "todo", "yes?").created()


def test_statuses_may_be_closed_to_artists_and_to_clients(api, studio, team, task, comment):
    closed = studio.status("closed", is_artist_allowed=False, is_client_allowed=False)
    api.as_(team["manager"]).put(f"/actions/tasks/{task.id}/assign", {"person_id": str(team["user"].id)}).ok()
    assert {role: comment(team[role], "closed").status for role in ("user", "client", "supervisor")} == {"user": 403, "client": 403, "supervisor": 201}
    studio.add(ProjectTaskStatusLink(project_id=task.project_id, task_status_id=closed.id, is_client_allowed=True))
    assert comment(team["client"], "closed").status == 201


def test_what_managers_alone_say(team, comment):
    given = {"person_id": str(team["user"].id), "created_at": "2024-01-02 03:04:05", "for_client": True}
    made = comment(team["manager"], **given).created()
    assert (made["person_id"], made["created_at"], made["for_client"]) == (given["person_id"], "2024-01-02T03:04:05", True)
    made = comment(team["supervisor"], **given).created()
    assert (made["person_id"], made["for_client"]) == (str(team["supervisor"].id), False)
    assert made["created_at"] > "2026"


def test_no_comment_is_dated_after_now(team, comment, api, task):
    comment(team["manager"], "wip", created_at="2999-01-01 00:00:00").created()
    comment(team["manager"], "done").created()
    shown = api.as_(team["manager"]).get(f"/data/tasks/{task.id}").ok()
    assert shown["last_comment_date"] < "2999"
    assert shown["done_date"] == shown["last_comment_date"]


def test_retakes_end_where_the_production_says(api, studio, team, task, shot, comment):
    api.as_(team["admin"]).put(f"/data/projects/{task.project_id}", {"max_retakes": 1}).ok()
    assert [comment(team["manager"], status).status for status in ("retake", "retake", "wip", "retake")] == [201, 400, 201, 400]
    api.as_(team["admin"]).put(f"/data/entities/{shot.id}", {"data": {"max_retakes": 2}}).ok()
    assert comment(team["manager"], "retake").status == 201


@pytest.mark.parametrize(
    "body",
    [
        {"task_status_id": None},
        {"comment": None},
        {"comment": 3},
        {"comment": "a\x00b"},
        {"checklist": "no list"},
        {"checklist": {"a": 1}},
        {"links": [[]]},
        {"links": "[1"},
        {"for_client": "perhaps"},
        {"person_id": None},
        {"checklist": [{"text": "\x00"}]},
    ],
)
def test_what_is_no_comment_changes_nothing(api, studio, team, task, body):
    with api.events() as events:
        refused = api.as_(team["manager"]).post(f"/actions/tasks/{task.id}/comment", {"task_status_id": str(studio.status().id), **body})
    assert refused.status == 400
    assert refused.json["error"] and refused.json["message"]
    assert events == []
    assert api.as_(team["manager"]).get(f"/data/tasks/{task.id}/comments").ok() == []


def test_unknown_status_and_author_are_not_found(team, comment, studio):
    nobody = "00000000-0000-0000-0000-000000000000"
    for wrong in (nobody, "no-id"):
        assert comment(team["manager"], task_status_id=wrong).status == 404
    assert comment(team["manager"], person_id=nobody).status == 404


def test_files_of_a_form_are_attached_and_stored(api, app, studio, team, task):
    form = {
        "task_status_id": str(studio.status().id),
        "comment": "two files",
        "checklist": '[{"text": "hips", "checked": false}]',
        "for_client": "true",
        "file-1": (io.BytesIO(b"blocking pass"), "notes.TXT", "text/plain"),
        "file-2": (io.BytesIO(b"{}"), "take", "application/json"),
    }
    made = api.as_(team["manager"]).post(f"/actions/tasks/{task.id}/comment", data=form, content_type="multipart/form-data").created()
    assert [(one["name"], one["extension"], one["size"]) for one in made["attachment_files"]] == [("notes.TXT", "txt", 13), ("take", "take", 2)]
    assert made["checklist"] == [{"text": "hips", "checked": False}] and made["for_client"] is True
    with app.app_context():
        assert b"".join(files().store.read(ATTACHMENT.of(made["attachment_files"][0]["id"]))) == b"blocking pass"


def test_a_comment_that_fails_leaves_no_file(api, app, studio, team, task, monkeypatch):
    monkeypatch.setattr("zou.domains.comments.life.news.announce", lambda *_, **__: 1 / 0)
    form = {"task_status_id": str(studio.status().id), "file-1": (io.BytesIO(b"never"), "a.txt")}
    with app.app_context():
        before = list(files().store.files("files"))
        assert api.as_(team["manager"]).post(f"/actions/tasks/{task.id}/comment", data=form, content_type="multipart/form-data").status == 500
        assert list(files().store.files("files")) == before


def test_hashtags_copy_a_comment_to_the_tasks_of_the_entity(api, studio, team, shot, task, comment):
    other = studio.task(shot, task_type=studio.task_type(name="Rigging"), task_status_id=studio.status("wip").id)
    third = studio.task(shot, task_type=studio.task_type(name="Sound"))
    manager = api.as_(team["manager"])
    comment(team["manager"], "done", "see #rigging and #nothing", links=["https://x.test"]).created()
    copied = manager.get(f"/data/tasks/{other.id}/comments").ok()
    assert [(one["task_status_id"], one["links"]) for one in copied] == [(str(studio.status("wip").id), [])]
    assert copied[0]["text"].startswith("see #rigging and #nothing\n\n____\n")
    comment(team["manager"], "done", "hear #all").created()
    assert [len(manager.get(f"/data/tasks/{one.id}/comments").ok()) for one in (task, other, third)] == [2, 2, 1]


def test_listing_takes_a_fixed_number_of_statements(api, team, task, comment):
    for number in range(12):
        comment(team["manager"], text=f"number {number}").created()
    with api.statements(at_most=7):
        listed = api.as_(team["manager"]).get(f"/data/tasks/{task.id}/comments").ok()
    assert [row["text"] for row in listed] == [f"number {number}" for number in reversed(range(12))]
