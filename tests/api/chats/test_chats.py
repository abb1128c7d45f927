"""Chats about entities."""

import io

from tests.kit.client import Api
from tests.kit.media import png, seen
from tests.kit.studio import Studio
from zou.models import AttachmentFile


def test_who_has_joined_talks_and_the_team_reads(api: Api, studio: Studio) -> None:
    artist, mate, admin = studio.artist(), studio.artist(), studio.admin()
    production = studio.production(team=[artist, mate])
    asset = studio.asset(production, name="Hero")
    people = {"artist": str(artist.id)}
    chat, room = f"/data/entities/{asset.id}/chat", f"/actions/user/chats/{asset.id}/join"
    assert api.as_(admin).post(f"{chat}/messages", {"message": "too early"}).status == 400
    with api.as_(artist).events() as told:
        joined = api.as_(artist).post(room).ok()
        assert api.as_(artist).post(f"/actions/user/chats/{joined['id']}/join").ok() == joined, (
            "the chat's own id is understood, and joining twice does nothing"
        )
        said = api.as_(artist).post(f"{chat}/messages", {"message": ""}).created()
    assert [name for name, _data in told] == ["chat:joined", "chat:joined", "chat:new-message"]
    assert api.logged("chat:joined") == []
    seen = api.as_(mate).get(chat).ok()
    assert (seen["participants"], [message["id"] for message in seen["messages"]]) == ([people["artist"]], [said["id"]])
    assert seen["last_message"] == said["created_at"]
    (mine,) = api.as_(artist).get("/data/user/chats").ok()
    assert (mine["id"], mine["entity_name"]) == (joined["id"], "Character / Hero")
    assert api.as_(mate).delete(f"{chat}/messages/{said['id']}").status == 403
    api.as_(artist).delete(f"{chat}/messages/{said['id']}").gone()
    assert api.as_(artist).get(f"{chat}/messages/{said['id']}").status == 404
    api.as_(artist).delete(room).gone()
    api.as_(artist).delete(room).gone()
    assert api.as_(artist).get("/data/user/chats").ok() == []


def test_strangers_and_vendors_without_a_task_stay_out(api: Api, studio: Studio) -> None:
    vendor, assigned, stranger = studio.person("vendor"), studio.person("vendor"), studio.artist()
    production = studio.production(team=[vendor, assigned])
    asset = studio.asset(production)
    studio.task(asset, assignees=[assigned])
    statuses = {person: api.as_(person).get(f"/data/entities/{asset.id}/chat/messages").status for person in (vendor, assigned, stranger)}
    assert list(statuses.values()) == [403, 200, 403]
    assert api.as_(stranger).post(f"/actions/user/chats/{asset.id}/join").status == 403


def test_files_go_with_their_message_and_names_do_not_clash(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    asset = studio.asset(studio.production(team=[artist]))
    chat = f"/data/entities/{asset.id}/chat/messages"
    mine = api.as_(artist)
    mine.post(f"/actions/user/chats/{asset.id}/join").ok()
    files = [(io.BytesIO(b"a"), "rig.PNG"), (io.BytesIO(b"bc"), "rig.PNG"), (io.BytesIO(b"d"), "notes.longextension")]
    said = mine.call("POST", chat, data={"message": "See", "file": files}, content_type="multipart/form-data").created()
    first, second, third = said["attachment_files"]
    assert (first["name"], first["extension"], first["size"]) == ("rig.PNG", "png", 1)
    assert second["name"].startswith("rig-") and second["name"].endswith(".PNG") and second["size"] == 2
    assert len(third["extension"]) <= 6
    assert {file["id"] for file in mine.get(chat).ok()[0]["attachment_files"]} == {file["id"] for file in said["attachment_files"]}
    mine.delete(f"{chat}/{said['id']}").gone()
    assert api.connection is not None
    assert api.connection.execute(AttachmentFile.__table__.select()).first() is None


def test_pictures_in_a_chat_have_thumbnails(api: Api, studio: Studio) -> None:
    artist, stranger = studio.artist(), studio.artist()
    asset = studio.asset(studio.production(team=[artist]))
    mine = api.as_(artist)
    mine.post(f"/actions/user/chats/{asset.id}/join").ok()
    files = [(io.BytesIO(png(300, 100)), "rig.png", "image/png"), (io.BytesIO(png(300, 100)), "untold.PNG", ""), (io.BytesIO(b"no picture"), "notes.txt")]
    form = {"message": "See", "file": files}
    said = mine.call("POST", f"/data/entities/{asset.id}/chat/messages", data=form, content_type="multipart/form-data").created()
    told, untold, notes = (f"/pictures/thumbnails/attachment-files/{file['id']}.png" for file in said["attachment_files"])
    for path in (told, untold):
        assert seen(mine.get(path).data) == ((150, 100), "RGBA", (255, 0, 0, 255))
    assert mine.get(notes).status == 404
    assert api.as_(stranger).get(told).status == 403


def test_a_message_is_of_its_own_chat(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    production = studio.production(team=[artist])
    asset, other = studio.asset(production), studio.asset(production)
    mine = api.as_(artist)
    mine.post(f"/actions/user/chats/{asset.id}/join").ok()
    said = mine.post(f"/data/entities/{asset.id}/chat/messages", {"message": "here"}).created()
    elsewhere = f"/data/entities/{other.id}/chat/messages"
    assert mine.get(f"{elsewhere}/{said['id']}").status == 403
    assert mine.delete(f"{elsewhere}/{said['id']}").status == 403
    assert mine.get(f"{elsewhere}/not-an-id").status == 404
    assert mine.post(elsewhere, {}).status == 400
