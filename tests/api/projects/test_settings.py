"""What a production uses."""

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.models import PreviewBackgroundFile, Software, StatusAutomation


def links_of(api: Api, project_id: object) -> dict[str, object]:
    read = api.get(f"/data/projects/{project_id}").ok()
    return {key: read[key] for key in ("task_type_links", "task_statuses_link", "asset_types")}


def test_a_task_type_link_keeps_what_is_not_sent(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")], hd_bitrate_compression=12)
    layout, as_manager = str(studio.task_type().id), api.as_(manager)
    path = f"/data/projects/{project.id}/settings/task-types"
    sent = {"task_type_id": layout, "priority": "3", "hd_bitrate_compression": 10, "ld_bitrate_compression": 4}
    with api.events() as events:
        as_manager.post(path, sent).created()
        as_manager.post(path, {"task_type_id": layout, "priority": 9}).created()
        as_manager.post(path, {"task_type_id": layout, "ld_bitrate_compression": 5, "is_client_visible": False}).created()
    assert len(events) == 2
    assert links_of(as_manager, project.id)["task_type_links"] == {
        layout: {"priority": 3, "hd_bitrate_compression": 10, "ld_bitrate_compression": 5, "is_client_visible": False}
    }
    for bad in ({"ld_bitrate_compression": 11}, {"hd_bitrate_compression": 0}, {"hd_bitrate_compression": 99}, {"priority": "high"}, {"priority": 1.5}):
        assert as_manager.post(path, {"task_type_id": layout, **bad}).status == 400, bad
    other = str(studio.task_type().id)
    assert as_manager.post(path, {"task_type_id": other, "ld_bitrate_compression": 13}).status == 400
    assert as_manager.post(path, {"task_type_id": "x"}).status == 400


def test_a_batch_adds_what_lacks_and_skips_what_is_unknown(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    as_manager, kinds = api.as_(manager), [str(studio.task_type().id) for _ in range(30)]
    done, prop, nowhere = str(studio.status("done").id), str(studio.entity_type("Prop").id), "00000000-0000-4000-8000-000000000000"
    path = f"/data/projects/{project.id}/settings/batch"
    body = {
        "task_types": [
            *({"task_type_id": ident, "priority": place} for place, ident in enumerate(kinds)),
            {"task_type_id": nowhere},
            {"task_type_id": kinds[0]},
        ],
        "task_status_ids": [done, done, nowhere],
        "asset_type_ids": [prop],
    }
    with api.events() as events, api.statements(at_most=20):
        as_manager.post(path, body).ok()
        as_manager.post(path, {"task_types": [{"task_type_id": kinds[1], "is_client_visible": False}], "replace_task_types": "true"}).ok()
    assert [name for name, _ in events] == ["project:update"] * 2
    links = links_of(as_manager, project.id)
    assert links["asset_types"] == [prop] and links["task_statuses_link"].keys() == {done}
    assert links["task_type_links"] == {kinds[1]: {"priority": 1, "hd_bitrate_compression": None, "ld_bitrate_compression": None, "is_client_visible": False}}
    assert as_manager.post(path, {"task_types": ["x"]}).status == 400
    assert as_manager.post(path, []).status == 400


def test_bad_roles_never_reach_a_board(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    done, as_manager = str(studio.status("done").id), api.as_(manager)
    body = {"project_id": str(project.id), "task_status_id": done, "roles_for_board": ["boss"]}
    assert as_manager.post("/data/task-status-links", body).status == 400
    made = as_manager.post("/data/task-status-links", {**body, "roles_for_board": ["client"], "priority": None}).created()
    assert made["roles_for_board"] == ["client"] and made["priority"] is None
    assert as_manager.post("/data/task-status-links", {**body, "roles_for_board": []}).created()["id"] == made["id"]
    assert as_manager.put(f"/data/projects/{project.id}/settings/task-status/{done}", {"is_client_allowed": None}).ok()["is_client_allowed"] is None
    assert as_manager.get("/data/projects/open").ok()[0]["task_statuses_link"][done]["roles_for_board"] == []
    for body in ({"task_status_id": done}, {"project_id": str(project.id)}, {"project_id": "x", "task_status_id": done}):
        assert as_manager.post("/data/task-status-links", body).status == 400
    assert as_manager.call("POST", f"/data/task-type-links?project_id={project.id}&task_type_id={studio.task_type().id}&priority=4").created()["priority"] == 4


def test_links_are_put_into_order(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    one, two, stranger = (str(studio.task_type().id) for _ in range(3))
    as_manager = api.as_(manager)
    for ident in (one, two):
        as_manager.post(f"/data/projects/{project.id}/settings/task-types", {"task_type_id": ident}).created()
    links = as_manager.post(f"/actions/projects/{project.id}/task-type-links/reorder", {"task_type_ids": [two, stranger, one]}).ok()
    assert [(link["task_type_id"], link["priority"]) for link in links] == [(two, 1), (one, 3)]
    for bad in ({}, {"task_type_ids": "all"}, {"task_type_ids": ["x"]}, []):
        assert as_manager.post(f"/actions/projects/{project.id}/task-type-links/reorder", bad).status == 400


def test_supervisors_choose_software_for_their_departments(api: Api, studio: Studio) -> None:
    mine, other = studio.department(), studio.department()
    project = studio.production(team=[supervisor := studio.person("supervisor", departments=[mine])])
    layout, lighting = (str(studio.task_type(department=department).id) for department in (mine, other))
    software = str(studio.add(Software(name="Sculptor", short_name="scl", file_extension="scl")).id)
    project_id = str(project.id)
    admin, as_supervisor = api.as_(studio.admin()), api.as_(supervisor)
    path = f"/data/projects/{project_id}/task-types"
    body = {"software_id": software}
    assert as_supervisor.post(f"{path}/{layout}/softwares", body).status == 400
    admin.post(f"/data/projects/{project_id}/settings/task-types", {"task_type_id": layout}).created()
    with api.events() as events:
        for _ in range(2):
            link = as_supervisor.post(f"{path}/{layout}/softwares", body).created()
    assert events == [("project:update", {"project_id": project_id})]
    assert as_supervisor.get(f"/data/projects/{project_id}/task-type-softwares").ok() == [link]
    assert as_supervisor.post(f"{path}/{lighting}/softwares", body).status == 403
    as_supervisor.delete(f"{path}/{layout}/softwares/{software}").gone()


def test_the_studios_types_are_named_once_and_have_one_default(api: Api, studio: Studio) -> None:
    admin = api.as_(studio.admin())
    todo = admin.post("/data/task-status", {"name": "Todo", "short_name": "td", "color": "#000000", "is_default": True}).created()
    neutral = {"name": "Neutral", "short_name": "n", "color": "#000000", "is_default": True, "for_concept": True}
    admin.post("/data/task-status", neutral).created()
    assert admin.post("/data/task-status", {**neutral, "short_name": "x" * 11}).status == 400
    fresh = admin.post("/data/task-status", {"name": "New", "short_name": "nw", "color": "#000000", "is_default": True}).created()
    defaults = {row["name"] for row in admin.get("/data/task-status", is_default="true").ok()}
    assert defaults == {"Neutral", "New"} and todo["id"] != fresh["id"]
    vehicle = admin.post("/data/entity-types", {"name": "Vehicle"}).created()
    admin.post("/data/entity-types", {"name": "V%"}).created()
    assert admin.post("/data/entity-types", {"name": "vehicle"}).status == 400
    assert admin.put(f"/data/entity-types/{vehicle['id']}", {"name": "v%"}).status == 400
    assert admin.put(f"/data/entity-types/{vehicle['id']}", {"name": "VEHICLE"}).ok()["name"] == "VEHICLE"
    shot = studio.entity_type("Shot").id
    assert admin.put(f"/data/entity-types/{shot}", {"name": "Cut"}).status == 400
    assert admin.put(f"/data/entity-types/{shot}", {"name": "Shot", "short_name": "SH"}).ok()["short_name"] == "SH"
    for path in ("task-types", "entity-types", "custom-actions", "project-status"):
        assert admin.post(f"/data/{path}", {"name": " ", "color": "#000000"} if path == "project-status" else {"name": " "}).status == 400
    assert admin.post("/data/status-automations", {"out_field_type": "colour"}).status == 400
    assert admin.get("/data/status-automations").ok() == []


def test_a_task_type_that_has_tasks_is_never_removed(api: Api, studio: Studio) -> None:
    project = studio.production()
    kind = studio.task_type()
    studio.task(studio.shot(project), task_type=kind)
    admin = api.as_(studio.admin())
    admin.post(f"/data/projects/{project.id}/settings/task-types", {"task_type_id": str(kind.id)}).created()
    ident, project_id = str(kind.id), str(project.id)
    assert admin.delete(f"/data/task-types/{ident}").status == 400
    assert admin.delete(f"/data/task-types/{ident}", query_string={"force": "true"}).status == 400
    assert links_of(admin, project_id)["task_type_links"].keys() == {ident}


def test_an_automation_in_use_stays(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    rule = str(studio.add(StatusAutomation(in_task_type_id=studio.task_type().id)).id)
    admin, as_manager, path = api.as_(studio.admin()), api.as_(manager), f"/data/projects/{project.id}/settings/status-automations"
    as_manager.post(path, {"status_automation_id": rule}).created()
    assert admin.delete(f"/data/status-automations/{rule}").status == 400
    as_manager.delete(f"{path}/{rule}").gone()
    admin.delete(f"/data/status-automations/{rule}").gone()


def test_a_background_that_is_used_no_longer_is_not_the_default(api: Api, studio: Studio) -> None:
    project = str(studio.production(team=[manager := studio.person("manager")]).id)
    sky, wall = (str(studio.add(PreviewBackgroundFile(name=name)).id) for name in ("Sky", "Wall"))
    as_manager, path = api.as_(manager), f"/data/projects/{project}"
    assert as_manager.put(path, {"default_preview_background_file_id": sky}).status == 400
    for take in (
        lambda: as_manager.delete(f"{path}/settings/preview-background-files/{sky}"),
        lambda: as_manager.put(path, {"preview_background_files": [wall]}),
    ):
        chosen = as_manager.put(path, {"preview_background_files": [sky, wall], "default_preview_background_file_id": sky}).ok()
        assert chosen["default_preview_background_file_id"] == sky
        take()
        assert as_manager.get(path).ok()["default_preview_background_file_id"] is None
