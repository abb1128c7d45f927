"""Playlists: who sees and changes them, what they hold, what they show."""

import pytest

from zou import models as m


@pytest.fixture
def shot(studio, scene):
    return studio.shot(scene.project)


@pytest.fixture
def task(studio, shot):
    return studio.task(shot)


def test_a_new_playlist_is_its_makers_and_holds_only_what_fits(api, studio, scene, shot, task):
    preview, other = scene.preview(task), scene.preview(studio.task(studio.shot(scene.project)))
    sent = [
        {"id": str(shot.id), "preview_file_id": str(preview.id).upper(), "extra": 1},
        {"entity_id": str(shot.id), "preview_file_id": str(other.id)},
        "x",
        {},
    ]
    body = {"name": "Dailies", "project_id": str(scene.project.id), "episode_id": "main", "task_type_id": "", "shots": sent, "created_by": str(scene.admin.id)}
    with api.events() as events:
        made = api.as_(scene.supervisor).post("/data/playlists/", body).created()
    assert made["shots"] == [{"entity_id": str(shot.id), "preview_file_id": str(preview.id)}, {"entity_id": str(shot.id), "preview_file_id": None}]
    assert (made["created_by"], made["build_jobs"], made["for_entity"], made["task_type_id"]) == (str(scene.supervisor.id), [], "shot", None)
    assert events == [("playlist:new", {"playlist_id": made["id"], "project_id": str(scene.project.id)})]


@pytest.mark.parametrize("broken", [{"for_entity": "scene"}, {"name": None}, {"name": "x" * 81}, {"project_id": None}, {"shots": {"a": 1}}])
def test_what_no_playlist_can_have_is_refused(api, scene, broken):
    body = {"name": "Dailies", "project_id": str(scene.project.id), **broken}
    assert api.as_(scene.admin).post("/data/playlists", body).status == 400


def test_a_name_is_free_once_in_each_place(api, studio, scene):
    def post(**more):
        return api.as_(scene.manager).post("/data/playlists", {"name": "Dailies", "project_id": str(scene.project.id), **more}).status

    episode = studio.episode(scene.project)
    assert [post(), post(), post(is_for_all=True), post(episode_id=str(episode.id)), post(episode_id=str(episode.id))] == [201, 400, 201, 201, 400]


def test_entities_of_other_productions_are_refused_unless_shared_and_cast(api, studio, scene, shot):
    library = studio.production()
    secret, lent, unused = studio.asset(library), studio.asset(library, is_shared=True), studio.asset(library, is_shared=True)
    studio.add(m.EntityLink(entity_in_id=shot.id, entity_out_id=lent.id))
    playlist = scene.playlist()
    manager = api.as_(scene.manager)

    def statuses(entity):
        entry = {"entity_id": str(entity.id)}
        return (
            manager.post(f"/actions/playlists/{playlist.id}/add-entity", entry).status,
            manager.post(f"/actions/playlists/{playlist.id}/add-entities", {"entities": [entry]}).status,
            manager.put(f"/data/playlists/{playlist.id}", {"shots": [entry]}).status,
            manager.post("/data/playlists", {"name": entity.name, "project_id": str(scene.project.id), "shots": [entry]}).status,
        )

    assert statuses(secret) == (400, 400, 400, 400)
    assert statuses(unused) == (400, 400, 400, 400)
    assert statuses(lent) == (200, 200, 200, 201)


def test_an_entity_that_is_gone_does_not_block_its_playlist(api, studio, scene, shot):
    playlist = scene.playlist((shot, None))
    gone = {"entity_id": "aaaaaaaa-0000-4000-8000-000000000001", "preview_file_id": None}
    playlist.shots = [*playlist.shots, gone]
    studio.add(playlist)
    saved = api.as_(scene.manager).put(f"/data/playlists/{playlist.id}", {"name": "New", "shots": [{"entity_id": str(shot.id)}, gone]}).ok()
    assert (saved["name"], saved["shots"]) == ("New", [{"entity_id": str(shot.id), "preview_file_id": None}])


