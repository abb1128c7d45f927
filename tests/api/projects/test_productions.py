"""The life of a production: made, read, changed, closed, removed."""

import sqlalchemy as sa

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.db.session import db


def full_production(studio: Studio, **values: object) -> m.Project:
    """A production that holds a row of nearly every kind."""
    project = studio.production(team=[artist := studio.artist()], **values)
    shot = studio.shot(project)
    asset = studio.asset(project)
    task = studio.task(shot, assignees=[artist])
    comment = studio.add(m.Comment(object_id=task.id, object_type="Task", person_id=artist.id, task_status_id=task.task_status_id, text="hello"))
    preview = studio.add(m.PreviewFile(name="p", task_id=task.id, person_id=artist.id, revision=1))
    studio.add(m.EntityLink(entity_in_id=shot.id, entity_out_id=asset.id, nb_occurences=1))
    studio.add(m.TimeSpent(person_id=artist.id, task_id=task.id, date=sa.func.current_date(), duration=60))
    studio.add(m.News(task_id=task.id, author_id=artist.id, comment_id=comment.id, preview_file_id=preview.id))
    studio.add(m.Notification(person_id=artist.id, author_id=artist.id, type="comment", task_id=task.id, comment_id=comment.id))
    studio.add(m.Playlist(name="p", project_id=project.id, shots=[]))
    budget = studio.add(m.Budget(name="b", project_id=project.id))
    studio.add(m.BudgetEntry(budget_id=budget.id, department_id=studio.department().id, months_duration=1, daily_salary=1, start_date=sa.func.current_date()))
    version = studio.add(m.ProductionScheduleVersion(name="v", project_id=project.id))
    studio.add(m.ProductionScheduleVersionTaskLink(production_schedule_version_id=version.id, task_id=task.id))
    studio.add(m.MetadataDescriptor(project_id=project.id, entity_type="Shot", name="Mood", field_name="mood", data_type="string"))
    studio.add(m.Milestone(name="m", project_id=project.id))
    studio.add(m.ApiEvent(name="task:update", data={}, project_id=project.id))
    asset.preview_file_id = preview.id
    studio.add(m.StoredFile(bucket="pictures", prefix="originals", key=f"originals-{preview.id}", file_id=str(preview.id)))
    project.from_schedule_version_id = version.id
    db.session.commit()
    return project


def test_a_tv_show_has_an_episode_and_the_columns_of_other_productions(api: Api, studio: Studio) -> None:
    other = studio.production()
    studio.add(m.MetadataDescriptor(project_id=other.id, entity_type="Project", name="Producer", field_name="producer", data_type="string"))
    admin = api.as_(studio.admin())
    with api.events() as events:
        made = admin.post("/data/projects", {"name": "Show", "production_type": "tvshow"}).created()
    assert [name for name, _ in events] == ["metadata-descriptor:new", "episode:new", "project:new"]
    read = admin.get(f"/data/projects/{made['id']}").ok()
    assert read["first_episode_id"] == made["first_episode_id"] and read["project_status_name"] == "Open"
    assert [column["name"] for column in read["descriptors"]] == ["Producer"]
    plain = admin.post("/data/projects", {"name": "Film"}).created()
    assert "first_episode_id" not in plain
    assert "first_episode_id" in admin.put(f"/data/projects/{plain['id']}", {"production_type": "tvshow"}).ok()


def test_bad_values_make_no_production(api: Api, studio: Studio) -> None:
    admin = api.as_(studio.admin())
    nowhere = "00000000-0000-4000-8000-000000000000"
    bad = [
        {},
        {"name": ""},
        {"name": "x", "resolution": "full"},
        {"name": "x", "production_style": "opera"},
        {"name": "x", "hd_bitrate_compression": 400},
        {"name": "x", "hd_bitrate_compression": 5, "ld_bitrate_compression": 6},
        {"name": "x", "default_preview_background_file_id": nowhere},
        {"name": "x", "colour": "red"},
    ]
    assert [admin.post("/data/projects", body).status for body in bad] == [400] * len(bad)
    for missing in ({"project_template_id": nowhere}, {"preview_background_files": [nowhere]}):
        assert admin.post("/data/projects", {"name": "x", **missing}).status == 404
    assert admin.get("/data/projects/all").ok() == []
    made = admin.post("/data/projects", {"name": "x", "project_status_id": None, "production_style": None}).created()
    assert made["production_style"] == "2d3d" and made["project_status_id"]
    assert admin.put(f"/data/projects/{made['id']}", {"project_status_id": None}).status == 400


