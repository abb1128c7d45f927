"""Status automations: what a new status makes of other tasks and of the asset."""

import io

import pytest
from PIL import Image

from zou.models import EntityLink, ProjectStatusAutomationLink, ProjectTaskTypeLink, StatusAutomation


@pytest.fixture
def world(api, studio, team):
    """An asset with a modeling and a rigging task, and a way to add rules."""
    production = team["production"]
    asset = studio.asset(production)
    model, rig = (studio.task(asset, task_type=studio.task_type("Asset", name=name)) for name in ("Modeling", "Rigging"))

    def rule(source, status, **out):
        values = {"entity_type": "asset", "in_task_type_id": source.task_type_id, "in_task_status_id": studio.status(status).id, "out_field_type": "status"}
        made = studio.add(StatusAutomation(**{**values, **out}))
        studio.add(ProjectStatusAutomationLink(project_id=production.id, status_automation_id=made.id))

    return asset, model, rig, rule


def texts(api, team, task):
    return [(one["task_status"]["short_name"], one["person_id"]) for one in api.as_(team["manager"]).get(f"/data/tasks/{task.id}/comments").ok()]


def test_a_rule_fires_on_the_change_only(api, studio, team, world, comment):
    _, model, rig, rule = world
    rule(model, "done", out_task_type_id=rig.task_type_id, out_task_status_id=studio.status("ready").id)
    manager = team["manager"]
    for status in ("wip", "done", "done"):
        comment(manager, status, on=model).created()
    comment(manager, "done", on=model, created_at="2020-01-01 00:00:00").created()
    assert texts(api, team, rig) == [("ready", str(manager.id))]
    assert api.as_(manager).get(f"/data/tasks/{rig.id}").ok()["task_status_id"] == str(studio.status("ready").id)


def test_rules_that_face_each_other_end(api, studio, team, world, comment):
    _, model, rig, rule = world
    for source, target in ((model, rig), (rig, model)):
        rule(source, "done", out_task_type_id=target.task_type_id, out_task_status_id=studio.status("ready").id)
        rule(source, "ready", out_task_type_id=target.task_type_id, out_task_status_id=studio.status("done").id)
    comment(team["manager"], "done", on=model).created()
    assert len(texts(api, team, model)) + len(texts(api, team, rig)) <= 4


def test_no_rule_reaches_back_in_the_pipeline(api, studio, team, world, comment):
    _, model, rig, rule = world
    for task, priority in ((model, 1), (rig, 2)):
        studio.add(ProjectTaskTypeLink(project_id=task.project_id, task_type_id=task.task_type_id, priority=priority))
    rule(rig, "done", out_task_type_id=model.task_type_id, out_task_status_id=studio.status("ready").id)
    comment(team["manager"], "done", on=rig).created()
    assert texts(api, team, model) == []


def test_an_asset_that_is_ready_counts_in_the_castings_of_its_shots(api, studio, team, world, comment):
    asset, model, _, rule = world
    animation = studio.task_type("Shot", name="Animation")
    studio.add(ProjectTaskTypeLink(project_id=asset.project_id, task_type_id=animation.id, priority=1))
    shot = studio.shot(team["production"])
    studio.add(EntityLink(entity_in_id=shot.id, entity_out_id=asset.id, nb_occurences=1))
    task = studio.task(shot, task_type=animation)
    rule(model, "done", out_field_type="ready_for", out_task_type_id=animation.id)
    with api.events("asset:update", "task:update-casting-stats") as events:
        comment(team["manager"], "done", on=model).created()
    project = {"project_id": str(asset.project_id)}
    assert events == [
        ("asset:update", {"asset_id": str(asset.id), "data": {"ready_for": str(animation.id)}, **project}),
        ("task:update-casting-stats", {"task_id": str(task.id), "nb_assets_ready": 1, **project}),
    ]


def test_a_rule_may_carry_the_last_revision_along(api, studio, team, world, comment):
    _, model, rig, rule = world
    rule(model, "done", out_task_type_id=rig.task_type_id, out_task_status_id=studio.status("ready").id, import_last_revision=True)
    manager = api.as_(team["manager"])
    made = comment(team["manager"], "wfa", on=model).created()
    preview = manager.post(f"/actions/tasks/{model.id}/comments/{made['id']}/add-preview").created()
    picture = io.BytesIO()
    Image.new("RGB", (32, 16), "red").save(picture, "PNG")
    picture.seek(0)
    manager.post(f"/pictures/preview-files/{preview['id']}", data={"file": (picture, "hero.png")}, content_type="multipart/form-data").created()
    comment(team["manager"], "done", on=model).created()
    [copied] = manager.get(f"/data/tasks/{rig.id}/comments").ok()[0]["previews"]
    assert (copied["revision"], copied["status"], copied["original_name"], copied["width"]) == (1, "ready", "hero", 32)
    assert manager.get(f"/pictures/originals/preview-files/{copied['id']}.png").status == 200
    assert manager.get(f"/data/tasks/{rig.id}").ok()["last_preview_file_id"] == copied["id"]