def test_who_sees_and_changes_playlists(api, scene):
    team, clients = scene.playlist(created_by=scene.admin.id), scene.playlist(created_by=scene.supervisor.id, for_client=True)
    roles = ("admin", "manager", "supervisor", "user", "client", "vendor")

    def statuses(method, path, body=None):
        return [api.as_(scene.people[role]).call(method, path, body).status for role in roles]

    for path in (f"/data/playlists/{team.id}", f"/data/projects/{scene.project.id}/playlists/{team.id}"):
        assert statuses("GET", path) == [200, 200, 200, 200, 403, 403]
    for path in (f"/data/playlists/{clients.id}", f"/data/projects/{scene.project.id}/playlists/{clients.id}"):
        assert statuses("GET", path) == [200, 200, 200, 200, 200, 403]
    assert statuses("PUT", f"/data/playlists/{team.id}", {"name": "Renamed"}) == [200, 200, 403, 403, 403, 403]
    assert statuses("PUT", f"/data/playlists/{clients.id}", {"is_for_all": True}) == [200, 200, 200, 403, 403, 403]
    assert statuses("GET", "/data/playlists") == [200, 200, 200, 200, 200, 403]
    assert [row["id"] for row in api.as_(scene.client).get("/data/playlists").ok()] == [str(clients.id)]
    assert api.as_(scene.client).get(f"/data/projects/{scene.project.id}/playlists").ok()[0]["id"] == str(clients.id)
    stranger = api.as_(scene.studio.person("manager"))
    assert [stranger.get(f"/data/playlists/{team.id}").status, stranger.get("/data/playlists").ok()] == [403, []]


def test_lists_are_lean_sorted_and_take_one_statement(api, studio, scene, shot, task):
    preview, kind = scene.preview(task), studio.task_type()
    scene.playlist((shot, preview), name="B")
    scene.playlist(name="A", is_for_all=True, task_type_id=kind.id, for_entity="asset")
    scene.playlist((shot, None), name="C")
    base, reader = f"/data/projects/{scene.project.id}", api.as_(scene.user)
    with api.statements(at_most=2):
        listed = reader.get(f"{base}/playlists").ok()
    assert [row["name"] for row in listed] == ["C", "A", "B"]
    assert listed[2]["first_preview_file_id"] == str(preview.id)
    assert all("shots" not in row for row in listed) and "first_preview_file_id" not in listed[0]

    def names(path, **query):
        return [row["name"] for row in reader.get(f"{base}{path}", **query).ok()]

    assert names("/playlists", sort_by="name", page=1) == ["A", "B", "C"]
    assert names("/playlists", page=2) == []
    assert names("/playlists", sort_by="shots") == ["C", "A", "B"]
    assert names("/playlists", task_type_id=kind.id) == ["A"]
    assert names("/episodes/main/playlists", sort_by="name") == ["B", "C"]
    assert names("/episodes/all/playlists") == ["A"]
    assert names("/episodes/all/playlists", for_entity="shot") == []
    assert [reader.get(f"{base}/playlists", **query).status for query in ({"page": "x"}, {"task_type_id": "x"})] == [400, 400]
    assert reader.get(f"{base}/episodes/{shot.id}/playlists").status == 404


def test_one_playlist_shows_its_previews_in_a_fixed_number_of_statements(api, studio, scene):
    kind = studio.task_type()
    shots = [studio.shot(scene.project) for _ in range(6)]
    tasks = [studio.task(each, task_type=kind) for each in shots]
    firsts = [scene.preview(task, annotations=[{"time": 0}]) for task in tasks]
    seconds = [scene.preview(task, revision=2, position=2) for task in tasks]
    leaders = [scene.preview(task, revision=2, position=1) for task in tasks]
    playlist = scene.playlist(*zip(shots, seconds, strict=True), (studio.asset(scene.project), None))
    studio.add(m.BuildJob(playlist_id=playlist.id, status="succeeded"))
    with api.statements(at_most=6):
        shown = api.as_(scene.user).get(f"/data/projects/{scene.project.id}/playlists/{playlist.id}").ok()
    entry = shown["shots"][0]
    assert (entry["id"], entry["entity_id"], entry["preview_file_id"]) == (str(shots[0].id), str(shots[0].id), str(seconds[0].id))
    assert (entry["preview_file_revision"], entry["preview_file_status"], entry["preview_file_task_id"]) == (2, "ready", str(tasks[0].id))
    assert [(other["id"], other["position"]) for other in entry["preview_file_previews"]] == [(str(leaders[0].id), 1)]
    revisions = entry["preview_files"][str(kind.id)]
    assert [(row["id"], [other["id"] for other in row["previews"]]) for row in revisions] == [
        (str(leaders[0].id), [str(seconds[0].id)]),
        (str(firsts[0].id), []),
    ]
    assert "annotations" not in revisions[1]
    assert shown["shots"][6] == {"id": playlist.shots[6]["entity_id"], "entity_id": playlist.shots[6]["entity_id"], "preview_files": []}
    assert [set(job) for job in shown["build_jobs"]] == [{"id", "status", "created_at", "message"}]


