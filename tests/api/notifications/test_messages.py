"""What people get by e-mail and chat: the texts that leave, and servers that are away."""

import json
import socket
import threading
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from zou.mail.text import write
from zou.models import Organisation


class Inbox(Message):
    """Keeps what is mailed."""

    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)


def parts(mail):
    """The texts of a mail."""
    return [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def mailing(app, monkeypatch):
    """A mail server's inbox; the application mails through it."""
    inbox, port = Inbox(), free_port()
    settings = app.config["SETTINGS"].model_copy(update={"mail_enabled": True, "mail_server": "127.0.0.1", "mail_port": port})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox
    controller.stop()


@pytest.fixture
def chat():
    """A chat server and what is posted to it."""
    posted = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            posted.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/abc", posted
    server.shutdown()


@pytest.fixture
def world(studio):
    production = studio.production(name="Big Buck")
    manager = studio.person("manager", first_name="Ann", last_name="Lee")
    artist = studio.artist(first_name="Bo", last_name="Ek", notifications_enabled=True, locale="fr_FR")
    for person in (manager, artist):
        studio.join(production, person)
    sequence = studio.sequence(production, name="SQ01")
    task = studio.task(studio.shot(production, sequence=sequence, name="SH01"), task_type=studio.task_type(name="Animation"), assignees=[artist])
    return production, manager, artist, task


def say(api, who, task, studio, text, status="wip"):
    return api.as_(who).post(f"/actions/tasks/{task.id}/comment", {"task_status_id": str(studio.status(status).id), "comment": text})


def test_an_assignee_gets_a_mail_in_their_language(api, studio, world, mailing):
    production, manager, artist, task = world
    say(api, manager, task, studio, "<b>raise</b> the arm").created()
    [mail] = mailing.mails
    assert mail["to"] == artist.email
    assert str(make_header(decode_header(mail["subject"]))) == "[Kitsu] WIP - Ann a commenté Big Buck / SQ01 / SH01 / Animation"
    text, html = parts(mail)
    assert "<b>raise</b> the arm" in text
    assert "&lt;b&gt;raise&lt;/b&gt; the arm" in html
    assert f"/productions/{production.id}/shots/tasks/{task.id}" in text


def test_artists_get_no_text_of_clients(api, studio, world, mailing):
    production, _, _, task = world
    client = studio.person("client")
    studio.join(production, client)
    say(api, client, task, studio, "secret wish").created()
    [mail] = mailing.mails
    assert len(parts(mail)) == 2
    assert "secret wish" not in "".join(parts(mail))
    say(api, client, task, studio, "secret @Bo Ek, too").created()
    assert len(mailing.mails) == 3
    assert not any("secret" in part for mail in mailing.mails for part in parts(mail))


def test_a_mail_server_that_is_away_does_not_fail_the_comment(api, studio, world, app, monkeypatch):
    _, manager, _, task = world
    settings = app.config["SETTINGS"].model_copy(update={"mail_enabled": True, "mail_server": "127.0.0.1", "mail_port": free_port()})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    made = say(api, manager, task, studio, "anybody?").created()
    assert [row["id"] for row in api.as_(manager).get(f"/data/tasks/{task.id}/comments").ok()] == [made["id"]]


def test_chats_that_the_person_has_chosen_get_a_message(api, studio, world, chat):
    production, manager, _, task = world
    address, posted = chat
    studio.add(Organisation(name="Studio", chat_webhook_mattermost=address))
    lead = studio.artist(notifications_mattermost_enabled=True, notifications_mattermost_userid="lead")
    studio.join(production, lead)
    api.as_(manager).put(f"/actions/tasks/{task.id}/assign", {"person_id": str(lead.id)}).ok()
    [(path, message)] = posted
    assert path == "/hooks/abc"
    assert message["channel"] == "@lead"
    assert "Ann Lee assigned you to Big Buck / SQ01 / SH01 / Animation." in message["text"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ja", "de", "nl", "zh", "pt"])
def test_every_language_tells_of_everything(app, language):
    values = {"author": "Ann Lee", "author_first_name": "Ann", "status": "WIP", "task": "A / B", "text": "look", "link": "https://x.test"}
    values |= {"playlist": "Dailies", "project": "Big Buck", "organisation": "Studio", "first_name": "Bo", "email": "bo@x.test"}
    written = {}
    for kind in ("comment", "comment_status", "mention", "reply", "assignation", "playlist_ready"):
        mail = write(kind, locale=f"{language}_XX", timezone=None, context=values)
        assert mail.language == language
        assert all(value in mail.text for value in ("Ann Lee", "https://x.test"))
        written[mail.subject] = kind
    assert len(written) == 5 and all(subject.startswith("[Kitsu] ") for subject in written)
