"""The rights of the table, as written there: who may do what with a row."""

from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import ADMIN, ARTIST, CLIENT, MANAGER, SUPERVISOR, VENDOR, Identity, me
from zou.access.policies import works_on
from zou.crud.scopes import entity_of, project_of, scoped, value
from zou.crud.table import Collection
from zou.db import execute
from zou.kit.errors import Forbidden

ROLES = {"A": ADMIN, "M": MANAGER, "S": SUPERVISOR, "U": ARTIST, "C": CLIENT, "V": VENDOR}


@cache
def words(rule: str) -> frozenset[str]:
    """The words of a rule such as `A m s own`."""
    return frozenset(rule.split())


def check(collection: Collection, verb: str, subject: Any) -> None:
    """Raise Forbidden unless the caller may `one`, `create`, `update` or `delete` the subject: a row, or a new row's values."""
    hook = collection.hooks.rights.get(verb)
    allowed = hook(subject) if hook else permits(collection, getattr(collection, verb), subject)
    if not allowed:
        raise Forbidden()


def check_list(collection: Collection) -> None:
    """Raise Forbidden unless the caller may see the list, of which `scope` then leaves what is theirs."""
    if not sees_list(collection):
        raise Forbidden()


def sees_list(collection: Collection) -> bool:
    """Whether there is a list for the caller."""
    hook = collection.hooks.rights.get("list")
    return bool(hook(None) if hook else _globally(words(collection.list), me()))


def is_listed(collection: Collection, subject: Any) -> bool:
    """Whether the caller finds the row in the collection's list."""
    if not sees_list(collection):
        return False
    columns = collection.model.__table__.c
    return execute(scoped(collection, sa.select(columns.id).where(columns.id == subject.id))).first() is not None


def permits(collection: Collection, rule: str, subject: Any) -> bool:
    """Whether the caller may do what `rule` guards with the subject."""
    mine, asked = me(), words(rule)
    if "listed" in asked:
        return is_listed(collection, subject)
    if _globally(asked, mine):
        return True
    if "own" in asked and mine.id == owner(collection, subject):
        return True
    return any(word.islower() and word != "own" for word in asked) and _in_production(collection, asked, mine, subject)


def _globally(asked: frozenset[str], mine: Identity) -> bool:
    if "*" in asked or ("*-V" in asked and mine.role != VENDOR):
        return True
    return any(ROLES.get(word) == mine.role for word in asked)


def _in_production(collection: Collection, asked: frozenset[str], mine: Identity, subject: Any) -> bool:
    role = mine.role_in(project_of(collection, subject))
    word = next((letter.lower() for letter, name in ROLES.items() if name == role), None)
    if role is None or word not in asked:
        return False
    return word != "v" or works_on(entity_of(collection, subject))


def owner(collection: Collection, subject: Any) -> UUID | None:
    """The person whose row it is."""
    return value(subject, "id" if collection.path == "persons" else "person_id")
