"""The generic routes: `/data/<collection>` and `/data/<collection>/<id>` for every row of the table."""

from typing import Any

from flask import request

from zou.access.policies import signed_in
from zou.crud import read, write
from zou.crud.table import COLLECTIONS, Collection
from zou.kit.http import Resource, Room, allow, body, malformed, no_content
from zou.kit.validation import AnyJson

#: Collections in which an id that is none is an unknown one (404) where a row is read or removed.
MISSED = frozenset({"comments"})


class Rows(Resource):
    """A collection. Its rights are those of the table, checked by the functions that do the work."""

    collection: Collection

    @allow(signed_in)
    def get(self) -> Any:
        """The rows that the caller may see, filtered, paged where `page` says so."""
        return read.list_rows(self.collection)

    @allow(signed_in)
    @body(AnyJson, json_only=True)
    def post(self, body: AnyJson) -> Any:
        """Make a row."""
        return write.create(self.collection, body.root), 201


class OneRow(Resource):
    """One row of a collection."""

    collection: Collection

    def foresee(self, params: dict[str, Any]) -> None:
        """The row comes together with who asks."""
        if request.method == "GET":
            read.foresee(self.collection, params["instance_id"])

    @allow(signed_in)
    @malformed(400)
    def get(self, instance_id: Any) -> Any:
        """The row."""
        return read.one_row(self.collection, instance_id)

    @allow(signed_in)
    @malformed(400)
    @body(AnyJson, json_only=True)
    def put(self, instance_id: Any, body: AnyJson) -> Any:
        """Change the keys sent."""
        return write.update(self.collection, instance_id, body.root)

    @allow(signed_in)
    @malformed(400)
    def delete(self, instance_id: Any) -> Any:
        """Remove the row. 400 while other rows need it."""
        write.delete(self.collection, instance_id)
        return no_content()


class OneRowOrNone(OneRow):
    """One row of a collection in which an id that is none is an unknown one, but to a change."""

    @allow(signed_in)
    def get(self, instance_id: Any) -> Any:
        """The row."""
        return super().get(instance_id)

    @allow(signed_in)
    def delete(self, instance_id: Any) -> Any:
        """Remove the row. 400 while other rows need it."""
        return super().delete(instance_id)


def make_room() -> Room:
    """The generic routes of every collection of the table."""
    room = Room("crud")
    for path, collection in COLLECTIONS.items():
        name, one = collection.type, OneRowOrNone if path in MISSED else OneRow
        room.add(type(f"{name}Rows", (Rows,), {"collection": collection}), f"/data/{path}")
        room.add(type(f"One{name}", (one,), {"collection": collection}), f"/data/{path}/<uuid:instance_id>")
    return room
