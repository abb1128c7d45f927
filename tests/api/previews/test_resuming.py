"""Uploads that are resumed, and become the file of a preview."""

import base64
import hashlib

from tests.kit.media import png, seen

TUS = {"Tus-Resumable": "1.0.0"}
PIECES = "application/offset+octet-stream"


def begin(api, length, name="Hero.png"):
    told = f"filename {base64.b64encode(name.encode()).decode()},preview cA=="
    reply = api.call("POST", "/uploads", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": told})
    reply.has(201)
    return "/" + reply.headers["Location"]


def patch(api, path, offset, data, **headers):
    return api.call("PATCH", path, data=data, content_type=PIECES, headers={**TUS, "Upload-Offset": str(offset), **headers})


def test_an_upload_is_resumed_and_becomes_a_preview(api, work):
    row, data = work.preview(), png(30, 20)
    path = begin(work.admin, len(data))
    assert patch(work.admin, path, 0, data[:40]).headers["Upload-Offset"] == "40"
    stands = work.admin.call("HEAD", path, headers=TUS)
    assert (stands.headers["Upload-Offset"], stands.headers["Upload-Length"], stands.headers["Cache-Control"]) == ("40", str(len(data)), "no-store")
    assert stands.headers["Upload-Expires"] and stands.headers["Upload-Metadata"].startswith("filename ")
    assert patch(work.admin, path, 41, data[41:]).status == 409
    ident = path.rpartition("/")[2]
    assert work.admin.post(f"/pictures/preview-files/{row['id']}", {"upload_id": ident}).status == 400
    assert (
        work.admin.call("POST", path, data=data[40:], content_type=PIECES, headers={**TUS, "Upload-Offset": "40", "X-HTTP-Method-Override": "PATCH"}).status
        == 204
    )
    assert api.as_(work.team["manager"]).post(f"/pictures/preview-files/{row['id']}", {"upload_id": ident}).status == 404
    made = work.admin.post(f"/pictures/preview-files/{row['id']}", {"upload_id": ident}).created()
    assert (made["status"], made["original_name"], made["width"]) == ("ready", "Hero", 30)
    assert seen(work.admin.get(f"/pictures/originals/preview-files/{row['id']}.png").data)[0] == (30, 20)
    assert work.admin.call("HEAD", path, headers=TUS).status == 404


def test_what_the_protocol_refuses(api, work):
    path = begin(work.admin, 10)
    assert patch(work.admin, path, 0, b"12345678901").status == 400
    assert patch(work.admin, path, 0, b"1", **{"Tus-Resumable": "0.2.2"}).status == 412
    assert work.admin.call("PATCH", path, data=b"1", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status == 415
    assert work.admin.call("POST", "/uploads", headers=TUS).status == 400
    assert work.admin.call("POST", "/uploads", headers={**TUS, "Upload-Length": str(10**15)}).status == 413
    assert api.as_(None).call("POST", "/uploads", headers={**TUS, "Upload-Length": "1"}).status == 401
    assert api.as_(work.team["manager"]).call("HEAD", path, headers=TUS).status == 404
    assert work.admin.call("DELETE", path, headers=TUS).status == 204
    assert patch(work.admin, path, 0, b"1").status == 404
    can = api.as_(None).call("OPTIONS", "/uploads")
    assert (can.status, can.headers["Tus-Extension"]) == (204, "creation,creation-with-upload,checksum,termination,expiration")
    assert work.admin.call("HEAD", begin(work.admin, 10), headers={"Tus-Resumable": "2.0.0"}).headers["Tus-Version"] == "1.0.0"


def test_a_finished_upload_becomes_a_picture_of_a_person(api, work):
    data = png()
    path = begin(work.admin, len(data))
    patch(work.admin, path, 0, data).has(204)
    person = work.team["manager"].id
    assert work.admin.post(f"/pictures/thumbnails/persons/{person}", {"upload_id": path.rpartition("/")[2]}).status == 201
    assert work.admin.get(f"/pictures/thumbnails/persons/{person}.png").status == 200
    assert work.admin.call("HEAD", path, headers=TUS).status == 404


def test_bytes_that_are_not_those_of_the_checksum_are_forgotten(work):
    path = begin(work.admin, 10)

    def checksum(data, name="sha1"):
        return {"Upload-Checksum": f"{name} {base64.b64encode(hashlib.sha1(data).digest()).decode()}"}

    assert patch(work.admin, path, 0, b"1234", **checksum(b"1234")).headers["Upload-Offset"] == "4"
    assert patch(work.admin, path, 4, b"5678", **checksum(b"5679")).status == 460
    assert patch(work.admin, path, 4, b"5678", **checksum(b"5678", "crc32")).status == 400
    assert work.admin.call("HEAD", path, headers=TUS).headers["Upload-Offset"] == "4"


def test_an_upload_begins_with_its_first_bytes(work):
    begun = work.admin.call("POST", "/uploads", data=b"1234", content_type=PIECES, headers={**TUS, "Upload-Length": "10"})
    assert (begun.status, begun.headers["Upload-Offset"]) == (201, "4")
    assert patch(work.admin, "/" + begun.headers["Location"], 4, b"567890").headers["Upload-Offset"] == "10"
