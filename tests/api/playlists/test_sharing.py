"""Playlists shown to guests by a link: what they see, what they may say, and that nothing else is open to them."""

import io
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.kit.client import Api
from tests.kit.media import form, png, seen
from zou import models as m
from zou.db.session import db
from zou.domains.shared_playlists import routes

FUTURE = "2098-01-02"


@pytest.fixture
def work(api, studio, scene):
    """A shot with a shown preview, its twin of the same revision, a later revision and a rejected twin; all with files."""
    shot = studio.shot(scene.project, name="SH01", sequence=studio.sequence(scene.project, name="SQ01"))
    task = studio.task(shot, task_type=studio.task_type(name="Layout"))
    admin, made = api.as_(scene.admin), {}
    for name, revision, position in (("shown", 1, 1), ("twin", 1, 2), ("later", 2, 1), ("rejected", 1, 3)):
        made[name] = scene.preview(task, revision, position, status="processing", annotations=[{"time": 0, "drawing": {"objects": [{"id": name}]}}])
        admin.post(f"/pictures/preview-files/{made[name].id}", **form(f"{name}.png", png())).created()
    made["rejected"].validation_status = "rejected"
    studio.add(made["rejected"])
    scene.people |= {"shot": shot, "task": task, **made}
    scene.people["shared"] = scene.playlist((shot, made["shown"]), name="Shared")
    return scene


def join(project, person, role=None):
    """Put a person into a production's team."""
    db.session.execute(sa.insert(m.ProjectPersonLink).values(project_id=project.id, person_id=person.id, role=role))
    db.session.commit()


def share(api, work, **body):
    return api.as_(work.manager).post(f"/data/playlists/{work.shared.id}/share", body).created()


def enter(api, link, **names):
    guest = api.as_(None).call("POST", f"/shared/playlists/{link['token']}/guest", names)
    assert guest.status in (200, 201), guest.data
    return guest.json["id"]


@pytest.fixture
def link(api, work):
    return share(api, work)


@pytest.fixture
def url(link):
    return f"/shared/playlists/{link['token']}"


def test_who_shares(api, studio, work):
    promoted = studio.artist()
    join(work.project, promoted, "manager")
    path = f"/data/playlists/{work.shared.id}/share"
    people = [work.admin, work.manager, promoted, work.supervisor, work.user, work.client, studio.person("manager")]
    callers = [api.as_(person) for person in people]
    assert [caller.post(path, {}).status for caller in callers] == [201, 201, 403, 403, 403, 403, 403]
    assert [caller.get(path).status for caller in callers] == [200, 200, 403, 403, 403, 403, 403]
    shown = api.as_(work.manager).get(path).ok()
    assert "password" not in shown[0]
    assert (shown[0]["is_active"], shown[0]["can_comment"], shown[0]["has_password"]) == (True, True, False)


def test_until_when_a_link_opens(api, work):
    assert share(api, work, expiration_date=FUTURE)["expiration_date"] == f"{FUTURE}T23:59:59"
    assert share(api, work, expiration_date=f"{FUTURE}T03:04:05Z", password="")["expiration_date"] == f"{FUTURE}T03:04:05"
    assert share(api, work, expiration_date="")["expiration_date"] is None
    expired = share(api, work, expiration_date="2001-01-01")
    path, guest = f"/data/playlists/{work.shared.id}/share", api.as_(None)
    assert [api.as_(work.manager).post(path, body).status for body in ({"expiration_date": "tomorrow"}, {"expiration_date": 3}, {"can_comment": "x"})] == [
        400
    ] * 3
    assert [guest.get(f"/shared/playlists/{token}").status for token in (expired["token"], "nothing", uuid4())] == [404, 404, 404]
    manager = api.as_(work.manager)
    manager.put(f"{path}/{expired['token']}", {"expiration_date": FUTURE}).ok()
    assert guest.get(f"/shared/playlists/{expired['token']}").status == 200
    assert manager.delete(f"/data/playlists/{work.studio.add(m.Playlist(name='x', project_id=work.project.id)).id}/share/{expired['token']}").status == 404
    assert [manager.delete(f"{path}/{expired['token']}").ok()["is_active"] for _ in range(2)] == [False, False]
    assert guest.get(f"/shared/playlists/{expired['token']}").status == 404


