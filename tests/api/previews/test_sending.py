"""The files of previews as they leave: caching, ranges, names, and who gets them."""

import pytest

from tests.kit.media import form, movie, png


@pytest.fixture
def clip(work):
    """A movie kept as it is, and its bytes."""
    data = movie("clip.mp4")
    return work.preview("clip.mp4", data, query="?normalize=false"), data


def get(api, path, **headers):
    return api.call("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_movie_is_sent_whole_in_parts_or_not_at_all(work, clip):
    row, data = clip
    path = f"/movies/originals/preview-files/{row['id']}.mp4"
    whole = get(work.admin, path)
    assert (whole.status, whole.data, whole.headers["Cache-Control"]) == (200, data, "private, max-age=604800")
    assert (whole.headers["Accept-Ranges"], whole.headers["Content-Length"]) == ("bytes", str(len(data)))
    size = len(data)
    parts = {"0-99": (0, 99), "50-": (50, size - 1), "-10": (size - 10, size - 1), "9-99999999": (9, size - 1), "-99999999": (0, size - 1)}
    for asked, (first, last) in parts.items():
        part = get(work.admin, path, Range=f"bytes={asked}")
        assert (part.status, part.headers["Content-Range"], part.data) == (206, f"bytes {first}-{last}/{len(data)}", data[first : last + 1])
    beyond = get(work.admin, path, Range="bytes=99999999-")
    assert (beyond.status, beyond.headers["Content-Range"], beyond.headers["Cache-Control"]) == (416, f"bytes */{len(data)}", "no-store")
    assert get(work.admin, path, Range="bytes=0-1,4-5").status == 200
    assert get(work.admin, path, Range="lines=0-1").status == 200
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    for condition in ({"If_None_Match": tag}, {"If_Modified_Since": date}, {"If_None_Match": f'"other", {tag}'}):
        same = get(work.admin, path, **condition)
        assert (same.status, same.data, same.headers["ETag"]) == (304, b"", tag)
    assert get(work.admin, path, If_None_Match='"other"', If_Modified_Since=date).status == 200
    assert get(work.admin, path, Range="bytes=0-9", If_Range=tag).status == 206
    assert get(work.admin, path, Range="bytes=0-9", If_Range='"other"').status == 200
    assert get(work.admin, path, If_Match=tag).status == 200
    assert get(work.admin, path, If_Match='"other"').status == 412
    head = work.admin.call("HEAD", path)
    assert (head.status, head.data, head.headers["Content-Length"]) == (200, b"", str(len(data)))


def test_the_server_around_sends_the_file_where_it_can(app, work, clip, monkeypatch):
    row, data = clip
    path = f"/movies/low/preview-files/{row['id']}.mp4"
    asked = {"environ_overrides": {"zou.sendfile": True}}
    whole = work.admin.call("GET", path, **asked)
    assert (whole.status, whole.data, whole.headers["Content-Length"]) == (200, b"", str(len(data)))
    assert open(whole.headers["X-Zou-File"], "rb").read() == data  # noqa: PTH123, SIM115
    part = work.admin.call("GET", path, headers={"Range": "bytes=5-9"}, **asked)
    assert (part.status, part.headers["X-Zou-File-Range"], part.headers["Content-Length"]) == (206, "5-9", "5")
    monkeypatch.setattr(app.config["SETTINGS"], "accel_redirect", "/protected/")
    front = work.admin.call("GET", path)
    ident = row["id"]
    assert (front.data, front.headers["X-Accel-Redirect"]) == (b"", f"/protected/movies/previews/{ident[:3]}/{ident[3:6]}/{ident}")


def test_downloads_are_named_by_their_place(studio, work, clip):
    row, _ = clip
    named = work.admin.get(f"/pictures/originals/preview-files/{row['id']}/download").headers["Content-Disposition"]
    assert named == f"attachment; filename={work.production.name.lower().replace(' ', '_')}_sq01_sh01_anim_ok_v1.mp4"
    studio.add(_organisation(use_original_file_name=True))
    note = work.comment()
    work.preview("a.pdf", b"%PDF", note=note)
    second = work.preview("Zeichnung ü 2.pdf", b"%PDF", note=note)
    named = work.admin.get(f"/pictures/originals/preview-files/{second['id']}/download").headers["Content-Disposition"]
    assert named == "attachment; filename=\"Zeichnung u 2-2.pdf\"; filename*=UTF-8''Zeichnung%20%C3%BC%202-2.pdf"


def _organisation(**values):
    from zou.models import Organisation

    return Organisation(name="Studio", **values)


def test_what_is_still_made_is_never_kept_by_a_browser(work):
    row = work.preview()
    path = f"/pictures/thumbnails/preview-files/{row['id']}.png"
    shown = get(work.admin, path, Accept="image/*")
    assert (shown.status, shown.headers["Cache-Control"]) == (404, "no-store")
    told = get(work.admin, path, Accept="application/json")
    assert (told.status, told.json, told.headers["Retry-After"], told.headers["Cache-Control"]) == (
        202, {"status": "processing", "preview_file_id": row["id"]}, "5", "no-store",
    )  # fmt: skip
    assert work.admin.get(f"/data/preview-files/{row['id']}/progress").ok()["status"] == "processing"


def test_no_browser_runs_an_uploaded_document(work):
    row = work.preview("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    shown = work.admin.get(f"/pictures/originals/preview-files/{row['id']}.svg")
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/pictures/originals/preview-files/{id}.jpg", 404),
        ("/pictures/originals/preview-files/{id}.exe", 400),
        ("/pictures/thumbnails/preview-files/null.png", 404),
        ("/pictures/thumbnails/preview-files/.png", 404),
        ("/movies/originals/preview-files/{id}.mov", 404),
        ("/movies/source/preview-files/{id}.mp4", 404),
        ("/pictures/previews/preview-files/{id}.png/", 200),
    ],
)
def test_addresses_that_name_nothing(work, path, status):
    row = work.preview("a.png", png())
    assert work.admin.get(path.format(**row)).status == status


