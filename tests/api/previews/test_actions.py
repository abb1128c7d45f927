"""Working with previews: revisions, positions, main ones, drawings, pictures taken out of them."""

import io
import zipfile

import pytest
from PIL import Image

from tests.kit.media import movie, png, seen


def test_revisions_and_positions_follow_the_comments(work):
    first, second, third = work.comment(), work.comment(), work.comment()

    def add(note, **body):
        reply = work.admin.post(f"/actions/tasks/{work.task.id}/comments/{note['id']}/add-preview", body)
        return (reply.json["revision"], reply.json["position"]) if reply.status == 201 else reply.status

    assert [add(first), add(first), add(second, revision=7), add(second), add(third)] == [(1, 1), (1, 2), (7, 1), (7, 2), (8, 1)]
    assert [add(work.comment(), revision=7), add(work.comment(), revision=0), add(third, revision=-1), add(third, revision="seven")] == [400, (0, 1), 400, 400]
    work.admin.put(f"/data/projects/{work.production.id}", {"is_single_preview_per_revision": True}).ok()
    assert (add(alone := work.comment()), add(alone)) == ((9, 1), 400)


def test_a_preview_is_hung_on_a_comment_of_its_task_only(studio, work):
    other = studio.task(studio.shot(work.production))
    note = work.comment()
    assert work.admin.post(f"/actions/tasks/{other.id}/comments/{note['id']}/add-preview", {}).status == 404
    foreign = work.preview(on=other)["id"]
    assert work.admin.post(f"/actions/tasks/{work.task.id}/comments/{note['id']}/preview-files/{foreign}", {}).status == 404


def test_previews_move_and_close_the_gap_that_one_leaves(work):
    note = work.comment()
    a, b, c = (work.preview(f"{name}.png", png(), note=note)["id"] for name in "abc")

    def order(rows):
        return [(row["id"], row["position"]) for row in rows]

    moved = work.admin.put(f"/actions/preview-files/{a}/update-position", {"position": 3}).ok()
    assert order(moved) == [(b, 1), (c, 2), (a, 3)]
    assert order(work.admin.put(f"/actions/preview-files/{a}/update-position", {"position": 3.0}).ok()) == order(moved)
    for refused in (1.5, -1, "2", None):
        assert work.admin.put(f"/actions/preview-files/{a}/update-position", {"position": refused}).status == 400
    for unchanged in (0, 4):
        assert order(work.admin.put(f"/actions/preview-files/{c}/update-position", {"position": unchanged}).ok()) == [(b, 1), (c, 2), (a, 3)]
    work.admin.delete(f"/actions/tasks/{work.task.id}/comments/{note['id']}/preview-files/{b}").gone()
    assert order(work.admin.get(f"/data/tasks/{work.task.id}/previews").ok()) == [(c, 1), (a, 2)]
    led = work.admin.get(f"/data/shots/{work.shot.id}/preview-files").ok()[str(work.task.task_type_id)]
    assert [(row["id"], [other["id"] for other in row["previews"]]) for row in led] == [(c, [a])]


def test_a_revision_changes_as_a_whole(work):
    note = work.comment()
    a, b = (work.preview(f"{name}.png", png(), note=note)["id"] for name in "ab")
    work.preview(note=work.comment())
    assert work.admin.put(f"/data/preview-files/{a}", {"revision": 2}).status == 400
    work.admin.put(f"/data/preview-files/{a}", {"revision": 12}).ok()
    assert work.admin.get(f"/data/preview-files/{b}").ok()["revision"] == 12


def test_a_preview_leaves_its_revision_without_a_gap_in_either(work):
    note, other = work.comment(), work.comment()
    a, b, c = (work.preview(note=note)["id"] for _ in range(3))
    d = work.preview(note=other)["id"]

    def revisions():
        return {row["id"]: (row["revision"], row["position"]) for row in work.admin.get(f"/data/tasks/{work.task.id}/previews").ok()}

    for revision, moved in ((2, {a: (1, 1), c: (1, 2), d: (2, 1), b: (2, 2)}), (7, {a: (1, 1), c: (1, 2), d: (2, 1), b: (7, 1)})):
        made = work.admin.put(f"/data/preview-files/{b}", {"revision": revision, "position": 9}).ok()
        assert (made["revision"], made["position"]) == moved[b]
        assert revisions() == moved


