"""Leaves, departments, presence: who reads what, what a leave takes with it."""

import datetime as dt

import pytest

from zou.models import DayOff, TimeSpent


def leave(studio, person, first="2026-03-02", last="2026-03-06", **values):
    return studio.add(DayOff(person_id=person.id, date=dt.date.fromisoformat(first), end_date=dt.date.fromisoformat(last), **values))


def test_a_leave_takes_the_time_written_on_its_days(api, studio):
    artist = studio.artist()
    task = studio.task(studio.shot(studio.production(team=[artist])), assignees=[artist], duration=180)
    task_id = task.id
    for day, minutes in (("2026-03-02", 120), ("2026-03-09", 60)):
        studio.add(TimeSpent(person_id=artist.id, task_id=task_id, date=dt.date.fromisoformat(day), duration=minutes))
    mine = api.as_(artist)
    with api.events("day-off:new", "time-spent:delete") as events:
        made = mine.post("/data/day-offs", {"person_id": str(artist.id), "date": "2026-03-02", "end_date": "2026-03-06", "description": "Skiing"}).created()
    assert [name for name, _ in events] == ["time-spent:delete", "day-off:new"]
    assert made["description"] == "Skiing"
    assert mine.get(f"/data/tasks/{task_id}").ok()["duration"] == 60


@pytest.mark.parametrize(
    "change",
    [{"date": "2026-03-07"}, {"date": "nonsense"}, {"date": None}, {"end_date": None}, {"person_id": "x"}, {"date": "2026-02-27", "end_date": "2026-03-02"}],
)
def test_days_that_make_no_sense_or_overlap_are_refused(api, studio, change):
    artist = studio.artist()
    leave(studio, artist)
    wish = {"person_id": str(artist.id), "date": "2026-03-06", "end_date": "2026-03-06", **change}
    assert api.as_(studio.admin()).post("/data/day-offs", wish).status == 400


def test_leaves_are_read_by_managers_and_their_dates_by_supervisors_of_the_department(api, studio):
    lighting, rigging = studio.department(), studio.department()
    people = {role: studio.person(role) for role in ("manager", "user", "client", "vendor")}
    near, far, free = (studio.person("supervisor", departments=each) for each in ([lighting], [rigging], []))
    artist = studio.artist(departments=[lighting])
    production = studio.production(team=[artist, near, far, free, *people.values()])
    stranger = studio.person("manager")
    made, team_leaves, whose = leave(studio, artist, description="Skiing"), f"/data/projects/{production.id}/day-offs", str(artist.id)
    expected = {people["manager"]: {"Skiing"}, near: {None}, free: {None}, artist: {"Skiing"}, studio.admin(): {"Skiing"}}
    everybody = [(api.as_(person), person in expected, expected.get(person, set())) for person in (*expected, far, stranger, *people.values())]
    client, user = api.as_(people["client"]), api.as_(people["user"])
    path = f"/data/day-offs/{made.id}"
    for mine, readable, texts in everybody:
        one = mine.get(path)
        assert one.status == (200 if readable else 403)
        assert mine.get(f"/data/persons/{whose}/day-offs").status == one.status
        assert {row.get("description") for row in mine.get("/data/persons/day-offs/2026/3").ok()} == texts
        if readable:
            assert one.json.get("description") in texts
            assert mine.get(team_leaves).ok()[whose][0].get("description") in texts
    assert client.get(team_leaves).status == 403
    assert user.get(team_leaves).ok() == {}


def test_leaves_of_a_period_are_those_that_touch_it(api, studio):
    artist = studio.artist()
    leave(studio, artist, "2026-02-27", "2026-03-02")
    mine, path = api.as_(artist), f"/data/persons/{artist.id}/day-offs"
    for period, count in (("", 1), ("/week/2026/9", 1), ("/week/2026/11", 0), ("/month/2026/03", 1), ("/month/2026/4", 0), ("/year/2026", 1), ("/year/25", 0)):
        assert len(mine.get(path + period).ok()) == count, period
    assert mine.get("/data/user/day-offs/2026-03-02").ok()["end_date"] == "2026-03-02"
    assert mine.get("/data/user/day-offs/2026-03-03").ok() == {}
    for bad in ("/week/2026/60", "/month/2026/13", "/year/abc", "/nonsense"):
        assert mine.get(path + bad).status == 400, bad