def test_clients_get_no_rejected_previews(api, scene, shot, task):
    kept, rejected = scene.preview(task), scene.preview(task, revision=2, validation_status="rejected")
    playlist = scene.playlist((shot, rejected), for_client=True)
    for path in (f"/data/playlists/entities/{shot.id}/preview-files", f"/data/projects/{scene.project.id}/playlists/{playlist.id}"):
        assert str(rejected.id) in api.as_(scene.user).get(path).data.decode()
    one = api.as_(scene.client).get(f"/data/projects/{scene.project.id}/playlists/{playlist.id}").ok()["shots"][0]
    assert "preview_file_id" not in one
    assert [row["id"] for row in one["preview_files"][str(task.task_type_id)]] == [str(kept.id)]
    assert str(rejected.id) not in api.as_(scene.client).get(f"/data/playlists/entities/{shot.id}/preview-files").data.decode()


def test_additions_take_the_newest_preview_and_no_pair_twice(api, studio, scene, shot, task):
    old, new = scene.preview(task), scene.preview(task, revision=2)
    bare, playlist = studio.shot(scene.project), scene.playlist()
    manager, path = api.as_(scene.manager), f"/actions/playlists/{playlist.id}/add-entit"
    with api.events("playlist:add_entity") as events, api.events("playlist:add-entity") as regular:
        manager.post(f"{path}y", {"entity_id": str(shot.id)}).ok()
        manager.post(f"{path}y", {"entity_id": str(shot.id), "preview_file_id": str(new.id)}).ok()
        added = [{"entity_id": str(bare.id), "preview_file_id": ""}, {"entity_id": str(shot.id), "preview_file_id": str(old.id)}, {"entity_id": str(bare.id)}]
        saved = manager.post(f"{path}ies", {"entities": added}).ok()
    assert [data for _, data in regular] == [data for _, data in events]
    assert [(data["entity_id"], data["preview_file_id"]) for _, data in events] == [
        (str(shot.id), str(new.id)),
        (str(bare.id), None),
        (str(shot.id), str(old.id)),
    ]
    assert saved["shots"] == [
        {"entity_id": str(shot.id), "preview_file_id": str(new.id)},
        {"entity_id": str(bare.id)},
        {"entity_id": str(shot.id), "preview_file_id": str(old.id)},
    ]
    assert [manager.post(f"{path}y", body).status for body in ({"entity_id": "x"}, {}, {"entity_id": str(playlist.id)})] == [400, 400, 400]
    assert manager.post(f"{path}ies", {"entities": []}).status == 400
    assert api.as_(scene.user).post(f"{path}y", {"entity_id": str(shot.id)}).status == 403


def test_a_playlist_takes_all_that_is_its_own_with_it(api, studio, scene):
    playlist = scene.playlist()
    studio.add(m.BuildJob(playlist_id=playlist.id, status="succeeded"))
    studio.add(m.PlaylistShareLink(playlist_id=playlist.id, token="x", created_by=scene.admin.id))
    studio.add(m.Notification(playlist_id=playlist.id, person_id=scene.client.id, author_id=scene.admin.id, type="playlist-ready"))
    with api.events() as events:
        api.as_(scene.manager).delete(f"/data/playlists/{playlist.id}").gone()
    assert [name for name, _ in events] == ["build-job:delete", "playlist:delete"]
    assert api.as_(scene.manager).get(f"/data/playlists/{playlist.id}").status == 404


