"""What every generic route has in common."""

from uuid import uuid4

from zou import models as m


def test_an_administrator_makes_reads_changes_and_removes_a_row(api, studio):
    with api.as_(studio.admin()).events() as events:
        admin = api.as_(studio.admin())
        made = admin.post("/data/departments", {"name": "Layout", "color": "#7CB342"}).created()
        assert made["type"] == "Department"
        assert admin.get(f"/data/departments/{made['id']}").ok() == made
        changed = admin.put(f"/data/departments/{made['id']}", {"name": "Previz", "nonsense": 1}).ok()
        assert changed["name"] == "Previz"
        admin.delete(f"/data/departments/{made['id']}").gone()
        admin.delete(f"/data/departments/{made['id']}").has(404)
    assert events == [(f"department:{verb}", {"department_id": made["id"]}) for verb in ("new", "update", "delete")]


def test_errors_come_in_the_order_of_the_checks(api, studio):
    artist, admin = api.as_(studio.artist()), api.as_(studio.admin())
    assert api.get("/data/departments").status == 401
    assert api.get("/data/departments/nonsense").status == 401
    assert artist.get("/data/departments/nonsense").status == 400
    assert artist.get(f"/data/departments/{uuid4()}").status == 404
    assert artist.post("/data/departments", {"name": "x", "color": "#1"}).status == 403
    assert artist.call("POST", "/data/departments", data=b"{", content_type="application/json").status == 400
    assert artist.call("POST", "/data/departments", data=b"{}").status == 415
    assert admin.post("/data/departments", {"name": "x"}).status == 400
    assert admin.post("/data/departments", {"name": "x", "color": "#1", "size": 3}).status == 400
    assert admin.call("PATCH", "/data/departments").status == 405
    assert admin.get("/data/nothing").status == 404


def test_lists_are_filtered_paged_and_narrowed(api, studio):
    admin = api.as_(studio.admin())
    for name in ("Layout", "Lighting", "Rigging"):
        admin.post("/data/departments", {"name": name, "color": "#000000"}).created()
    assert [row["name"] for row in admin.get("/data/departments", name="l%").ok()] == ["Layout", "Lighting"]
    page = admin.get("/data/departments", page=2, limit=2).ok()
    assert (page["total"], page["nb_pages"], page["limit"], page["offset"], page["page"], len(page["data"])) == (3, 2, 2, 2, 2, 1)
    assert admin.get("/data/departments", fields="name").ok()[0].keys() == {"id", "type", "name"}
    assert admin.get("/data/departments", archived="maybe").status == 400
    assert admin.get("/data/departments", id="nonsense").status == 400
    assert admin.get("/data/departments", created_at="nonsense").status == 400
    assert admin.get("/data/departments", page=0).status == 400


def test_a_row_is_made_in_one_transaction_and_few_statements(api, studio):
    admin = api.as_(studio.admin())
    with api.statements(at_most=4):
        admin.post("/data/departments", {"name": "Layout", "color": "#7CB342"}).created()


def test_values_are_converted_by_the_rules_of_the_contract(api, studio):
    admin = api.as_(studio.admin())
    item = {"name": 12, "short_name": "w", "monthly_cost": "12", "inventory_amount": 3.7}
    made = admin.post("/data/hardware-items", item).created()
    assert (made["name"], made["monthly_cost"], made["inventory_amount"]) == ("12", 12, 4)
    for bad in ({"name": "a\x00"}, {"name": "x" * 41}, {"monthly_cost": "many"}, {"monthly_cost": 2**40}, {"archived": "yes"}, {"name": None}, {"name": {}}):
        assert admin.put(f"/data/hardware-items/{made['id']}", bad).status == 400, bad
    assert admin.get(f"/data/hardware-items/{made['id']}").ok()["name"] == "12"


def test_json_columns_are_filtered_by_any_json(api, studio):
    admin = api.as_(studio.admin())
    for text in ("1", "null", '"a"', '{"a": [1]}', "[]", "[1]", "true"):
        assert admin.get("/data/comments", data=text).ok() == []
    assert admin.get("/data/comments", data="{").status == 400


def test_a_row_that_must_have_a_name_has_one(api, studio):
    admin, project = api.as_(studio.admin()), studio.production()
    project_id, kind = str(project.id), str(studio.asset(project).entity_type_id)
    bodies = {
        "departments": {"color": "#000000"},
        "hardware-items": {"short_name": "h"},
        "entities": {"project_id": project_id, "entity_type_id": kind},
        "playlists": {"project_id": project_id},
        "budgets": {"project_id": project_id},
        "milestones": {"project_id": project_id},
        "preview-background-files": {},
        "custom-actions": {},
    }
    for path, body in bodies.items():
        for empty in ("", "  "):
            assert admin.post(f"/data/{path}", {**body, "name": empty}).status == 400, path
        made = admin.post(f"/data/{path}", {**body, "name": "Named"}).created()
        assert admin.put(f"/data/{path}/{made['id']}", {"name": " "}).status == 400, path
    assert admin.post("/data/search-filters", {"list_type": "asset", "name": ""}).status == 201


def test_rows_without_meaning_are_refused(api, studio):
    admin = api.as_(studio.admin())
    for path in ("attachment-files", "preview-files", "schedule-items", "status-automations", "working-files"):
        assert admin.post(f"/data/{path}", {}).status == 400, path


def test_events_name_the_production_that_their_row_belongs_to(api, studio):
    admin, project = api.as_(studio.admin()), studio.production()
    shot, asset = studio.shot(project), studio.asset(project)
    with api.events("entity-link:new") as events:
        admin.post("/data/entity-links", {"entity_in_id": str(shot.id), "entity_out_id": str(asset.id)}).created()
    assert events[0][1]["project_id"] == str(project.id)
    admin.put(f"/data/projects/{project.id}", {"code": "P"}).ok()
    logged = admin.get("/data/events/last", project_id=project.id).ok()
    assert [row["name"] for row in logged] == ["project:update", "entity-link:new"]


def test_files_are_changed_by_those_who_work_on_them(api, studio):
    artist, idle, vendor = studio.artist(), studio.artist(), studio.person("vendor")
    manager = studio.person("manager")
    project = studio.production(team=[artist, idle, vendor, manager])
    shot = studio.shot(project)
    task = studio.task(shot, assignees=[artist, vendor])
    work = studio.add(m.WorkingFile(name="scene", task_id=task.id, entity_id=shot.id, revision=1))
    status = studio.add(m.FileStatus(name="To review", color="#000000"))
    output = studio.add(m.OutputFile(name="scene", entity_id=shot.id, revision=1, file_status_id=status.id))
    stranger = studio.artist()
    for path in (f"/data/working-files/{work.id}", f"/data/output-files/{output.id}"):
        for person, expected in ((artist, 200), (vendor, 200), (manager, 200), (idle, 403), (stranger, 403)):
            assert api.as_(person).put(path, {"comment": "seen"}).status == expected, (path, person.role)


def test_a_notification_goes_back_as_it_was_read(api, studio):
    admin, artist = studio.admin(), studio.artist()
    task = studio.task(studio.shot(studio.production(team=[artist])))
    row = studio.add(m.Notification(person_id=artist.id, author_id=admin.id, task_id=task.id, type="comment"))
    path = f"/data/notifications/{row.id}"
    read = api.as_(admin).get(path).ok()
    assert api.as_(admin).put(path, {**read, "read": True}).ok()["notification_type"] == "comment"
    assert api.as_(admin).put(path, {"type": "mention"}).ok()["notification_type"] == "mention"
    assert api.as_(admin).put(path, {"type": "rumour"}).status == 400
