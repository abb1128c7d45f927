"""The event stream of real servers: who hears what, what survives, and how people review together."""

from collections.abc import Iterator

import pytest
import requests

from tests.e2e.house import House, open_house
from tests.e2e.server import Ear, Server, wait_for
from zou.db.session import db
from zou.models import Playlist, ProjectPersonLink, RevokedToken


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Server, Server]]:
    """A house with two servers."""
    with open_house(tmp_path_factory.mktemp("stream")) as house:
        yield house, house.serve(), house.serve()


@pytest.fixture
def house(running: tuple[House, Server, Server]) -> Iterator[House]:
    """The house, in an application context; connections are closed after the test."""
    house = running[0]
    with house.app.app_context():
        yield house
        db.session.remove()
    for ear in house.ears:
        ear.close()
    house.ears.clear()


@pytest.fixture
def servers_up(running: tuple[House, Server, Server]) -> tuple[Server, Server]:
    """Two servers that work together."""
    return running[1:]


def test_events_reach_those_who_may_read_them_from_any_process(house: House, servers_up: tuple[Server, Server]) -> None:
    member, stranger, admin = house.studio.artist(), house.studio.artist(), house.studio.admin()
    client = house.studio.person("client")
    production = house.studio.production(team=[member, client])
    ears = [house.ear(servers_up[number % 2], person) for number, person in enumerate((member, stranger, admin, client))]
    house.happen("shot:update", shot_id=production.id, project_id=production.id)
    house.happen("budget:update", budget_id=production.id, project_id=production.id)
    house.happen("notification:new", notification_id=production.id, person_id=member.id, project_id=production.id, to=[member.id], live=True)
    house.happen("main:test", live=True)
    heard = []
    for ear in ears:
        wait_for(lambda ear=ear: "main:test" in ear.names())
        heard.append(ear.names())
    assert heard == [
        ["shot:update", "notification:new", "main:test"],
        ["main:test"],
        ["shot:update", "budget:update", "main:test"],
        ["shot:update", "main:test"],
    ]
    assert ears[0].got[0] == ("shot:update", {"shot_id": str(production.id), "project_id": str(production.id)})


def test_a_change_of_the_team_counts_at_once(house: House, servers_up: tuple[Server, Server]) -> None:
    artist = house.studio.artist()
    production = house.studio.production()
    ear = house.ear(servers_up[0], artist)
    house.happen("task:update", task_id=production.id, project_id=production.id)
    house.studio.join(production, artist)
    house.happen("project:update", project_id=production.id)
    house.happen("task:update", task_id=artist.id, project_id=production.id)
    assert ear.wait("task:update") == ({"task_id": str(artist.id), "project_id": str(production.id)},)


def test_a_vendor_hears_of_what_they_work_on(house: House, servers_up: tuple[Server, Server]) -> None:
    vendor = house.studio.person("vendor")
    production = house.studio.production(team=[vendor])
    own, other = house.studio.shot(production), house.studio.shot(production)
    house.studio.task(own, assignees=[vendor])
    ear = house.ear(servers_up[0], vendor)
    house.happen("shot:update", shot_id=other.id, project_id=production.id)
    house.happen("shot:update", shot_id=own.id, project_id=production.id)
    assert ear.wait("shot:update")[0]["shot_id"] == str(own.id)


def test_the_team_hears_of_every_part_of_a_production_that_is_deleted(house: House, servers_up: tuple[Server, Server]) -> None:
    artist, admin = house.studio.artist(), house.studio.admin()
    production = house.studio.production(team=[artist], project_status_id=house.studio.closed_status().id)
    task = house.studio.task(house.studio.shot(production))
    near, far = (house.ear(server, artist) for server in servers_up)
    stranger = house.ear(servers_up[0], house.studio.artist())
    headers = {"Authorization": f"Bearer {house.token(admin)}"}
    project_id = str(production.id)
    assert requests.delete(f"{servers_up[0].url}/data/projects/{project_id}?force=true", headers=headers, timeout=20).status_code == 204
    for ear in (near, far):
        assert ear.wait("task:delete")[0]["task_id"] == str(task.id)
        assert ear.wait("shot:delete")[0]["project_id"] == project_id
        assert ear.wait("project:delete") == ({"project_id": project_id},)
    house.happen("main:test", live=True)
    wait_for(lambda: "main:test" in stranger.names())
    assert stranger.names() == ["main:test"]


def test_connections_without_a_good_token_are_refused_with_the_reason(house: House, servers_up: tuple[Server, Server]) -> None:
    artist, gone = house.studio.artist(), house.studio.artist(active=False)
    url = servers_up[0].url
    good = house.token(artist)
    refusals = [Ear(url, token).refusal for token in (None, "nonsense", house.token(artist, 1), house.token(gone))]
    words = [refusal["message"] if isinstance(refusal, dict) else refusal for refusal in refusals]
    assert len(set(words)) == 4 and all(words), words
    for options in ({"headers": {"Cookie": f"access_token_cookie={good}"}}, {"auth": {"token": good}}):
        ear = Ear(url, None, **options)
        house.ears.append(ear)
        assert ear.connected
    assert requests.get(f"{url}/socket.io/?EIO=4&transport=polling", headers={"Origin": "https://elsewhere.test"}, timeout=10).status_code == 400
    assert requests.get(f"{url}/socket.io/?EIO=4&transport=polling", headers={"Origin": url}, timeout=10).status_code == 200


