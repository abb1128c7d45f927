"""People: who sees what of whom, what may be set, how they go."""

import datetime as dt

from zou.models import Comment, TimeSpent


def test_an_administrator_makes_a_person_who_can_be_read_in_full(api, studio):
    admin = api.as_(studio.admin())
    lighting = studio.department()
    with api.events() as events:
        made = admin.post(
            "/data/persons",
            {
                "first_name": "Zoé",
                "last_name": "Ängström",
                "email": "Zoe@Studio.TEST",
                "password": "a good password",
                "country": " de ",
                "departments": [str(lighting.id)],
            },
        ).created()
    assert events == [("person:new", {"person_id": made["id"]})]
    assert (made["email"], made["country"], made["full_name"]) == ("Zoe@studio.test", "DE", "Zoé Ängström")
    assert made["departments"] == [str(lighting.id)]
    assert "password" not in made
    assert admin.get(f"/data/persons/{made['id']}").ok() == made


def test_values_that_a_rule_refuses_change_nothing(api, studio):
    admin = api.as_(studio.admin(email="taken@studio.test"))
    good = {"first_name": "A", "last_name": "B", "email": "a.b@studio.test"}
    for bad in (
        {"email": "nobody"}, {"email": ""}, {"email": "TAKEN@studio.test"}, {"role": "emperor"}, {"role": None}, {"contract_type": "forever"},
        {"country": "FRA"}, {"country": "1!"}, {"locale": "xx_YY"}, {"timezone": "Mars/Base"}, {"timezone": "../etc"}, {"display_date_format": "YY"},
        {"expiration_date": "2001-01-01"}, {"expiration_date": "tomorrow"}, {"position": "king"}, {"seniority": "old"}, {"studio_id": "x"},
        {"studio_id": "00000000-0000-4000-8000-000000000000"}, {"departments": ["x"]}, {"password": "short"}, {"password": 5}, {"nonsense": 1},
    ):  # fmt: skip
        assert admin.post("/data/persons", {**good, **bad}).status == 400, bad
    assert admin.get("/data/persons", first_name="A").ok() == []
    for bad in ([], None, "text"):
        assert admin.call("POST", "/data/persons", data=str(bad), content_type="application/json").status == 400


def test_what_people_see_of_each_other_depends_on_their_role(api, studio):
    someone = studio.artist(phone="1234", desktop_login="some")
    short = {"id", "type", "first_name", "last_name", "full_name", "has_avatar", "active", "departments", "studio_id", "role", "desktop_login", "is_bot"}
    for role in ("manager", "supervisor", "user", "vendor"):
        mine = api.as_(studio.person(role))
        assert mine.get("/data/persons", email=someone.email).ok()[0].keys() == short
        assert (mine.get(f"/data/persons/{someone.id}").ok().keys() == short) is (role != "manager")
        assert mine.get("/data/persons", phone="1234").status == 400
    admin = api.as_(studio.admin())
    assert admin.get("/data/persons", phone="1234").ok()[0]["phone"] == "1234"
    for secret in ("password", "totp_secret", "fido_devices", "jti", "oidc_subject", "sessions_valid_after", "kept_session"):
        assert admin.get("/data/persons", **{secret: "1"}).status == 400
    assert admin.get("/data/persons", email=someone.email, with_pass_hash="true").ok()[0]["password"].startswith("$2b$")


def test_clients_see_only_the_teams_of_their_open_productions_and_themselves(api, studio):
    client, mate, stranger = studio.person("client"), studio.artist(), studio.artist()
    studio.production(team=[client, mate])
    studio.production(team=[client, stranger], project_status_id=studio.closed_status().id)
    mine = api.as_(client)
    assert {row["id"] for row in mine.get("/data/persons").ok()} == {str(client.id), str(mate.id)}
    assert mine.get("/data/persons", page=1).ok()["total"] == 2
    assert "desktop_login" not in mine.get(f"/data/persons/{mate.id}").ok()
    assert mine.get(f"/data/persons/{stranger.id}").status == 403
    lonely = studio.person("client")
    assert api.as_(lonely).get(f"/data/persons/{lonely.id}").ok()["id"] == str(lonely.id)


def test_people_change_only_harmless_things_of_themselves(api, studio):
    artist, other = studio.artist(), studio.artist()
    mine = api.as_(artist)
    attempt = {
        "phone": "0123",
        "role": "admin",
        "active": False,
        "daily_salary": 900,
        "position": "lead",
        "is_guest": True,
        "shotgun_id": 4,
        "has_avatar": True,
    }
    changed = mine.put(f"/data/persons/{artist.id}", attempt).ok()
    assert changed["phone"] == "0123"
    assert (changed["role"], changed["active"], changed["daily_salary"], changed["is_guest"], changed["has_avatar"]) == ("user", True, 0, False, False)
    assert mine.put(f"/data/persons/{other.id}", {"phone": "1"}).status == 403
    assert mine.post("/data/persons", {"first_name": "A", "last_name": "B"}).status == 403
    assert mine.delete(f"/data/persons/{other.id}").status == 403


