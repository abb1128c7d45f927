"""Uploading the file of a preview: what becomes of it, what is told, what is refused."""

import pytest

from tests.kit.media import form, movie, png, seen

THUMBNAIL = "/pictures/thumbnails/preview-files/{id}.png"


def test_a_picture_is_kept_in_four_sizes_and_shown_on_its_task(api, work):
    note = work.comment()
    row = work.preview(note=note)
    assert (row["status"], row["extension"], row["revision"], row["position"], row["comments"]) == ("processing", "mp4", 1, 1, [note["id"]])
    with api.events() as events:
        made = work.admin.post(f"/pictures/preview-files/{row['id']}", **form("Hero.v2.PNG", png(300, 100))).created()
    assert [name for name, _ in events] == ["preview-file:update", "preview-file:update", "comment:update", "preview-file:add-file"]
    assert {**events[-1][1], "comment_id": None} == {
        "comment_id": None, "task_id": str(work.task.id), "preview_file_id": row["id"], "revision": 1,
        "extension": "png", "status": "ready", "project_id": str(work.production.id),
    }  # fmt: skip
    assert (made["status"], made["original_name"], made["extension"], made["width"], made["height"]) == ("ready", "Hero.v2", "png", 300, 100)
    assert "comments" not in made
    sizes = {name: seen(work.admin.get(f"/pictures/{name}/preview-files/{row['id']}.png").data) for name in ("thumbnails", "thumbnails-square", "previews")}
    assert sizes == {
        "thumbnails": ((150, 100), "RGBA", (255, 0, 0, 255)),
        "thumbnails-square": ((100, 100), "RGBA", (255, 0, 0, 255)),
        "previews": ((1200, 400), "RGBA", (255, 0, 0, 255)),
    }
    assert seen(work.admin.get(f"/pictures/originals/preview-files/{row['id']}.png").data) == ((300, 100), "RGB", (255, 0, 0))
    assert work.admin.get(f"/data/tasks/{work.task.id}").ok()["last_preview_file_id"] == row["id"]
    assert work.admin.get(f"/data/entities/{work.shot.id}").ok()["preview_file_id"] is None


def test_a_movie_is_normalised_with_its_pictures_and_tiles(work):
    made = work.preview("board.mov", movie("board.mov", size="160x120", colour="blue"))
    assert (made["status"], made["extension"], made["width"], made["height"], made["duration"]) == ("ready", "mp4", 320, 180, 0.5)
    assert (made["data"]["original_width"], made["data"]["original_height"], made["data"]["movie_prefixes"]) == (160, 120, ["previews", "lowdef"])
    high = work.admin.get(f"/movies/originals/preview-files/{made['id']}.mp4")
    assert (high.status, high.headers["Content-Type"], len(high.data)) == (200, "video/mp4", made["file_size"])
    assert work.admin.get(f"/movies/low/preview-files/{made['id']}.mp4").data != high.data
    assert work.admin.get(f"/movies/source/preview-files/{made['id']}.mp4").status == 404
    size, mode, middle = seen(work.admin.get(f"/pictures/originals/preview-files/{made['id']}.png").data)
    assert (size, mode) == ((320, 180), "RGBA")
    assert middle[2] > 230
    assert max(middle[:2]) < 25
    assert seen(work.admin.get(f"/movies/tiles/preview-files/{made['id']}.png").data)[:2] == ((1424, 200), "RGB")


def test_a_movie_may_stay_as_it_is(work):
    data = movie("odd.mp4", size="162x90")
    made = work.preview("odd.mp4", data, query="?normalize=false")
    for path in ("originals", "low"):
        assert work.admin.get(f"/movies/{path}/preview-files/{made['id']}.mp4").data == data
    assert (made["width"], made["height"], made["file_size"]) == (162, 90, len(data))


def test_a_document_is_kept_and_shows_nothing(work):
    made = work.preview("Notes ü.PDF", b"%PDF-1.4 nothing")
    assert (made["extension"], made["original_name"], made["file_size"], made["status"]) == ("pdf", "Notes ü", 16, "ready")
    shown = work.admin.get(f"/pictures/originals/preview-files/{made['id']}.pdf")
    assert (shown.headers["Content-Type"], shown.data) == ("application/pdf", b"%PDF-1.4 nothing")
    assert work.admin.get(THUMBNAIL.format(**made)).status == 404
    assert work.admin.get(f"/data/tasks/{work.task.id}").ok()["last_preview_file_id"] is None


