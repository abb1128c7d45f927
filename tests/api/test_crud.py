"""What every generic route has in common."""

from uuid import uuid4


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