def test_who_gets_the_files(api, studio, work):
    row = work.preview("a.png", png())
    thumbnail, large = f"/pictures/thumbnails/preview-files/{row['id']}.png", f"/pictures/previews/preview-files/{row['id']}.png"
    outside = studio.person("manager")
    for path in (thumbnail, large):
        assert {role: api.as_(person).get(path).status for role, person in work.team.items()} == {
            "admin": 200, "manager": 200, "supervisor": 200, "user": 200, "client": 200, "vendor": 403,
        }  # fmt: skip
        assert (api.as_(outside).get(path).status, api.as_(None).get(path).status) == (403, 401)
    work.admin.put(f"/actions/preview-files/{row['id']}/set-main-preview").ok()
    work.admin.put(f"/data/entities/{work.shot.id}", {"is_shared": True}).ok()
    assert api.as_(outside).get(thumbnail).status == 200
    assert (api.as_(outside).get(large).status, api.as_(studio.person("vendor")).get(thumbnail).status) == (403, 403)


def test_clients_see_nothing_that_was_rejected(api, work):
    shown, rejected = work.preview("a.png", png()), work.preview("b.png", png())
    work.admin.put(f"/data/preview-files/{rejected['id']}", {"validation_status": "rejected"}).ok()
    client = api.as_(work.team["client"])
    for path in (f"/data/tasks/{work.task.id}/previews", f"/data/entities/{work.shot.id}/preview-files", "/data/preview-files"):
        assert [row["id"] for row in client.get(path).ok()] == [shown["id"]]
    assert client.get(f"/pictures/thumbnails/preview-files/{rejected['id']}.png").status == 403
    assert client.get(f"/data/preview-files/{rejected['id']}").status == 403


def test_a_picture_takes_few_statements(work):
    row = work.preview("a.png", png())
    with work.admin.statements(at_most=2):
        assert work.admin.get(f"/pictures/thumbnails/preview-files/{row['id']}.png").status == 200


def test_removed_files_stay_in_the_store_unless_forced(app, work):
    kept, gone = work.preview("a.pdf", b"%PDF"), work.preview("b.pdf", b"%PDF")
    folder = app.config["SETTINGS"].preview_folder / "files" / "previews"

    def stored(row):
        return (folder / row["id"][:3] / row["id"][3:6] / row["id"]).exists()

    work.admin.delete(f"/data/preview-files/{kept['id']}").gone()
    work.admin.call("DELETE", f"/data/preview-files/{gone['id']}", query_string={"force": "true"}).gone()
    assert (stored(kept), stored(gone)) == (True, False)


def test_avatars_are_those_of_who_has_one(api, work):
    ident = str(work.team["user"].id)
    person, manager, client = (api.as_(work.team[role]) for role in ("user", "manager", "client"))
    logo = f"/pictures/thumbnails/organisations/{work.preview('a.png', png())['id']}"
    path = f"/pictures/thumbnails/persons/{ident}"
    assert work.admin.get(path).status == 404
    assert manager.post(path, **form("a.png", png())).status == 403
    with api.events() as events:
        assert person.post(path, **form("a.jpg", png(300, 100))).created() == {"thumbnail_path": f"pictures/thumbnails/persons/{ident}.png"}
    assert events == [("person:update", {"person_id": ident}), ("person:set-thumbnail", {"person_id": ident})]
    assert client.get(f"{path}.png").status == 200
    person.delete("/actions/user/clear-avatar").gone()
    assert work.admin.get(path).status == 404
    assert work.admin.get(logo).status == 404


def test_a_thumbnail_costs_one_statement_and_what_changed_counts_at_once(api, work):
    artist = api.as_(work.team["user"])
    path = f"/pictures/thumbnails/preview-files/{work.preview('a.png', png())['id']}.png"
    tag = get(artist, path).headers["ETag"]
    with artist.statements(at_most=1):
        assert get(artist, path, If_None_Match=tag).status == 304
    work.admin.delete(f"/data/projects/{work.production.id}/team/{work.team['user'].id}").gone()
    assert get(artist, path, If_None_Match=tag).status == 403
    work.admin.post(f"/data/projects/{work.production.id}/team", {"person_id": work.team["user"].id}).created()
    assert get(artist, path, If_None_Match=tag).status == 304
    artist.get("/auth/logout").ok()
    assert get(artist, path, If_None_Match=tag).status == 401
