"""Rows of another server."""

from uuid import uuid4


def test_subscriptions_are_taken_over_with_their_ids_by_administrators_alone(api, studio):
    admin, artist = studio.admin(), studio.artist()
    project = studio.production(team=[artist])
    task = studio.task(studio.shot(project))
    row = {"id": str(uuid4()), "person_id": str(artist.id), "task_id": str(task.id), "entity_id": None, "task_type_id": None, "type": "Subscription"}
    path = "/import/kitsu/subscriptions"
    sender, nobody = api.as_(admin), api.as_(artist)
    with api.events("subscription:new", "subscription:update") as events:
        assert nobody.post(path, [row]).ok() == []
        assert sender.post(path, [row]).ok()[0]["id"] == row["id"]
        assert sender.post(path, [row]).ok()[0]["task_id"] == row["task_id"]
        assert sender.call("POST", f"{path}?silent=true", [row]).ok()
    assert [name for name, _data in events] == ["subscription:new", "subscription:update"]
    assert events[0][1] == {"subscription_id": row["id"], "project_id": str(project.id)}
    for bad in ({}, row, [{}], [{**row, "id": "x"}], [{**row, "person_id": 3}], [{**row, "id": str(uuid4()), "person_id": str(uuid4())}]):
        assert sender.post(path, bad).status == 400, bad


def test_news_need_all_their_keys(api, studio):
    sender = api.as_(studio.admin())
    assert sender.post("/import/kitsu/news", [{"id": str(uuid4())}]).status == 400
    assert sender.post("/import/kitsu/news", []).ok() == []