def test_a_message_with_a_revoked_token_cuts_the_connection(house: House, servers_up: tuple[Server, Server]) -> None:
    artist = house.studio.artist()
    token = house.token(artist)
    ear = servers_up[0].listen(token)
    house.ears.append(ear)
    from zou.access.tokens import check_token
    from zou.kit.dates import utcnow

    house.studio.add(RevokedToken(jti=check_token(token)["jti"], expires_at=utcnow()))
    ear.emit("preview-room:open-playlist", {})
    wait_for(lambda: not ear.connected)


def test_people_review_together_from_several_processes_and_tabs(house: House, servers_up: tuple[Server, Server]) -> None:
    leader, guest, outsider = house.studio.person("manager"), house.studio.artist(), house.studio.artist()
    production = house.studio.production(team=[leader, guest])
    playlist = house.studio.add(Playlist(name="Dailies", project_id=production.id, shots=[]))
    room = {"playlist_id": str(playlist.id)}
    one, two, watcher = house.ear(servers_up[0], leader), house.ear(servers_up[1], leader), house.ear(servers_up[1], guest)
    for ear in (one, two):
        ear.emit("preview-room:open-playlist", room)
        ear.wait("preview-room:room-people-updated")
        ear.emit("preview-room:join", {**room, "current_frame": 12, "unknown": 1})
        ear.wait("preview-room:room-people-updated")
    watcher.emit("preview-room:open-playlist", room)
    (state,) = watcher.wait("preview-room:room-updated")
    assert (state["current_frame"], state["people"], "unknown" in state) == (12, [str(leader.id)], False)
    watcher.got.clear()
    two.close()
    assert watcher.wait("preview-room:room-people-updated")[0]["people"] == [str(leader.id)]
    stranger = house.ear(servers_up[0], outsider)
    stranger.emit("preview-room:room-updated", {**room, "current_frame": 99})
    stranger.emit("preview-room:panzoom-changed", {**room, "data": "forged"})
    one.emit("preview-room:room-updated", {**room, "speed": 2}, True)
    (state,) = watcher.wait("preview-room:room-updated", lambda told: "only_newcomer" in told)
    assert (state["current_frame"], state["speed"], state["only_newcomer"]) == (12, 2, True)
    one.emit("preview-room:panzoom-changed", {**room, "data": {"x": 1}})
    # The stranger's, sent before, would have come first.
    assert watcher.wait("preview-room:panzoom-changed") == ({**room, "data": {"x": 1}},)
    one.close()
    assert watcher.wait("preview-room:room-people-updated", lambda told: not told["people"])
    watcher.emit("preview-room:join", {**room, "current_frame": 5})
    assert watcher.wait("preview-room:room-updated")[0]["speed"] is None, "the empty room was forgotten with its state"


def test_who_leaves_the_team_leaves_the_room(house: House, servers_up: tuple[Server, Server]) -> None:
    leader, guest = house.studio.person("manager"), house.studio.artist()
    production = house.studio.production(team=[leader, guest])
    playlist = house.studio.add(Playlist(name="Rushes", project_id=production.id, shots=[]))
    room = {"playlist_id": str(playlist.id)}
    host, visitor = house.ear(servers_up[0], leader), house.ear(servers_up[1], guest)
    for ear in (host, visitor):
        ear.emit("preview-room:open-playlist", room)
        ear.wait("preview-room:room-people-updated")
        ear.emit("preview-room:join", room)
    host.wait("preview-room:room-people-updated", lambda told: len(told["people"]) == 2)
    db.session.execute(ProjectPersonLink.__table__.delete().where(ProjectPersonLink.person_id == guest.id))
    db.session.commit()
    house.happen("project:update", project_id=production.id)
    host.wait("preview-room:room-people-updated", lambda told: told["people"] == [str(leader.id)])
    visitor.got.clear()
    host.emit("preview-room:panzoom-changed", {**room, "x": 1})
    host.wait("preview-room:panzoom-changed")
    house.happen("main:test", live=True)
    visitor.wait("main:test")
    assert "preview-room:panzoom-changed" not in visitor.names()


def test_an_event_survives_the_death_of_the_process_that_committed_it(house: House, servers_up: tuple[Server, Server]) -> None:
    admin = house.studio.admin()
    department = house.studio.department()
    ear = house.ear(servers_up[0], admin)
    dying = house.serve(ZOU_FAULT="after-commit")
    with pytest.raises(requests.ConnectionError):
        dying.call("PUT", f"/data/departments/{department.id}", house.token(admin), {"color": "#000000"})
    assert dying.process.wait(10) == -9
    assert ear.wait("department:update") == ({"department_id": str(department.id)},)
    house.happen("main:test", live=True)
    ear.wait("main:test")
    assert "department:update" not in ear.names()


def test_the_server_works_without_valkey_and_tells_later(house: House, servers_up: tuple[Server, Server]) -> None:
    admin = house.studio.admin()
    department = house.studio.department()
    server, token = servers_up[0], house.token(admin)
    ear = house.ear(server, admin)
    house.valkey.stop()
    try:
        assert server.call("GET", f"/data/departments/{department.id}", token).status_code == 200
        for color in ("#000001", "#000002"):
            assert server.call("PUT", f"/data/departments/{department.id}", token, {"color": color}).status_code == 200
    finally:
        house.valkey.start()
    for _ in range(2):
        assert ear.wait("department:update") == ({"department_id": str(department.id)},)
    house.happen("main:test", live=True)
    ear.wait("main:test")
    assert "department:update" not in ear.names()
