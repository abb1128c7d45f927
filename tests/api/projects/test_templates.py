"""Templates that productions are made from."""

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m


def test_a_production_goes_through_a_template_into_another_one(api: Api, studio: Studio) -> None:
    project = studio.production(fps="48", revision_padding=3, is_frame_in_numbering=True, data={"x": 1}, code="MDL")
    kind, done, prop, department = studio.task_type(), studio.status("done"), studio.entity_type("Prop"), studio.department()
    rule = studio.add(m.StatusAutomation(in_task_type_id=kind.id))
    studio.add(m.ProjectTaskTypeLink(project_id=project.id, task_type_id=kind.id, priority=2, is_client_visible=False, hd_bitrate_compression=9))
    studio.add(m.ProjectTaskStatusLink(project_id=project.id, task_status_id=done.id, priority=3, roles_for_board=["user"], is_client_allowed=False))
    studio.add(m.ProjectAssetTypeLink(project_id=project.id, asset_type_id=prop.id))
    studio.add(m.ProjectStatusAutomationLink(project_id=project.id, status_automation_id=rule.id))
    column = m.MetadataDescriptor(project_id=project.id, entity_type="Shot", name="Mood", field_name="mood", data_type="list", choices=["a"], position=2)
    column.departments = [department]
    studio.add(column)
    admin, source = api.as_(studio.admin()), str(project.id)
    with api.statements(at_most=14):
        template = admin.post(f"/data/project-templates/from-project/{source}", {"name": "Model", "description": "copied"}).created()
    assert admin.post(f"/data/project-templates/from-project/{source}", {"name": "Model"}).status == 400
    with api.events() as events:
        child = admin.post("/data/projects", {"name": "Child", "project_template_id": template["id"], "fps": "12", "data": {}}).created()
    assert [name for name, _ in events] == ["project:update", "metadata-descriptor:new", "project:new"]
    before, after = (admin.get(f"/data/projects/{ident}").ok() for ident in (source, child["id"]))
    same = ("revision_padding", "is_frame_in_numbering", "data", "task_type_links", "task_statuses_link", "asset_types", "status_automations")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert (after["fps"], after["code"]) == ("12", None)
    assert [{**row, "id": None} for row in after["descriptors"]] == [{**row, "id": None} for row in before["descriptors"]]
    assert child["asset_types"] == before["asset_types"]


def test_applying_a_template_adds_what_lacks(api: Api, studio: Studio) -> None:
    project, kind, other = studio.production(max_retakes=1), studio.task_type(), studio.task_type()
    studio.add(m.ProjectTaskTypeLink(project_id=project.id, task_type_id=kind.id, priority=7))
    admin, ident, kinds = api.as_(studio.admin()), str(project.id), (str(kind.id), str(other.id))
    template = admin.post("/data/project-templates", {"name": "T", "max_retakes": 3, "production_type": "tvshow"}).created()["id"]
    for place, task_type in enumerate(kinds):
        admin.post(f"/data/project-templates/{template}/task-types", {"task_type_id": task_type, "priority": place}).created()
    admin.post(f"/data/projects/{ident}/apply-template/{template}").ok()
    read = admin.get(f"/data/projects/{ident}").ok()
    assert read["task_types_priority"] == {kinds[0]: 7, kinds[1]: 1} and read["max_retakes"] == 3 and read["first_episode_id"]


def test_templates_are_checked(api: Api, studio: Studio) -> None:
    admin, path = api.as_(studio.admin()), "/data/project-templates"
    made = admin.post(path, {"name": "T", "revision_padding": 3, "task_types": ["x"], "stranger": 1}).created()
    assert made["revision_padding"] == 3 and made["metadata_descriptors"] == []
    bad = ({}, {"name": ""}, {"name": "T"}, {"name": "x", "production_style": "opera"}, {"name": "x", "resolution": "full"}, {"name": "x", "fps": []})
    assert [admin.post(path, body).status for body in bad] == [400] * len(bad)
    one = f"{path}/{made['id']}"
    assert admin.put(one, {"name": None}).status == 400 and admin.put(one, {"ld_bitrate_compression": 29}).status == 400
    kept = admin.put(f"{one}/metadata-descriptors", [{"name": "Élan vital", "entity_type": "Shot", "departments": [None], "stranger": 1}]).ok()
    assert kept["metadata_descriptors"] == [
        {
            "name": "Élan vital",
            "field_name": "elan_vital",
            "entity_type": "Shot",
            "task_type_id": None,
            "data_type": "string",
            "choices": [],
            "for_client": False,
            "departments": [],
            "position": None,
        }
    ]
    for columns in (["x"], "x", [{"name": 3}], [{"name": "x", "data_type": "opera"}]):
        assert admin.put(f"{one}/metadata-descriptors", {"metadata_descriptors": columns}).status == 400, columns
    done = str(studio.status("done").id)
    link = {"task_status_id": done, "roles_for_board": ["client"], "is_client_allowed": False}
    admin.post(f"{one}/task-statuses", link).created()
    assert admin.post(f"{one}/task-statuses", {**link, "roles_for_board": ["boss"]}).status == 400
    again = admin.post(f"{one}/task-statuses", {"task_status_id": done, "roles_for_board": [], "priority": 2}).created()
    assert (again["roles_for_board"], again["is_client_allowed"], again["priority"]) == (["client"], False, 2)
    nowhere = "00000000-0000-4000-8000-000000000000"
    reorder = f"/actions/project-templates/{made['id']}/task-statuses/reorder"
    assert admin.post(reorder, {"task_status_ids": [done, nowhere]}).status == 400
    fresh = str(studio.status("wip").id)
    assert [(row["task_status_id"], row["priority"]) for row in admin.post(reorder, {"task_status_ids": [fresh, done]}).ok()] == [(fresh, 1), (done, 2)]
    assert admin.put(f"{one}/default-preview-background-file", {"default_preview_background_file_id": nowhere}).status == 400
    assert admin.delete(f"{path}/{nowhere}/task-statuses/{done}").status == 404
    admin.delete(one).gone()