def test_a_guest_sees_the_playlist_and_the_revisions_it_shows(api, work, url):
    guest = api.as_(None)
    with api.statements(at_most=7):
        shown = guest.get(url).ok()
    entry = shown["shots"][0]
    assert (shown["project_name"], shown["project_fps"], shown["build_jobs"]) == (work.project.name, "24", [])
    assert (entry["name"], entry["parent_name"], entry["preview_files"]) == ("SH01", "SQ01", {})
    assert entry["preview_file_annotations"] == [{"time": 0, "drawing": {"objects": [{"id": "shown"}]}}]
    assert [other["id"] for other in entry["preview_file_previews"]] == [str(work.twin.id)]
    assert (entry["preview_file_task_type"]["name"], entry["task_status_color"]) == ("Layout", "#abcdef")
    context = guest.get(f"{url}/context").ok()
    assert (context["project"]["team"], context["project"]["resolution"]) == ([], "320x180")
    assert [row["name"] for row in context["task_types"]] == ["Layout"]
    for name, status in (("shown", 200), ("twin", 200), ("later", 403), ("rejected", 403)):
        ident = getattr(work, name).id
        for path in (
            f"preview-files/{ident}", f"preview-files/{ident}/download", f"pictures/thumbnails/preview-files/{ident}.png",
            f"pictures/originals/preview-files/{ident}.png", f"pictures/previews/preview-files/{ident}.png",
        ):  # fmt: skip
            assert guest.get(f"{url}/{path}").status == status, (name, path)
    assert seen(guest.get(f"{url}/pictures/originals/preview-files/{work.shown.id}.png").data)[0] == (64, 48)
    assert guest.get(f"{url}/preview-files/{uuid4()}").status == 404
    assert guest.get(f"{url}/pictures/originals/preview-files/{work.shown.id}.exe").status == 400


def test_entities_of_other_productions_are_not_shown(api, studio, work, url):
    secret = studio.task(studio.shot(studio.production()))
    preview = work.preview(secret)
    work.shared.shots = [*work.shared.shots, {"entity_id": str(secret.entity_id), "preview_file_id": str(preview.id)}]
    studio.add(work.shared)
    assert len(api.as_(None).get(url).ok()["shots"]) == 1
    assert api.as_(None).get(f"{url}/preview-files/{preview.id}").status == 403


def test_a_password_opens_every_route(api, app, work):
    token = share(api, work, password="open sesame")["token"]
    url, key = f"/shared/playlists/{token}", {"password": "open sesame"}
    stranger, manager, own = api.as_(None), api.as_(work.manager), f"/data/playlists/{work.shared.id}/share/{token}"
    paths = ["", "/context", "/comments", f"/preview-files/{work.shown.id}", f"/pictures/originals/preview-files/{work.shown.id}.png"]
    assert {stranger.get(f"{url}{path}").status for path in paths} == {404}
    assert stranger.get(url, password="wrong").status == 404
    assert stranger.call("POST", f"{url}/guest", {"first_name": "X"}).status == 404
    assert {api.as_(None).get(f"{url}{path}", **key).status for path in paths} == {200}
    guest = Api(app, api.connection)
    assert guest.get(url, **key).status == 200
    assert {guest.get(f"{url}{path}").status for path in paths} == {200}  # a browser's pictures carry no password
    assert guest.post(f"{url}/guest", {"first_name": "Zoë"}).status == 201
    for odd in (b"\xff", "é".encode(), b"x" * 5000):
        cookie = f"shared_{manager.get(own.rpartition('/')[0]).ok()[-1]['id'].replace('-', '')}=".encode() + odd
        assert app.test_client(use_cookies=False).get(url, headers={"Cookie": cookie.decode("latin-1")}).status_code == 404
    manager.put(own, {"password": "another"}).ok()
    assert guest.get(url).status == 404