def test_links_that_stay_keep_what_they_say(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    layout, animation = studio.task_type(), studio.task_type()
    as_manager = api.as_(manager)
    as_manager.post("/data/task-type-links", {"project_id": str(project.id), "task_type_id": str(layout.id), "priority": 7}).created()
    as_manager.put(f"/data/projects/{project.id}", {"task_types": [str(animation.id), str(layout.id)], "team": []}).ok()
    read = as_manager.get(f"/data/projects/{project.id}").ok()
    assert read["task_types_priority"] == {str(layout.id): 7, str(animation.id): None}
    assert read["team"] == [str(manager.id)]


def test_lists_take_as_many_statements_for_many_as_for_one(api: Api, studio: Studio) -> None:
    admin, artist = studio.admin(), studio.artist()
    for _ in range(5):
        project = studio.production(team=[artist], production_type="tvshow")
        studio.episode(project)
        studio.add(m.ProjectTaskTypeLink(project_id=project.id, task_type_id=studio.task_type().id))
        studio.add(m.MetadataDescriptor(project_id=project.id, entity_type="Shot", name="Mood", field_name="mood", data_type="string"))
    for person in (admin, artist):
        with api.statements(at_most=6):
            assert len(api.as_(person).get("/data/projects/open").ok()) == 5
        with api.statements(at_most=3):
            assert len(api.as_(person).get("/data/projects/all").ok()) == 5


def test_a_closed_production_leaves_the_lists_of_open_ones_alone(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")], name="Ending")
    as_manager, ident, closed = api.as_(manager), str(project.id), str(studio.closed_status().id)
    assert [row["id"] for row in as_manager.get("/data/projects/open").ok()] == [ident]
    as_manager.put(f"/data/projects/{ident}", {"project_status_id": closed}).ok()
    assert as_manager.get("/data/projects/open").ok() == []
    assert [row["name"] for row in as_manager.get("/data/projects/all", name="ENDING").ok()] == ["Ending"]
    assert as_manager.get(f"/data/projects/{ident}").ok()["project_status_name"] == "Closed"
    assert api.as_(studio.person("manager")).get("/data/projects/all", name="Ending").status == 404


def test_the_whole_team_reads_its_production(api: Api, studio: Studio) -> None:
    production = studio.production()
    for role, person in studio.team(production=production).items():
        reader = api.as_(person)
        assert reader.get(f"/data/projects/{production.id}").ok()["project_status_name"] == "Open", role
        assert [row["id"] for row in reader.get("/data/projects").ok()] == [str(production.id)], role
        assert api.as_(studio.person(role)).get(f"/data/projects/{production.id}").status == (200 if role == "admin" else 403)


def test_only_a_closed_production_is_removed_and_only_by_force_with_what_it_holds(api: Api, studio: Studio) -> None:
    project, untouched = full_production(studio), full_production(studio)
    admin, ident, kept, closed = api.as_(studio.admin()), str(project.id), str(untouched.id), str(studio.closed_status().id)
    path = f"/data/projects/{ident}"
    assert admin.delete(path, query_string={"force": "true"}).status == 400
    admin.put(path, {"project_status_id": closed}).ok()
    assert admin.delete(path).status == 400
    with api.events() as events, api.statements(at_most=70):
        admin.delete(path, query_string={"force": "true"}).gone()
    names = {name for name, _ in events}
    assert {"project:delete", "task:delete", "shot:delete", "asset:delete", "comment:delete", "preview-file:delete", "playlist:delete"} <= names
    assert all(data.get("project_id") == ident for _, data in events)
    admin.get(path).has(404)
    for model in (m.Task, m.Entity, m.Comment, m.PreviewFile, m.Budget, m.MetadataDescriptor, m.Milestone, m.Playlist, m.News):
        left = db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar()
        assert left == (3 if model is m.Entity else 1), model
    assert db.session.execute(sa.select(m.StoredFile.purge_forced).order_by(m.StoredFile.purge_forced)).scalars().all() == [False, True]
    assert admin.get(f"/data/projects/{kept}").ok()


def test_a_production_that_holds_nothing_is_removed_whatever_was_logged(api: Api, studio: Studio) -> None:
    project = studio.production(team=[studio.artist()], project_status_id=studio.closed_status().id)
    studio.add(m.ApiEvent(name="project:update", data={}, project_id=project.id))
    api.as_(studio.admin()).delete(f"/data/projects/{project.id}").gone()


def test_the_statuses_that_the_server_gives_are_kept(api: Api, studio: Studio) -> None:
    admin = api.as_(studio.admin())
    for status in (studio.open_status(), studio.closed_status()):
        assert admin.put(f"/data/project-status/{status.id}", {"name": "Other"}).status == 400
        assert admin.put(f"/data/project-status/{status.id}", {"name": status.name, "color": "#123456"}).ok()["color"] == "#123456"
        assert admin.delete(f"/data/project-status/{status.id}").status == 400
