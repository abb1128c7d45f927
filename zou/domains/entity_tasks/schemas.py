"""Bodies of the routes that make and remove tasks of many entities."""

from typing import Any

from flask import request
from pydantic import model_validator

from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.kit.validation import Body, Id, ListBody


class Ids(ListBody):
    """Ids. What is no list of ids is refused in one sentence, as clients know it."""

    root: list[Id]

    @model_validator(mode="before")
    @classmethod
    def only_ids(cls, value: Any) -> Any:
        """Raise BadRequest unless it is a list of ids."""
        if not isinstance(value, list) or any(parse_id(item) is None for item in value):
            raise BadRequest("Send a list of ids.")
        return value


class EntityIds(Ids):
    """Ids of entities. An empty list or object, or no body, stands for all of them."""

    @model_validator(mode="before")
    @classmethod
    def all_for_nothing(cls, value: Any) -> Any:
        """What has no JSON is an empty list: the query that stands for it narrows the entities instead."""
        return [] if value in ({}, None) or not request.is_json else value


class TaskTypes(Body):
    """Types of the tasks to make; none: all that fit."""

    task_type_ids: list[Id] | None = None