def test_guests_are_known_to_their_link_only(api, work, link):
    other = share(api, work)
    with api.events() as events:
        zoe = enter(api, link, first_name=" Zoë ", last_name="Ün")
    assert events == [("person:new", {"person_id": zoe})]
    assert enter(api, link, first_name="Zoë", last_name="Ün") == zoe
    assert enter(api, link, guest_id=zoe) == zoe
    elsewhere = enter(api, other, guest_id=zoe, first_name="Zoë", last_name="Ün")
    assert elsewhere != zoe
    assert enter(api, link, guest_id=str(work.admin.id)) not in (str(work.admin.id), zoe)
    path = f"/shared/playlists/{link['token']}/guest"
    assert [api.as_(None).post(path, body).status for body in ({"guest_id": "x"}, {"first_name": "x" * 81})] == [400, 400]
    shown = api.as_(None).post(path, {"guest_id": zoe}).ok()
    assert set(shown) == {"id", "type", "first_name", "last_name", "full_name", "role", "is_guest", "has_avatar"}
    assert (shown["full_name"], shown["role"], shown["is_guest"]) == ("Zoë Ün", "client", True)
    person = db.session.get(m.Person, zoe)
    assert (person.password, person.email.endswith("@guest.kitsu")) == (None, True)


def test_a_guest_whom_the_studio_has_deactivated_writes_no_more(api, studio, work, link, url):
    zoe = enter(api, link, first_name="Zoë")
    api.as_(work.admin).put(f"/data/persons/{zoe}", {"active": False}).ok()
    body = {"guest_id": zoe, "task_id": str(work.task.id), "task_status_id": str(studio.status().id), "preview_file_id": str(work.shown.id)}
    assert enter(api, link, first_name="Zoë") == zoe
    assert [api.as_(None).post(f"{url}/comments", body).status, api.as_(None).put(f"{url}/annotations", body).status] == [403, 403]


def test_guests_comment_what_is_shown(api, studio, work, link, url):
    wfa, barred = (str(studio.status(name, **flags).id) for name, flags in (("wfa", {}), ("in", {"is_client_allowed": False})))
    hidden = studio.task(studio.shot(work.project))
    guest, zoe, other = api.as_(None), enter(api, link, first_name="Zoë"), enter(api, link, first_name="Other")
    body = {"guest_id": zoe, "task_id": str(work.task.id), "task_status_id": wfa, "text": "nice", "checklist": [{"text": "a", "checked": False}]}
    with api.events() as events:
        made = guest.post(f"{url}/comments", body).created()
    assert [name for name, _ in events] == ["comment:new", "task:update", "task:status-changed", "task:to-review", "news:new"]
    assert (made["person_id"], made["text"], made["person"]["is_guest"], made["for_client"]) == (zoe, "nice", True, False)
    refusals = [
        {"task_id": str(hidden.id)},
        {"task_status_id": str(uuid4())},
        {"task_status_id": barred},
        {"guest_id": str(work.client.id)},
        {"guest_id": None},
    ]
    assert [guest.post(f"{url}/comments", {**body, **change}).status for change in refusals] == [403, 400, 400, 403, 400]
    assert isinstance(guest.post(f"{url}/comments", {**body, **refusals[0]}).json["error"], str)
    api.as_(work.manager).post(f"/actions/tasks/{work.task.id}/comment", {"task_status_id": wfa, "comment": "for the team"}).created()
    api.as_(work.manager).post(f"/actions/tasks/{work.task.id}/comment", {"task_status_id": wfa, "comment": "for you", "for_client": True}).created()
    with api.statements(at_most=7):
        assert [row["text"] for row in guest.get(f"{url}/comments").ok()] == ["for you", "nice"]
    path = f"{url}/comments/{made['id']}"
    changed = guest.put(path, {"guest_id": zoe, "text": "very nice"}).ok()
    assert (changed["text"], changed["checklist"], changed["editor_id"], changed["attachment_files"]) == ("very nice", body["checklist"], zoe, [])
    assert guest.put(path, {"guest_id": zoe, "task_status_id": barred}).status == 403
    assert guest.put(path, {"guest_id": other, "text": "mine"}).status == 403
    assert guest.put(f"{url}/comments/{uuid4()}", {"guest_id": zoe, "text": "no"}).status == 404
    assert [guest.delete(path).status, guest.delete(f"{path}?guest_id={other}").status] == [400, 403]
    guest.delete(f"{path}?guest_id={zoe}").gone()
    assert [row["text"] for row in guest.get(f"{url}/comments").ok()] == ["for you"]


