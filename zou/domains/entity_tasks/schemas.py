"""Bodies of the routes that make and remove tasks of many entities."""

from typing import Any

from flask import request
from pydantic import model_validator

from zou.kit.validation import Body, Id, ListBody


class EntityIds(ListBody):
    """Ids of entities. An empty list or object, or no body, stands for all of them."""

    root: list[Id]

    @model_validator(mode="before")
    @classmethod
    def all_for_nothing(cls, value: Any) -> Any:
        """What has no JSON is an empty list: the query that stands for it narrows the entities instead."""
        return [] if value in ({}, None) or not request.is_json else value


class Ids(ListBody):
    """Ids."""

    root: list[Id]


class TaskTypes(Body):
    """Types of the tasks to make; none: all that fit."""

    task_type_ids: list[Id] | None = None
