"""Bodies of the routes of links."""

from typing import Annotated, Any

from pydantic import Field

from zou.kit.validation import Body, Boolean, Id, Text

Password = Annotated[Text, Field(max_length=200)]


class LinkCreate(Body):
    """A new link. `expiration_date`: ISO 8601, a day means until its end; empty: never."""

    expiration_date: Any = None
    can_comment: Boolean = True
    password: Password | None = None


class LinkUpdate(Body):
    """What is to change of a link; an empty password takes it away."""

    expiration_date: Any = None
    can_comment: Boolean = True
    password: Password | None = None


class Invitation(Body):
    """Who is invited, and what is said to them."""

    emails: list[Text] = []
    person_ids: list[Id] = []
    message: Annotated[Text, Field(max_length=5000)] | None = ""