def test_files_and_faces_are_those_of_the_comments_shown(api, studio, work, link, url):
    guest, zoe, other = api.as_(None), enter(api, link, first_name="Zoë"), enter(api, link, first_name="Other")
    body = {"guest_id": zoe, "task_id": str(work.task.id), "task_status_id": str(studio.status().id)}
    path = f"{url}/comments/{guest.post(f'{url}/comments', body).created()['id']}/attachments"

    def attach(**who):
        data = {"file-0": (io.BytesIO(b"hello"), "n.txt", "text/plain"), **who}
        return guest.call("POST", path, data=data, content_type="multipart/form-data")

    assert [attach().status, attach(guest_id=other).status] == [403, 403]
    file = attach(guest_id=zoe).created()["attachment_files"][0]
    reply = guest.get(f"{url}/attachment-files/{file['id']}/file/n.txt")
    assert (reply.data, reply.headers["Content-Disposition"]) == (b"hello", "attachment; filename=n.txt")
    internal = api.as_(work.manager).post(
        f"/actions/tasks/{work.task.id}/comment",
        data={"task_status_id": str(studio.status().id), "comment": "secret", "file-0": (io.BytesIO(b"secret"), "s.txt")},
        content_type="multipart/form-data",
    )
    assert guest.get(f"{url}/attachment-files/{internal.created()['attachment_files'][0]['id']}/file/s.txt").status == 404
    assert guest.delete(f"{path}/{file['id']}?guest_id={other}").status == 403
    guest.delete(f"{path}/{file['id']}?guest_id={zoe}").gone()
    assert guest.get(f"{url}/attachment-files/{file['id']}/file/n.txt").status == 404
    face = f"{url}/pictures/thumbnails/persons/{work.manager.id}.png"
    api.as_(work.manager).post(f"/pictures/thumbnails/persons/{work.manager.id}", **form("m.png", png())).created()
    assert guest.get(face).status == 404
    api.as_(work.manager).post(
        f"/actions/tasks/{work.task.id}/comment", {"task_status_id": body["task_status_id"], "comment": "hi", "for_client": True}
    ).created()
    assert guest.get(face).status == 200


def test_guests_draw_and_leave_the_drawings_of_others(api, work, link, url):
    guest, zoe, other = api.as_(None), enter(api, link, first_name="Zoë"), enter(api, link, first_name="Other")

    def draw(who=zoe, preview=work.shown, **changes):
        return guest.put(f"{url}/annotations", {"guest_id": who, "preview_file_id": str(preview.id), **changes})

    def ids(answer):
        return [thing["id"] for entry in answer.ok()["annotations"] for thing in entry["drawing"]["objects"]]

    added = [{"time": 0, "drawing": {"objects": [{"id": "mine"}]}}]
    with api.events() as events:
        assert ids(draw(additions=added)) == ["shown", "mine"]
    assert [(name, data["person_id"]) for name, data in events] == [("preview-file:annotation-update", zoe)]
    assert ids(draw(deletions=[{"time": 0, "objects": ["shown"]}])) == ["shown", "mine"]
    assert ids(draw(other, deletions=[{"time": 0, "objects": ["mine"]}])) == ["shown", "mine"]
    moved = draw(updates=[{"time": 0, "drawing": {"objects": [{"id": "mine", "left": 3}, {"id": "shown", "left": 3}]}}]).ok()["annotations"][0]["drawing"]
    assert [thing.get("left") for thing in moved["objects"]] == [None, 3]
    assert ids(draw(deletions=[{"time": 0, "objects": ["mine"]}])) == ["shown"]
    assert draw(preview=work.later).status == 403
    assert draw(str(work.client.id)).status == 403
    assert guest.put(f"{url}/annotations", {"guest_id": zoe}).status == 400


