"""To-do and done lists, tasks to check."""

import datetime as dt

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m


def _say(studio: Studio, task, author, text, day):
    studio.add(m.Comment(object_id=task.id, object_type="Task", text=text, person_id=author.id, task_status_id=task.task_status_id, created_at=day))


def test_a_to_do_row_tells_all_about_the_task(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist(), manager := studio.person("manager"), client := studio.person("client")])
    episode = studio.episode(production, name="E01")
    shot = studio.shot(production, name="SH01", sequence=studio.sequence(production, name="SQ01", parent_id=episode.id))
    task = studio.task(shot, assignees=[artist], estimation=480, due_date="2024-05-10")
    _say(studio, task, manager, "go on", dt.datetime(2024, 5, 1, 12))
    _say(studio, task, client, "hidden", dt.datetime(2024, 5, 2, 12))
    done = [studio.task(shot, assignees=[artist], task_status_id=studio.status("done").id, end_date=f"2024-05-{day:02}") for day in (3, 9, 5)]
    studio.task(studio.shot(studio.production(project_status_id=studio.closed_status().id, team=[artist])), assignees=[artist])
    mine = api.as_(artist)
    with api.statements(at_most=2):
        rows = mine.get("/data/user/tasks").ok()
    assert [row["id"] for row in rows] == [str(task.id)]
    row = rows[0]
    assert row["type"] == "Task" and row["assignees"] == [str(artist.id)]
    assert {key: row[key] for key in ("project_name", "entity_name", "entity_type_name", "sequence_name", "episode_id", "episode_name")} == {
        "project_name": production.name, "entity_name": "SH01", "entity_type_name": "Shot", "sequence_name": "SQ01",
        "episode_id": str(episode.id), "episode_name": "E01",
    }  # fmt: skip
    assert row["last_comment"] == {"text": "go on", "date": "2024-05-01T12:00:00", "person_id": str(manager.id)}
    assert row["task_estimation"] == row["estimation"] == 480 and row["task_due_date"] == "2024-05-10T00:00:00"
    assert row["entity_preview_file_id"] == row["entity_source_id"] == "" and row["entity_data"] == {}
    assert [row["id"] for row in mine.get("/data/user/done-tasks").ok()] == [str(done[n].id) for n in (1, 2, 0)]
    assert api.as_(manager).get(f"/data/persons/{artist.id}/tasks").ok() == rows
    assert len(api.as_(studio.admin()).get(f"/data/persons/{artist.id}/done-tasks").ok()) == 3


def test_assets_tell_the_episodes_that_they_are_cast_in(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist()])
    hero, extra = studio.asset(production), studio.asset(production)
    kind = studio.task_type("Asset")
    for asset in (hero, extra):
        studio.task(asset, assignees=[artist], task_type=kind)
    episodes = [studio.episode(production, name=name) for name in ("E02", "E01")]
    for episode in episodes:
        studio.add(m.EntityLink(entity_in_id=episode.id, entity_out_id=hero.id))
    with api.statements(at_most=3):
        rows = {row["entity_id"]: row for row in api.as_(artist).get("/data/user/tasks").ok()}
    assert rows[str(hero.id)]["episode_names"] == ["E01", "E02"]
    assert rows[str(hero.id)]["episode_ids"] == [str(episodes[1].id), str(episodes[0].id)]
    assert "episode_ids" not in rows[str(extra.id)]


def test_who_sees_a_persons_lists(api: Api, studio: Studio) -> None:
    artist, stranger = studio.artist(), studio.artist()
    production, elsewhere = studio.production(team=[artist]), studio.production(team=[artist])
    team = studio.team(production=production)
    vendor = team["vendor"]
    kind = studio.task_type()
    for project, people in ((production, [artist, vendor]), (elsewhere, [artist])):
        studio.task(shot := studio.shot(project), assignees=people)
        studio.task(shot, task_type=kind)
    lists = f"/data/persons/{artist.id}"
    bot = f"/data/persons/{studio.person(is_bot=True).id}/tasks"
    nobodys = f"/data/persons/{production.id}/tasks"
    vendors_own = f"/data/persons/{vendor.id}/tasks"
    callers = {role: api.as_(person) for role, person in {**team, "artist": artist, "stranger": stranger}.items()}
    seen = {role: len(callers[role].get(f"{lists}/tasks").ok()) for role in ("admin", "manager", "supervisor", "user", "client", "artist", "stranger")}
    assert seen == {"admin": 2, "manager": 1, "supervisor": 1, "user": 1, "client": 0, "artist": 2, "stranger": 0}
    related = f"{lists}/related-tasks/{kind.id}"
    assert {role: len(callers[role].get(related).ok()) for role in ("admin", "manager", "artist", "stranger")} == {
        "admin": 2, "manager": 1, "artist": 2, "stranger": 0,
    }  # fmt: skip
    assert len(callers["vendor"].get(vendors_own).ok()) == 1
    assert callers["vendor"].get(f"{lists}/tasks").status == callers["vendor"].get(f"{lists}/done-tasks").status == 403
    assert callers["vendor"].get(related).status == callers["admin"].get(bot).status == 403
    assert callers["admin"].get(nobodys).status == 404


