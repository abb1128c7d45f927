"""Replies of the boards: whole, compact and streamed, from memory where they are still true."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask import Response, request

from zou.access import me
from zou.access.boards import BY_TASK, Choice, View, sight_in
from zou.caching.blocks import Block, Line, PatchedText, Text
from zou.caching.boards import Follow, Frame, show
from zou.caching.changes import followed_tasks
from zou.domains.boards import queries
from zou.domains.boards.fields import COMPACT_TASKS, ROWS
from zou.kit import json
from zou.kit.caching import PRIVATE, has_tag, not_modified, takes_gzip
from zou.models import Entity

#: Listings that stay in memory. Concepts show more than changes are noted of, and are few.
KEPT = ("shots", "assets", "sequences", "episodes", "scenes", "edits")
_FLAG_IN_OBJECT = re.compile(rb'\{"id":"(?P<task>[0-9a-f-]{36})","is_subscribed":(?P<flag>false)')
#: Six values without a comma in them stand between the id and the flag. Metadata has a blank behind its commas, and is never taken for a task.
_FLAG_IN_LIST = re.compile(rb'\["(?P<task>[0-9a-f-]{36})"(?:,[^, ]*){6},(?P<flag>false)')


@dataclass(frozen=True)
class Form:
    """How a listing is written: rows as lists or objects, as one JSON value or a line each."""

    compact: bool = False
    stream: bool = False

    def frame(self, listing: str) -> Frame:
        """What stands around and between the rows."""
        header = {"compact": self.compact}
        if self.compact:
            header |= {f"{listing[:-1]}_fields": list(ROWS[listing]), "task_fields": list(COMPACT_TASKS[listing])}  # type: ignore[dict-item]
        if self.stream:
            return Frame(json.dumps(header) + b"\n", b"\n", b"\n")
        if self.compact:
            return Frame(json.dumps(header)[:-1] + b',"rows":[', b",\n", b"]}")
        return Frame(b"[", b",\n", b"]")


def reply(listing: str, views: list[View], form: Form | None = None, *, tagged: bool = False) -> Response:
    """The reply of a listing. `tagged`: with an ETag, and 304 for who has it."""
    form = form or Form()
    text = _kept(listing, views[0], form) if len(views) == 1 and _keeps(listing, views[0]) else _read(listing, views, form)
    tag = _tag(text, listing, views, form) if tagged and _single(views) else None
    if tag and has_tag(tag):
        return not_modified(tag)
    return _response(text, form, tag)


def one(listing: str, entity: Entity) -> dict[str, Any]:
    """The row of one entity with its tasks, as the caller sees it. Two statements."""
    view = View(Choice((entity.project_id,), id=entity.id, loose=True), sight_in(entity.project_id))
    lines = queries.read(listing, view.choice, view.sight)
    row: dict[str, Any] = json.loads(lines[0].text)
    followed = followed_tasks(entity.project_id, me().id).get(str(entity.id), frozenset())
    for task in row["tasks"]:
        task["is_subscribed"] = task["id"] in followed
    return row


def _single(views: list[View]) -> bool:
    return "project_id" in request.args and len(views) == 1


def _keeps(listing: str, view: View) -> bool:
    choice = view.choice
    if listing not in KEPT or choice.projects is None or len(choice.projects) != 1 or choice.id or "project_id" not in request.args:
        return False
    return listing in BY_TASK or view.sight.mine is None


def _kept(listing: str, view: View, form: Form) -> Text:
    assert view.choice.projects

    def load(ids: frozenset[str] | None) -> list[Line]:
        return queries.read(listing, view.choice, view.sight, compact=form.compact, ids=ids)

    return show((listing, view, form), view.choice.projects[0], me().id, form.frame(listing), load, _follower(form))


def _read(listing: str, views: list[View], form: Form) -> Text:
    lines = [line for view in views for line in queries.read(listing, view.choice, view.sight, compact=form.compact)]
    lines.sort(key=lambda line: line.order)
    text = form.frame(listing).around(lines)
    if listing == "linked" or not _single(views) or not views[0].choice.projects:
        return text
    followed = followed_tasks(views[0].choice.projects[0], me().id)
    return _follower(form)(text, followed, {}) if followed else text


def _follower(form: Form) -> Follow:
    """How the flags of followed tasks are set in rows of this form."""
    pattern = _FLAG_IN_LIST if form.compact else _FLAG_IN_OBJECT

    def follow(text: Text, followed: dict[str, frozenset[str]], known: Mapping[Block, Block]) -> PatchedText:
        def find(ident: str, row: bytes) -> list[tuple[int, int]]:
            return [found.span("flag") for found in pattern.finditer(row) if found["task"].decode() in followed[ident]]

        return text.patched(followed, find, b"true", known)

    return follow


def _tag(text: Text, listing: str, views: list[View], form: Form) -> str:
    """A digest of what is shown, to whom, and of how it was asked for."""
    caller, choice = me(), views[0].choice
    asked = sorted((key, value) for key, value in request.args.items(multi=True) if key not in ("page", "stream", "compact"))
    about = (listing, form, takes_gzip(), caller.id, caller.role_in(choice.projects[0] if choice.projects else None), asked)
    return blake2b(text.digest() + repr(about).encode(), digest_size=16).hexdigest()


def _response(text: Text, form: Form, tag: str | None) -> Response:
    gzip = takes_gzip()
    pieces = text.gzip() if gzip else text.pieces()
    made = Response(pieces, content_type="application/x-ndjson" if form.stream else "application/json")
    made.headers["Vary"] = "Accept-Encoding"
    if gzip:
        made.headers["Content-Encoding"] = "gzip"
    if form.stream:
        made.response = iter(pieces)
    else:
        made.headers["Content-Length"] = str(sum(map(len, pieces)))
    if tag:
        made.headers["ETag"] = f'"{tag}"'
        made.headers["Cache-Control"] = PRIVATE
    return made