def test_a_link_may_be_for_looking_only(api, studio, work):
    link = share(api, work, can_comment=False)
    url, zoe = f"/shared/playlists/{link['token']}", enter(api, link, first_name="Zoë")
    body = {"guest_id": zoe, "task_id": str(work.task.id), "task_status_id": str(studio.status().id), "preview_file_id": str(work.shown.id)}
    guest = api.as_(None)
    assert guest.get(f"{url}/comments").status == 200
    assert [guest.post(f"{url}/comments", body).status, guest.put(f"{url}/annotations", body).status] == [403, 403]


def test_invitations_go_to_each_address_once(api, work, link):
    path = f"/data/playlists/{work.shared.id}/share/{link['token']}/invite"
    manager, ann = api.as_(work.manager), "Ann@example.com"
    body = {"emails": [ann, ann.lower(), "bob@example.org"], "person_ids": [str(work.client.id), str(uuid4())], "message": "hello"}
    assert manager.post(path, body).ok() == {"sent": [ann, "bob@example.org", work.client.email]}
    assert isinstance(manager.post(path, {"emails": ["no address"]}).has(400)["error"], str)
    assert manager.post(path, {}).ok() == {"sent": []}
    assert [manager.post(path, {"person_ids": ["x"]}).status, api.as_(work.supervisor).post(path, {}).status] == [400, 403]
    manager.delete(f"/data/playlists/{work.shared.id}/share/{link['token']}").ok()
    assert manager.post(path, {"emails": [ann]}).status == 404


def test_clients_are_told_of_a_playlist(api, studio, work):
    agency, house = studio.add(m.Studio(name=f"Agency {uuid4()}", color="#000000")), studio.department()
    theirs = studio.person("client", studio_id=agency.id, departments=[house])
    promoted = studio.artist()
    join(work.project, theirs)
    join(work.project, promoted, "client")
    for odd in (studio.person("client", is_bot=True), studio.person("client", preview_project_id=work.project.id), studio.person("client", active=False)):
        join(work.project, odd)
    path = f"/data/playlists/{work.shared.id}/notify-clients"

    def told(body):
        with api.events("notification:new") as events:
            api.as_(work.manager).post(path, body).ok()
        return {data["person_id"] for _, data in events}

    assert told({"studio_id": "", "department_id": None}) == {str(work.client.id), str(theirs.id), str(promoted.id)}
    assert told({"studio_id": str(agency.id)}) == told({"department_id": str(house.id)}) == {str(theirs.id)}
    assert told({"studio_id": str(uuid4())}) == set()
    assert api.logged("notification:new") == []
    assert [api.as_(work.manager).post(path, {"department_id": "x"}).status, api.as_(work.supervisor).post(path, {}).status] == [400, 403]