def test_a_document_that_a_browser_might_run_is_saved(work):
    made = work.preview("logo.svg", b"<svg onload='alert(1)'/>")
    sent = work.admin.get(f"/pictures/originals/preview-files/{made['id']}.svg")
    assert (sent.headers["Content-Type"], sent.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert sent.headers["Content-Disposition"].startswith("attachment; filename=")


def test_an_entity_s_odd_resolution_breaks_no_movie(work):
    work.admin.put(f"/data/entities/{work.shot.id}", {"data": {"resolution": 90, "fps": ["x"]}}).ok()
    assert work.preview("a.mp4", movie("odd.mp4"))["status"] == "ready"


def test_a_broken_movie_says_why_and_may_be_sent_again(api, work):
    row = work.preview()
    with api.events("preview-file:update", "preview-file:add-file") as events:
        made = work.admin.post(f"/pictures/preview-files/{row['id']}", **form("a.mp4", b"no movie")).created()
    assert (made["status"], made["width"], made["duration"]) == ("broken", 0, 0)
    assert made["data"]["error"]
    assert [data["status"] for _, data in events] == ["processing", "broken", "broken"]
    assert work.admin.get(f"/movies/low/preview-files/{row['id']}.mp4").status == 404
    again = work.admin.post(f"/pictures/preview-files/{row['id']}", **form("b.png", png())).created()
    assert (again["status"], again["extension"], again["data"]) == ("ready", "png", None)


@pytest.mark.parametrize(("name", "data"), [("notes.txt", b"hello"), ("none", b"hello"), ("empty.mp4", b"")])
def test_what_can_never_be_taken_removes_the_preview(api, work, name, data):
    row = work.preview()
    with api.events("preview-file:delete") as events:
        assert work.admin.post(f"/pictures/preview-files/{row['id']}", **form(name, data)).status == 400
    assert len(events) == 1
    assert work.admin.get(f"/data/preview-files/{row['id']}").status == 404


def test_what_is_no_picture_may_be_tried_again_and_what_is_taken_stays(work):
    row = work.preview()
    for sent in (form("a.png", b"no picture"), form("a.png", png(), field="picture"), {"data": {}, "content_type": "multipart/form-data"}):
        assert work.admin.post(f"/pictures/preview-files/{row['id']}", **sent).status == 400
    assert work.admin.get(f"/data/preview-files/{row['id']}").ok()["original_name"] is None
    work.admin.post(f"/pictures/preview-files/{row['id']}", **form("a.png", png())).created()
    assert work.admin.post(f"/pictures/preview-files/{row['id']}", **form("b.png", png())).status == 400


def test_who_may_upload(api, studio, work):
    assert {
        role: api.as_(person).post(f"/pictures/preview-files/{work.preview()['id']}", **form("a.png", png(8, 8))).status for role, person in work.team.items()
    } == {"admin": 201, "manager": 201, "supervisor": 201, "user": 403, "client": 201, "vendor": 403}
    assert api.as_(studio.person("manager")).post(f"/pictures/preview-files/{work.preview()['id']}", **form("a.png", png())).status == 403


def test_the_newest_picture_stands_for_its_entity_where_the_production_wants_that(api, studio, work):
    work.admin.put(f"/data/projects/{work.production.id}", {"is_set_preview_automated": True}).ok()
    first = work.preview("a.png", png())
    with api.events("preview-file:set-main", "shot:update") as events:
        second = work.preview("b.png", png())
    assert [name for name, _ in events] == ["preview-file:set-main", "shot:update"]
    assert work.admin.get(f"/data/entities/{work.shot.id}").ok()["preview_file_id"] == second["id"]
    work.admin.delete(f"/data/preview-files/{second['id']}").gone()
    assert work.admin.get(f"/data/entities/{work.shot.id}").ok()["preview_file_id"] == first["id"]
    assert work.admin.get(f"/data/tasks/{work.task.id}").ok()["last_preview_file_id"] == first["id"]