def test_temporary_playlists_stand_for_tasks_and_entities(api, studio, scene, shot, task):
    hero = studio.asset(scene.project, name="Aaron")
    asset_task, quiet = studio.task(hero, task_type=studio.task_type("Asset")), studio.task(hero, task_type=studio.task_type("Asset"))
    preview, shown = scene.preview(task, annotations=[{"time": 0}]), scene.preview(asset_task)
    path = f"/data/projects/{scene.project.id}/playlists/temp"
    reader = api.as_(scene.user)
    entries = reader.post(path, {"task_ids": [str(task.id), str(quiet.id)]}).ok()
    assert [(row["preview_file_id"], row["preview_file_task_id"]) for row in entries] == [(str(preview.id), str(task.id)), (str(shown.id), str(quiet.id))]
    assert (entries[0]["preview_file_annotations"], entries[1]["preview_file_annotations"]) == ([{"time": 0}], [])
    assert (entries[0]["parent_name"], entries[0]["sequence_name"], entries[0]["asset_type_id"], entries[1]["parent_name"]) == (
        entries[0]["sequence_name"], entries[0]["parent_name"], "", "Character",
    )  # fmt: skip
    assert [row["name"] for row in reader.post(f"{path}?sort=true", {"task_ids": [str(task.id), str(asset_task.id)]}).ok()] == ["Aaron", shot.name]
    bare = studio.shot(scene.project)
    assert [row["id"] for row in reader.post(path, {"entity_ids": [str(bare.id), str(hero.id)]}).ok()] == [str(hero.id)]
    assert reader.post(path, {"task_ids": []}).ok() == []
    assert [reader.post(path, {"task_ids": [ident]}).status for ident in ("x", str(shot.id))] == [400, 404]
    assert api.as_(scene.vendor).post(path, {"task_ids": [str(task.id)]}).status == 403
    elsewhere = studio.task(studio.shot(studio.production()))
    assert reader.post(path, {"task_ids": [str(elsewhere.id)]}).status == 403


def test_running_previews_are_those_that_are_not_ready(api, scene, shot, task):
    scene.preview(task)
    broken = scene.preview(task, revision=2, status="broken")
    listed = api.as_(scene.admin).get("/data/playlists/preview-files/running").ok()
    assert [(row["id"], row["project_id"], row["task_type_id"]) for row in listed] == [(str(broken.id), str(scene.project.id), str(task.task_type_id))]
    assert listed[0]["full_entity_name"].endswith(f" / {shot.name}")
    assert api.as_(scene.admin).get("/data/preview-files/running", cursor_preview_file_id=broken.id).ok() == []
    for query in ({"limit": "x"}, {"limit": -1}, {"cursor_preview_file_id": "x"}, {"cursor_preview_file_id": shot.id}):
        assert api.as_(scene.admin).get("/data/playlists/preview-files/running", **query).status == 400
    assert api.as_(scene.manager).get("/data/playlists/preview-files/running").status == 403


def test_an_episode_takes_its_playlists_with_it(api, studio, scene):
    episode = studio.episode(scene.project)
    playlist = scene.playlist(episode_id=episode.id)
    studio.add(m.BuildJob(playlist_id=playlist.id, status="succeeded"))
    with api.events("build-job:delete", "playlist:delete") as events:
        api.as_(scene.manager).call("DELETE", f"/data/episodes/{episode.id}", query_string={"force": "true"}).gone()
    assert [name for name, _ in events] == ["build-job:delete", "playlist:delete"]


def test_whoever_is_a_client_somewhere_sees_nothing_rejected_there(api, studio, scene):
    elsewhere = studio.production()
    studio.join(elsewhere, scene.manager, "client")
    task = studio.task(studio.shot(elsewhere))
    kept, _rejected = scene.preview(task), scene.preview(task, 2, validation_status="rejected")
    path = f"/data/projects/{scene.project.id}/playlists/temp"
    shown = api.as_(scene.manager).post(path, {"task_ids": [str(task.id)]}).ok()[0]
    assert shown["preview_file_id"] == str(kept.id)
    assert [revision["id"] for revision in shown["preview_files"][str(task.task_type_id)]] == [str(kept.id)]