def test_nothing_else_is_open_to_a_guest(api, app, studio, work, link):
    """Every route, called with all that a guest knows: ids of what the page shows, the token of the link, the guest's own id."""
    zoe = enter(api, link, first_name="Zoë")
    known = {
        "project_id": work.project.id, "playlist_id": work.shared.id, "preview_file_id": work.shown.id, "task_id": work.task.id, "entity_id": work.shot.id,
        "shot_id": work.shot.id, "person_id": zoe, "task_type_id": work.task.task_type_id, "token": link["token"], "instance_id": work.shown.id,
    }  # fmt: skip
    guest = Api(app, api.connection, Authorization=f"Bearer {link['token']}")
    without = Api(app, api.connection)
    opened = set()
    for rule in app.url_map.iter_rules():
        if str(rule).startswith("/shared/"):
            continue
        values = {name: known.get(name, work.shown.id if "id" in name else "1") for name in rule.arguments}
        path = rule.build(values)[1]
        for caller in (guest, without):
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                answer = caller.call(method, path, {} if method in ("POST", "PUT") else None, headers={"X-Guest": zoe})
                assert answer.status != 500, (method, path)
                if answer.status < 400 and not (method == "POST" and path.startswith("/auth/")):
                    opened.add(f"{method} {rule}")
                text = answer.data.decode("utf-8", "replace")
                assert work.shot.name not in text and work.manager.email not in text and work.project.name not in text, (method, path)
    assert not {entry for entry in opened if "/data/" in entry or "/actions/" in entry or "/pictures/" in entry or "/movies/" in entry}, opened
    assert api.as_(None).post("/auth/login", {"email": db.session.get(m.Person, zoe).email, "password": ""}).status >= 400


ODD = [None, 3, "x", "\x00", [], {}, [None], [3], {"id": "x"}, "aaaaaaaa-0000-4000-8000-000000000001", True, -1, [{"time": {}}], [{"drawing": 3, "time": 0}]]


def test_odd_values_are_refused_and_break_nothing(api, studio, work, link, url):
    guest, zoe = api.as_(None), enter(api, link, first_name="Zoë")
    comment = {"guest_id": zoe, "task_id": str(work.task.id), "task_status_id": str(studio.status().id), "text": "x"}
    drawing = {"guest_id": zoe, "preview_file_id": str(work.shown.id), "additions": [], "updates": [], "deletions": []}
    made = guest.post(f"{url}/comments", comment).created()["id"]
    calls = [("POST", "/comments", comment), ("PUT", f"/comments/{made}", {**comment, "checklist": []}), ("PUT", "/annotations", drawing)]
    calls += [("POST", "/guest", {"first_name": "x", "last_name": "y", "guest_id": zoe})]
    for method, path, body in calls:
        for key in body:
            for odd in ODD:
                assert guest.call(method, f"{url}{path}", {**body, key: odd}).status < 500, (method, path, key, odd)
        for odd in ODD:
            assert guest.call(method, f"{url}{path}", odd).status < 500, (method, path, odd)
    for path in ("?password=%00", "/comments?password=x", "/preview-files/x", "/attachment-files/x/file/y", "/pictures/originals/preview-files/x.png"):
        assert guest.call("GET", f"{url}{path}").status < 500
    assert guest.get("/shared/playlists/%00").status == 404


def test_a_link_opens_no_route_of_another_playlist(api, studio, work, url):
    """Every shared route, called for what another playlist of the production shows."""
    task = studio.task(studio.shot(work.project))
    preview = work.preview(task, annotations=[{"time": 0}])
    comment = studio.add(
        m.Comment(object_id=task.id, object_type="Task", person_id=work.manager.id, task_status_id=task.task_status_id, text="x", for_client=True)
    )
    file = studio.add(m.AttachmentFile(name="a.txt", extension="txt", comment_id=comment.id))
    values = {"preview_file_id": preview.id, "comment_id": comment.id, "attachment_file_id": file.id, "person_id": work.manager.id, "file_name": "a.txt"}
    checked = 0
    for resource, paths in routes.room.resources:
        for path in paths:
            names = [name for name in values if f"{name}>" in path]
            if not names or "get" not in {method.lower() for method in resource.methods}:
                continue
            address = path.replace("/shared/playlists/<token>", url).replace("<string:extension>", "png")
            for name in names:
                address = address.replace(f"<uuid:{name}>", str(values[name])).replace(f"<path:{name}>", str(values[name]))
            assert api.as_(None).get(address).status in (403, 404), address
            checked += 1
    assert checked >= 10
    assert str(values["comment_id"]) not in api.as_(None).get(f"{url}/comments").data.decode()
    assert api.as_(None).get(url).status == 200
