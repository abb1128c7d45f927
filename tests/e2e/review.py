"""A review: pictures and movies in a playlist, its movie, and a guest who opens its link without an account."""

import io
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import av
import gazu
import requests
import socketio

from tests.e2e.walking import Row, Walking, movie, picture, refused, until

TEAM = {"producer": "manager", "supervisor": "supervisor", "artist": "user", "client": "client", "vendor": "vendor"}
#: A picture is held for so long in a playlist's movie.
STILL_SECONDS = 4


class Review(Walking):
    """A review: pictures and movies, their playlist as a movie, and a guest with its link."""

    def parts(self) -> Iterable[Callable[[], None]]:
        """From the uploads to what a guest must not see."""
        return (self.cast, self.uploads, self.files, self.playlist, self.joined, self.share, self.visit, self.word, self.drawing, self.doors, self.goodbye)

    def cast(self) -> None:
        """A small production, a supervisor who listens."""
        self.enter()
        self.produce("Review", TEAM, resolution="320x180", fps="24")
        self.hire("stranger", "user")
        self.shots, self.tasks = self.shoot(4, by=self.as_("producer"))
        for task in self.tasks:
            gazu.task.assign_task(task, self.people["artist"], client=self.as_("producer"))
        self.ear = self.listen("supervisor")
        self.say("a production with four shots for an artist; the supervisor listens")

    def uploads(self) -> None:
        """A picture, two movies, and a picture that stays in the studio; each is heard of."""
        self.previews, self.comments = [], []
        contents = (("still.png", picture), ("one.mp4", movie(1)), ("two.mp4", movie(2)), ("secret.png", picture))
        for task, (name, content) in zip(self.tasks, contents, strict=True):
            comment, preview = self.publish(task, content, name, by=self.as_("artist"), text=f"Between us: {name}.")
            self.previews.append(preview)
            self.comments.append(comment)
            self.ear.once("comment:new", comment_id=comment["id"])
            self.ear.once("task:status-changed", task_id=task["id"], new_task_status_id=self.statuses["wfa"]["id"])
            self.ear.once("preview-file:new", preview_file_id=preview["id"])
            self.ear.once("preview-file:add-file", preview_file_id=preview["id"])
        self.still, self.one, self.two, self.secret = self.previews
        self.say("two pictures and two movies were published; each event came once")

    def files(self) -> None:
        """The files are seen by the team, whole or in part, and by nobody else."""
        paths = [f"/pictures/thumbnails/preview-files/{preview['id']}.png" for preview in self.previews]
        paths += [f"/pictures/originals/preview-files/{self.still['id']}.png", f"/movies/originals/preview-files/{self.one['id']}.mp4"]
        for path in paths:
            for who, status in (("artist", 200), ("client", 200), ("vendor", 403), ("stranger", 403)):
                assert self.call("GET", path, token=self.token_of(who)).status_code == status, (who, path)
            assert self.call("GET", path).status_code == 401, path
        part = self.call("GET", paths[-1], token=self.token_of("client"), headers={"Range": "bytes=0-99"})
        assert (part.status_code, len(part.content)) == (206, 100)
        for preview, seconds in ((self.one, 1), (self.two, 2)):
            assert abs(preview["duration"] - seconds) < 0.1, preview
            reply = self.call("GET", f"/movies/originals/preview-files/{preview['id']}.mp4", token=self.token_of("artist"))
            assert abs(duration(io.BytesIO(reply.content)) - seconds) < 0.1
        self.say("the team and the client see the files; a vendor on nothing, a stranger and nobody do not")

    def playlist(self) -> None:
        """Three of the shots in a playlist of the producer's."""
        producer = self.as_("producer")
        made = gazu.playlist.new_playlist(self.project, f"Dailies {self.tag}", client=producer)
        self.ear.once("playlist:new", playlist_id=made["id"])
        for shot, preview in zip(self.shots[:3], self.previews[:3], strict=True):
            gazu.playlist.add_entity_to_playlist(made, shot, client=producer)
            self.ear.once("playlist:add_entity", playlist_id=made["id"], entity_id=shot["id"], preview_file_id=preview["id"])
        self.list = gazu.client.get(f"data/projects/{self.project['id']}/playlists/{made['id']}", client=producer)
        assert [entry["preview_file_id"] for entry in self.list["shots"]] == [preview["id"] for preview in self.previews[:3]]
        for who in ("client", "vendor", "stranger"):
            refused(gazu.playlist.get_playlist, made, client=self.as_(who))
        self.say("a playlist of three shots shows their latest previews; it is not for clients, vendors and strangers")

    def joined(self) -> None:
        """The playlist as one movie: as long as what it shows."""
        producer = self.as_("producer")
        refused(gazu.playlist.build_playlist_movie, self.list, client=self.as_("artist"))
        job = gazu.client.get(f"data/playlists/{self.list['id']}/build/mp4?full=true", client=producer)

        def done() -> Row | None:
            found = gazu.playlist.get_build_job(self.list, job, client=producer)
            return None if found["status"] == "running" else found

        built = until(done, "the playlist's movie is still being made", seconds=180, pause=0.2)
        assert built["status"] == "succeeded", built
        self.ear.once("build-job:update", build_job_id=job["id"], status="succeeded")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "dailies.mp4"
            gazu.playlist.download_playlist_build(self.list, job, str(file), client=producer)
            seconds = duration(file)
        assert abs(seconds - (STILL_SECONDS + 1 + 2)) < 0.2, seconds
        refused(gazu.playlist.download_playlist_build, self.list, job, str(file), client=self.as_("artist"))
        self.say(f"its movie lasts {seconds:.2f} s: the picture for {STILL_SECONDS} s, and movies of 1 s and 2 s")

    def share(self) -> None:
        """A link by the producer; artists make none."""
        refused(gazu.playlist.new_share_link, self.list, client=self.as_("artist"))
        self.link = gazu.playlist.new_share_link(self.list, client=self.as_("producer"))["token"]
        self.guest: Row = {}
        self.say("the producer made a link")

    def knock(self, method: str, path: str = "", **more: Any) -> requests.Response:
        """A call of the guest's page, without any account."""
        return self.call(method, f"/shared/playlists/{self.link}{path}", **more)

    def visit(self) -> None:
        """A guest opens the link: the playlist's previews, and no word of the studio's."""
        shown = self.knock("GET").json()
        assert [entry["preview_file_id"] for entry in shown["shots"]] == [preview["id"] for preview in self.previews[:3]]
        assert shown["project_name"] == self.project["name"]
        context = self.knock("GET", "/context").json()
        assert (context["project"]["id"], context["project"]["team"]) == (self.project["id"], [])
        self.guest = self.knock("POST", "/guest", json={"first_name": "Grace", "last_name": self.tag}).json()
        assert self.guest["is_guest"] and not {"password", "email"} & set(self.guest), self.guest
        for path in (f"/pictures/originals/preview-files/{self.still['id']}.png", f"/movies/originals/preview-files/{self.one['id']}.mp4"):
            assert self.knock("GET", path).status_code == 200, path
        assert self.knock("GET", "/comments").json() == []
        self.say("a guest came in with the link alone: sees three previews, no comment of the studio's")

    def word(self) -> None:
        """The guest comments: heard by the studio, read by who speaks with clients."""
        said = {"guest_id": self.guest["id"], "task_id": self.tasks[1]["id"], "task_status_id": self.statuses["wfa"]["id"], "text": "The cut is too late."}
        reply = self.knock("POST", "/comments", json=said)
        assert reply.status_code == 201, reply.text
        comment = reply.json()["id"]
        self.ear.once("comment:new", comment_id=comment, person_id=self.guest["id"])
        assert [row["text"] for row in self.knock("GET", "/comments").json()] == ["The cut is too late."]
        for who, is_shown in (("supervisor", True), ("producer", True), ("artist", False)):
            texts = {row["text"] for row in gazu.task.all_comments_for_task(self.tasks[1], client=self.as_(who))}
            assert ("The cut is too late." in texts) is is_shown, (who, texts)
        for change in ({"guest_id": self.people["client"]["id"]}, {"task_id": self.tasks[3]["id"]}):
            assert self.knock("POST", "/comments", json=said | change).status_code == 403, change
        self.say("the guest commented: the supervisor heard and reads it, the artist does not")

    def drawing(self) -> None:
        """The guest draws on a movie that the link shows, and on no other."""
        line = {"id": "line-1", "type": "path", "path": [["M", 0, 0], ["L", 50, 50]]}
        drawn = {"guest_id": self.guest["id"], "preview_file_id": self.one["id"], "additions": [{"time": 0.5, "drawing": {"objects": [line]}}]}
        assert self.knock("PUT", "/annotations", json=drawn).status_code == 200
        self.ear.once("preview-file:annotation-update", preview_file_id=self.one["id"], person_id=self.guest["id"])
        [seen] = gazu.files.get_preview_file(self.one["id"], client=self.as_("supervisor"))["annotations"]
        assert (seen["time"], [thing["id"] for thing in seen["drawing"]["objects"]]) == (0.5, ["line-1"])
        assert self.knock("PUT", "/annotations", json=drawn | {"preview_file_id": self.secret["id"]}).status_code == 403
        assert not gazu.files.get_preview_file(self.secret["id"], client=self.as_("supervisor"))["annotations"]
        self.say("the guest drew on a movie, and the supervisor sees it; a preview that is not in the playlist is refused")

    def doors(self) -> None:
        """With all that the guest knows, nothing else of the studio opens."""
        task, shot, one = self.tasks[1]["id"], self.shots[1]["id"], self.one["id"]
        reads = (f"data/tasks/{task}", f"data/tasks/{task}/comments", f"data/shots/{shot}", f"data/projects/{self.project['id']}", "data/persons")
        reads += (f"data/playlists/{self.list['id']}", f"data/playlists/{self.list['id']}/share", f"data/preview-files/{one}", "data/user/context")
        reads += (f"pictures/originals/preview-files/{self.still['id']}.png", f"movies/originals/preview-files/{one}.mp4", f"data/persons/{self.guest['id']}")
        for path in reads:
            for token in (None, self.link, self.guest["id"]):
                assert self.call("GET", f"/{path}", token=token).status_code in (401, 422), (path, token)
        write = {"task_status_id": self.statuses["done"]["id"], "comment": "Approved.", "person_id": self.guest["id"]}
        assert self.call("POST", f"/actions/tasks/{task}/comment", json=write).status_code == 401
        secret = self.secret["id"]
        for path in (f"preview-files/{secret}", f"preview-files/{secret}/download", f"pictures/thumbnails/preview-files/{secret}.png"):
            assert self.knock("GET", f"/{path}").status_code == 403, path
        assert self.knock("GET", f"/pictures/thumbnails/persons/{self.people['artist']['id']}.png").status_code == 404
        own = self.comments[1]["id"]
        for method in ("PUT", "DELETE"):
            assert self.knock(method, f"/comments/{own}", json={"guest_id": self.guest["id"], "text": "Gone."}).status_code in (403, 404), method
        self.no_account()
        self.say(f"{len(reads)} routes of the studio are shut to the guest, as are the other previews, the artist's comment, log in and the event stream")

    def no_account(self) -> None:
        """The guest is a person of the studio's, but nobody who can log in or listen."""
        email = gazu.person.get_person(self.guest["id"], client=self.gazu)["email"]
        for password in ("", "default", "guest", self.link):
            assert self.call("POST", "/auth/login", json={"email": email, "password": password}).status_code in (400, 401), password
        for token in ("", self.link, self.guest["id"]):
            client = socketio.Client()
            try:
                client.connect(self.url, headers={"Authorization": f"Bearer {token}"}, namespaces=["/events"], wait_timeout=10)
            except socketio.exceptions.ConnectionError:
                continue
            finally:
                client.disconnect()
            raise AssertionError(f"the event stream let {token or 'nobody'} in")

    def goodbye(self) -> None:
        """A link that is taken back opens nothing; what the guest wrote stays."""
        gazu.client.delete(f"data/playlists/{self.list['id']}/share/{self.link}", client=self.as_("producer"))
        said = {"guest_id": self.guest["id"], "task_id": self.tasks[1]["id"], "task_status_id": self.statuses["wfa"]["id"], "text": "Still there?"}
        assert self.knock("GET").status_code == self.knock("GET", "/comments").status_code == 404
        assert self.knock("GET", f"/movies/originals/preview-files/{self.one['id']}.mp4").status_code == 404
        assert self.knock("POST", "/comments", json=said).status_code == 404
        texts = {row["text"] for row in gazu.task.all_comments_for_task(self.tasks[1], client=self.as_("supervisor"))}
        assert "The cut is too late." in texts and "Still there?" not in texts, texts
        self.say("the link was taken back: it opens nothing any more, and the guest's comment stays")


def duration(movie_file: Any) -> float:
    """How long a movie lasts, in seconds."""
    with av.open(movie_file if not isinstance(movie_file, Path) else str(movie_file)) as container:
        return float(container.duration or 0) / av.time_base