def test_nobody_writes_the_leaves_of_others(api, studio):
    artist, other = studio.artist(), studio.artist()
    made = leave(studio, artist)
    theirs = api.as_(other)
    assert theirs.post("/data/day-offs", {"person_id": str(artist.id), "date": "2026-05-01", "end_date": "2026-05-01"}).status == 403
    assert theirs.put(f"/data/day-offs/{made.id}", {"description": "x"}).status == 403
    assert theirs.delete(f"/data/day-offs/{made.id}").status == 403
    assert api.as_(artist).put(f"/data/day-offs/{made.id}", {"person_id": str(other.id)}).status == 403


def test_presence_is_noted_and_shown_as_a_sheet(api, studio):
    artist = studio.artist(first_name="=Zoé", last_name="Doe")
    mine, path = api.as_(artist), f"/data/persons/{artist.id}/desktop-login-logs"
    with api.events() as events:
        assert mine.post(path, {"date": "2026-02-05"}).created()["date"] == "2026-02-05T00:00:00"
    assert events == [("person:update", {"person_id": str(artist.id)})]
    mine.post("/data/user/desktop-login-logs", {"date": "2026-02-03T08:30:00"}).created()
    assert [row["date"][:10] for row in mine.get(path).ok()] == ["2026-02-05", "2026-02-03"]
    assert mine.post(path, {"date": "yesterday"}).status == 400
    assert api.as_(studio.artist()).get(path).status == 403
    admin = api.as_(studio.admin())
    assert admin.get(f"/data/persons/{artist.id}").ok()["last_presence"] == "2026-02-05"
    sheet = admin.get("/data/persons/presence-logs/2026-2").data.decode().splitlines()
    assert sheet[0] == "2026;" + ";".join(str(day) for day in range(1, 29))
    assert "'=Zoé Doe;;;X;;X" + ";" * 23 in sheet
    assert admin.get("/data/persons/presence-logs/2026-13").status == 400


def test_every_department_has_its_salaries_once(api, studio):
    department = str(studio.department().id)
    admin = api.as_(studio.admin())
    rows = [row for row in admin.get("/data/salary-scales").ok() if row["department_id"] == department]
    assert len({(row["position"], row["seniority"]) for row in rows}) == len(rows) == 9
    admin.put(f"/data/salary-scales/{rows[0]['id']}", {"salary": 450}).ok()
    admin.delete(f"/data/salary-scales/{rows[1]['id']}").gone()
    again = [row for row in admin.get("/data/salary-scales").ok() if row["department_id"] == department]
    assert [row["salary"] for row in again] == [450, *[0] * 8]
    assert admin.post("/data/salary-scales", {"department_id": department, "salary": 1}).status == 400


@pytest.mark.parametrize(
    ("items", "link", "body"),
    [("hardware-items", "hardware-items", "hardware_item_id"), ("softwares", "software-licenses", "software_id")],
)
def test_a_department_uses_hardware_and_software(api, studio, items, link, body):
    department, admin = studio.department(), api.as_(studio.admin())
    extra = {"file_extension": "ma"} if items == "softwares" else {}
    item = admin.post(f"/data/{items}", {"name": "Thing", "short_name": "thg", **extra}).created()
    ident = str(department.id)
    path = f"/data/departments/{ident}/{link}"
    assert admin.get(f"{path}/{item['id']}").status == 404
    first, again = (admin.post(path, {body: item["id"]}).created() for _ in range(2))
    assert first == again
    assert admin.get(f"{path}/{item['id']}").ok() == item
    assert admin.get(f"/data/departments/{link}").ok() == {ident: [item]}
    assert admin.delete(f"/data/{items}/{item['id']}").status == 400
    assert api.as_(studio.artist()).get(f"/data/departments/{link}").status == 403
    admin.delete(f"{path}/{item['id']}").gone()
    admin.delete(f"{path}/{item['id']}").gone()
    assert admin.post("/data/departments/nonsense/" + link, {body: item["id"]}).status == 400