def test_a_preview_stays_in_its_production_and_takes_known_statuses(studio, work):
    row = work.preview("a.png", png())
    elsewhere = studio.task(studio.shot(studio.production()))
    wrong = {"task_id": str(elsewhere.id)}, {"status": "done"}, {"validation_status": "fine"}, {"revision": "x"}, {"revision": -1}, {"position": 0}
    for values in (*wrong, {"annotations": "text"}, {"annotations": [1]}, {"annotations": {"time": 0}}):
        assert work.admin.put(f"/data/preview-files/{row['id']}", values).status == 400
    assert work.admin.get(f"/data/preview-files/{row['id']}").ok()["status"] == "ready"


def test_a_frame_of_a_movie_stands_for_its_entity(api, work):
    row = work.preview("a.mp4", movie("two.mp4", colour="red"), query="?normalize=false")
    path = f"/actions/preview-files/{row['id']}/set-main-preview"
    with api.events("preview-file:set-main", "shot:update") as events:
        entity = work.admin.put(path, {"frame_number": 3}).ok()
    assert (entity["preview_file_id"], entity["preview_file_status"], entity["type"]) == (row["id"], "ready", "Entity")
    assert [name for name, _ in events] == ["preview-file:set-main", "shot:update"]
    size, _, (red, green, _blue, alpha) = seen(work.admin.get(f"/pictures/thumbnails/preview-files/{row['id']}.png").data)
    assert (size, red > 230, green < 30, alpha) == ((150, 100), True, True, 255)
    for refused in ({"frame_number": "x"}, {"frame_number": 99}):
        assert work.admin.put(path, refused).status == 400
    assert api.as_(work.team["client"]).put(path, {}).status == 403
    assert api.as_(work.team["user"]).put(path, {}).status == 200


def at(time, *objects, **more):
    return {"time": time, "drawing": {"objects": list(objects)}, **more}


def test_drawings_are_brought_together(api, work):
    row = work.preview("a.png", png())

    def draw(**changes):
        annotations = work.admin.put(f"/actions/preview-files/{row['id']}/update-annotations", changes).ok()["annotations"]
        return [(annotation["time"], [(thing["id"], thing.get("type")) for thing in annotation["drawing"]["objects"]]) for annotation in annotations or []]

    assert draw(additions=[at(0, {"id": "a", "type": "rect"}), at(1, {"id": "c"}, frame=5), at(2)]) == [(0, [("a", "rect")]), (1, [("c", None)])]
    assert draw(additions=[at(0.0, {"id": "a", "type": "other"}, {"id": "b"}), at("0", {"id": "t"})])[0] == (0, [("a", "rect"), ("b", None)])
    assert draw(updates=[at(0, {"id": "a", "type": "circle"}, {"id": "z"}), at(9, {"id": "a"})])[0] == (0, [("b", None), ("a", "circle")])
    assert draw(deletions=[{"time": 0, "objects": ["a", "nope"]}, {"time": "0", "objects": ["t"]}]) == [(0, [("b", None)]), (1, [("c", None)])]
    assert work.admin.get(f"/data/preview-files/{row['id']}").ok()["annotations"][1]["frame"] == 5
    for wrong in ({"additions": "x"}, {"additions": [{"drawing": {}}]}, {"updates": [3]}, {"deletions": [{"time": 1, "objects": "c"}]}):
        assert work.admin.put(f"/actions/preview-files/{row['id']}/update-annotations", wrong).status == 400
    with api.events() as events:
        draw()
    assert [(name, sorted(data)) for name, data in events] == [("preview-file:annotation-update", ["person_id", "preview_file_id", "project_id", "updated_at"])]


