"""Bodies of the team's routes."""

from typing import Literal

from zou.kit.validation import Body, Boolean, Text

Role = Literal["user", "supervisor", "manager", "client", "vendor"] | None
"""A role in a production: never admin."""


class Member(Body):
    """A person to put into the team."""

    person_id: Text
    role: Role = None


class MemberRole(Body):
    """The role of a member; null: their own."""

    role: Role = None


class Window(Body):
    """Whether the preview account may sign in."""

    is_open: Boolean
