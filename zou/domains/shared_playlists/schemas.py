"""Bodies of the routes that guests call."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from zou.domains.comments.schemas import Items
from zou.domains.playlists.schemas import IdOrNothing
from zou.kit.validation import Body, Id, Text

PersonName = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=80)]
Words = Annotated[Text, Field(max_length=100_000)]


class GuestName(Body):
    """Who a guest says to be."""

    first_name: Annotated[PersonName, BeforeValidator(lambda value: "Guest" if value is None else value)] = "Guest"
    last_name: Annotated[PersonName, BeforeValidator(lambda value: "" if value is None else value)] = ""
    guest_id: IdOrNothing = None


class Guest(Body):
    """Which guest it is."""

    guest_id: Id


class GuestOfForm(Body):
    """Which guest it is, in a form."""

    guest_id: str | None = None


class GuestComment(Body):
    """A new comment of a guest."""

    guest_id: Id
    task_id: Id
    task_status_id: Id
    text: Words | None = ""
    checklist: Items = []


class GuestCommentUpdate(Body):
    """What a guest changes of a comment of theirs."""

    guest_id: Id
    text: Words | None = None
    checklist: Items | None = None
    task_status_id: Id | None = None


class GuestAnnotations(Body):
    """What a guest draws."""

    guest_id: Id
    preview_file_id: Id
    additions: list[Any] | None = []
    updates: list[Any] | None = []
    deletions: list[Any] | None = []