def test_odd_drawings_are_borne(work):
    row = work.preview("a.png", png())
    path = f"/actions/preview-files/{row['id']}/update-annotations"
    odd = [
        at(0, {"id": {"a": 1}}, {"id": ["b"], "type": "rect"}, {"id": 5}),
        at(1),
        {"time": 2, "drawing": "none"},
        {"time": 3, "drawing": {"objects": "none"}},
    ]
    (kept,) = work.admin.put(path, {"additions": odd, "updates": odd, "deletions": [{"time": 0, "objects": [{"a": 1}]}]}).ok()["annotations"]
    assert [type(thing["id"]) for thing in kept["drawing"]["objects"]] == [str, str, int]
    work.admin.put(f"/data/preview-files/{row['id']}", {"annotations": [{"time": {}}, {"drawing": 5}, at(0, {"id": []})]}).ok()
    assert len(work.admin.put(path, {"additions": [at(7, {"id": "a", "type": "rect"})]}).ok()["annotations"]) == 2
    assert work.admin.get(f"/actions/preview-files/{row['id']}/extract-annotated-frame").status == 200


def test_who_may_draw(api, work):
    row = work.preview("a.png", png())
    path = f"/actions/preview-files/{row['id']}/update-annotations"
    callers = {role: api.as_(person) for role, person in work.team.items()}
    assert {role: caller.put(path, {}).status for role, caller in callers.items()} == {
        "admin": 200, "manager": 200, "supervisor": 200, "user": 403, "client": 200, "vendor": 403,
    }  # fmt: skip


def rect(left, colour):
    return {"id": str(left), "type": "rect", "left": left, "top": 0, "width": 60, "height": 60, "fill": colour, "canvasWidth": 320, "canvasHeight": 180}


@pytest.fixture
def drawn(work):
    """A movie on whose frames 1, 4 and far beyond its end something is drawn."""
    row = work.preview("a.mp4", movie("a.mp4"))
    additions = [at(0, rect(0, "#ff0000")), at(0.125, rect(200, "#00ff00")), at(99, rect(0, "red"))]
    work.admin.put(f"/actions/preview-files/{row['id']}/update-annotations", {"additions": additions}).ok()
    return f"/actions/preview-files/{row['id']}"


def test_pictures_are_taken_out_of_a_movie(api, work, drawn):
    assert seen(work.admin.get(f"{drawn}/extract-frame", frame_number=2).data)[:2] == ((320, 180), "RGB")
    fourth = work.admin.get(f"{drawn}/extract-annotated-frame", frame_number=4)
    assert fourth.headers["Cache-Control"] == "no-cache"
    image = Image.open(io.BytesIO(fourth.data))
    assert image.getpixel((230, 30)) == (0, 255, 0)
    assert image.getpixel((30, 30))[2] > 200
    assert seen(work.admin.get(f"{drawn}/extract-tile").data)[0] == (1424, 200)
    archive = zipfile.ZipFile(io.BytesIO(work.admin.get(f"{drawn}/extract-annotated-frames").data))
    assert [name.rpartition("_v1_")[2] for name in archive.namelist()] == ["frame_1.png", "frame_4.png"]
    pdf = work.admin.get(f"{drawn}/extract-annotated-frames-pdf")
    assert (pdf.headers["Content-Type"], pdf.data[:5]) == ("application/pdf", b"%PDF-")
    for query in ("extract-frame?frame_number=x", "extract-frame?frame_number=99", "extract-annotated-frame", "extract-annotated-frame?frame_number=2"):
        assert work.admin.call("GET", f"{drawn}/{query}").status == 400
    assert api.as_(work.team["supervisor"]).get(f"{drawn}/extract-frame").status == 403


def test_reading_revisions_takes_a_fixed_number_of_statements(work):
    note = work.comment()
    for _ in range(6):
        work.preview(note=note)
    for path in (f"/data/playlists/entities/{work.shot.id}/preview-files", f"/data/entities/{work.shot.id}/preview-files", "/data/preview-files/running"):
        with work.admin.statements(at_most=4):
            assert len(str(work.admin.get(path).ok())) > 500