def test_tasks_to_check_are_those_that_the_caller_oversees(api: Api, studio: Studio) -> None:
    animation, modeling = studio.department(), studio.department()
    manager, demoted, artist = studio.person("manager"), studio.person("manager"), studio.artist()
    supervisor = studio.person("supervisor", departments=[modeling])
    production = studio.production(team=[manager, supervisor, artist], roles={demoted: "user"})
    elsewhere = studio.production(team=[manager])
    wfa = studio.status("wfa").id
    animate, model = studio.task_type(department=animation, name="Animation"), studio.task_type("Asset", department=modeling, name="Modeling")
    sequence = studio.sequence(production)
    one = studio.task(
        studio.shot(production, name="SH01", sequence=sequence),
        task_type=animate,
        task_status_id=wfa,
        priority=1,
        estimation=60,
        due_date="2024-05-20",
        assignees=[artist],
    )
    studio.task(
        studio.shot(production, name="SH02", sequence=sequence), task_type=animate, task_status_id=wfa, priority=3, estimation=480, due_date="2024-05-10"
    )
    studio.task(studio.asset(production, name="Hero"), task_type=model, task_status_id=wfa, estimation=240)
    studio.task(studio.shot(elsewhere, name="Far"), task_type=animate, task_status_id=wfa)
    studio.task(studio.shot(production, name="Todo"), task_type=animate)
    url = "/data/user/tasks-to-check"
    as_manager, at = api.as_(manager), {"project_id": production.id}

    def names(caller=as_manager, **query):
        return [row["entity_name"] for row in caller.get(url, **query).ok()]

    assert names(**at) == ["SH01", "SH02", "Hero"]
    for key, expected in (("priority", "SH02 SH01 Hero"), ("due_date", "SH02 SH01 Hero"), ("estimation", "SH02 Hero SH01"), ("entity_name", "SH01 SH02 Hero")):
        assert names(order_by=key, **at) == expected.split(), key
    assert names(person_id=artist.id) == names(person_id=f"{artist.id},{manager.id}") == ["SH01"]
    assert sorted(names(person_id="unassigned")) == ["Far", "Hero", "SH02"]
    assert names(due_date_since="2024-05-15") == names(due_date_since="2024-05-20") == ["SH01"]
    assert names(due_date_until="2024-05-15T00:00:00") == names(due_date_until="2024-05-10") == ["SH02"]
    with api.statements(at_most=4):
        page = as_manager.get(url, page=2, limit=2, order_by="estimation", **at).ok()
    assert [row["entity_name"] for row in page.pop("data")] == ["SH01"]
    assert page == {"stats": {"total": 3, "total_duration": 0, "total_estimation": 780}, "page": 2, "limit": 2, "is_more": False}
    assert as_manager.get(url, page=-3, limit=0, **at).ok()["limit"] == 1
    values = as_manager.get(f"{url}/filter-values").ok()
    assert values["project_ids"] == sorted([str(production.id), str(elsewhere.id)]) and values["person_ids"] == [str(artist.id)]
    assert values["task_type_ids"] == sorted([str(animate.id), str(model.id)]) and values["episode_ids"] == []
    assert names(api.as_(supervisor)) == ["Hero"]
    assert names(api.as_(demoted)) == names(api.as_(artist)) == []
    assert api.as_(artist).get(f"{url}/filter-values").ok()["project_ids"] == []
    assert names(api.as_(artist), episode_id=one.id) == []
    for faulty in ({"task_status_id": "x"}, {"person_id": "x"}, {"due_date_since": "soon"}, {"page": "x"}, {"limit": "x", "page": 1}):
        assert as_manager.get(url, **faulty).status == 400, faulty