def test_desktop_logins_are_of_one_person_alone(api, studio):
    studio.artist(desktop_login="zoe")
    other = studio.artist()
    assert api.as_(studio.admin()).put(f"/data/persons/{other.id}", {"desktop_login": "zoe"}).status == 400


def test_no_more_people_are_active_than_the_limit_allows(api, studio, app, monkeypatch):
    admin = api.as_(studio.admin())
    gone = studio.artist(active=False)
    monkeypatch.setattr(app.config["SETTINGS"], "user_limit", 1)
    person = {"first_name": "A", "last_name": "B", "email": "a.b@studio.test"}
    assert admin.post("/data/persons", person).has(400)["data"] == {"limit": 1}
    assert admin.put(f"/data/persons/{gone.id}", {"active": True}).status == 400
    bot = admin.post("/data/persons", {**person, "is_bot": True}).created()
    assert admin.put(f"/data/persons/{bot['id']}", {"is_bot": False}).status == 400
    admin.post("/data/persons", {**person, "active": False}).created()


def test_a_bot_gets_a_token_and_only_its_last_one_is_good(api, studio):
    admin = api.as_(studio.admin())
    bot = admin.post("/data/persons", {"first_name": "Robot", "last_name": "", "email": "bot@studio.test", "is_bot": True, "role": "manager"}).created()
    first = {"Authorization": f"Bearer {bot['access_token']}"}
    assert api.call("GET", "/data/departments", headers=first).status == 200
    second = {"Authorization": f"Bearer {admin.put('/data/persons/' + bot['id'], {'expiration_date': '2099-06-30'}).ok()['access_token']}"}
    assert api.call("GET", "/data/departments", headers=first).status == 401
    assert api.call("GET", "/data/departments", headers=second).status == 200
    assert "access_token" not in admin.put(f"/data/persons/{bot['id']}", {"first_name": "Rob"}).ok()
    assert "access_token" not in api.call("PUT", f"/data/persons/{bot['id']}", {"expiration_date": "2099-12-31"}, headers=second).ok()
    admin.put(f"/data/persons/{bot['id']}", {"active": False}).ok()
    assert api.call("GET", "/data/departments", headers=second).status == 401


def test_deactivating_ends_the_sessions_for_good(api, studio):
    artist = studio.artist()
    path, admin, mine = f"/data/persons/{artist.id}", api.as_(studio.admin()), api.as_(artist)
    admin.put(path, {"active": False}).ok()
    assert mine.get("/data/departments").status == 401
    admin.put(path, {"active": True}).ok()
    assert mine.get("/data/departments").status == 401


def test_a_protected_account_is_left_alone(api, studio, app, monkeypatch):
    boss = studio.admin(email="boss@studio.test")
    monkeypatch.setattr(app.config["SETTINGS"], "protected_accounts", ["boss@studio.test"])
    other = api.as_(studio.admin())
    for attempt in ({"active": False}, {"role": "user"}, {"email": "x@studio.test"}):
        assert other.put(f"/data/persons/{boss.id}", attempt).status == 403
    assert other.delete(f"/data/persons/{boss.id}").status == 403
    assert api.as_(boss).put(f"/data/persons/{boss.id}", {"email": "new@studio.test"}).ok()["email"] == "new@studio.test"


def test_removing_a_person_needs_force_once_something_is_theirs(api, studio):
    production = studio.production()
    artist, manager = studio.artist(), studio.person("manager")
    studio.join(production, artist)
    shot = studio.shot(production, created_by=artist.id)
    task = studio.task(shot, assignees=[artist], duration=120)
    studio.add(TimeSpent(person_id=artist.id, task_id=task.id, date=dt.date(2026, 1, 5), duration=120))
    studio.add(Comment(object_id=task.id, object_type="Task", person_id=artist.id, text="hello", editor_id=manager.id, mentions=[manager]))
    admin, ids = api.as_(studio.admin()), {"task": task.id, "shot": shot.id, "artist": artist.id}
    assert admin.delete(f"/data/persons/{ids['artist']}").status == 400
    with api.events("comment:delete", "person:delete") as events:
        admin.delete(f"/data/persons/{ids['artist']}?force=true").gone()
    assert [name for name, _ in events] == ["comment:delete", "person:delete"]
    assert admin.get(f"/data/persons/{ids['artist']}").status == 404
    assert admin.get(f"/data/tasks/{ids['task']}").ok()["duration"] == 0
    assert admin.get(f"/data/entities/{ids['shot']}").ok()["created_by"] is None


def test_nobody_removes_themselves(api, studio):
    admin = studio.admin()
    assert api.as_(admin).delete(f"/data/persons/{admin.id}").status == 403


def test_a_list_takes_the_same_statements_however_many_people_there_are(api, studio):
    department = studio.department()
    admin = api.as_(studio.admin())
    for _ in range(5):
        studio.artist(departments=[department])
    with api.statements(at_most=2):
        rows = admin.get("/data/persons").ok()
    assert sum(row["departments"] == [str(department.id)] for row in rows) == 5
    with api.statements(at_most=3):
        assert len(admin.get(f"/data/departments/{department.id}/persons").ok()) == 5
