"""Whom events concern."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from zou.access.identity import Identity
from zou.events.stream.audience import Listener, concerns, happening
from zou.events.stream.reader import Memory

PROJECT, TASK, SHOT, AUTHOR = uuid4(), uuid4(), uuid4(), uuid4()
ROLES = ("admin", "manager", "supervisor", "user", "client", "vendor")


def listener(role: str, *, teams: dict[UUID, str | None] | None = None, tasks: set[UUID] = frozenset(), entities: set[UUID] = frozenset()) -> Listener:  # type: ignore[assignment]
    identity = Identity(uuid4(), None, "", "", role, False, frozenset(), teams or {}, None, None, False, None, {})
    return Listener(identity, frozenset(tasks), frozenset(entities))


def event(name: str, *, project: bool = False, to: list[UUID] | None = None, **data: Any) -> Any:
    payload = {key: str(value) if isinstance(value, UUID) else value for key, value in data.items()}
    ids = None if to is None else [str(person) for person in to]
    return happening({"id": 1, "name": name, "data": payload, "project_id": str(PROJECT) if project else None, "person_ids": ids})


def reached(told: Any, **more: Any) -> str:
    """Initials of the roles in the production that are told."""
    return "".join(role[0] for role in ROLES if concerns(told, listener(role, teams={PROJECT: None}), **more))


@pytest.mark.parametrize(
    ("told", "initials"),
    [
        (event("playlist:new", project=True, playlist_id=uuid4()), "amsucv"),
        (event("shot:update", project=True, shot_id=SHOT), "amsuc"),
        (event("task:update", project=True, task_id=TASK), "amsuc"),
        (event("budget:create", project=True, budget_id=uuid4()), "am"),
        (event("news:new", project=True, news_id=uuid4()), "amsu"),
        (event("comment:new", project=True, comment_id=uuid4(), person_id=AUTHOR, for_client=False), "amsuv"),
        (event("comment:new", project=True, comment_id=uuid4(), person_id=AUTHOR, for_client=True), "amsucv"),
        (event("department:new", department_id=uuid4()), "amsucv"),
        (event("person:update", person_id=AUTHOR), "amsuv"),
        (event("custom-action:new", custom_action_id=uuid4()), "amsuc"),
        (event("day-off:new", day_off_id=uuid4()), "amsu"),
        (event("plugin:new", plugin_id=uuid4()), "a"),
        (event("project:update", project_id=PROJECT), "amsucv"),
        (event("notification:new", notification_id=uuid4(), person_id=AUTHOR), ""),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_each_role_is_told_what_it_may_read(told: Any, initials: str) -> None:
    assert reached(told) == initials


def test_nobody_but_admins_is_told_of_productions_of_others() -> None:
    told = event("shot:update", project=True, shot_id=SHOT)
    assert [role for role in ROLES if concerns(told, listener(role, teams={uuid4(): "manager"}))] == ["admin"]


def test_the_role_held_in_the_production_counts() -> None:
    told = event("budget:update", project=True, budget_id=uuid4())
    assert concerns(told, listener("user", teams={PROJECT: "manager"}))
    assert not concerns(told, listener("manager", teams={PROJECT: "user"}))


def test_vendors_are_told_of_what_they_work_on_and_of_their_own_assignation() -> None:
    vendor = listener("vendor", teams={PROJECT: None}, tasks={TASK}, entities={SHOT})
    assert concerns(event("task:update", project=True, task_id=TASK), vendor)
    assert concerns(event("shot:update", project=True, shot_id=SHOT), vendor)
    assert not concerns(event("task:update", project=True, task_id=uuid4()), vendor)
    assert concerns(event("task:unassign", project=True, task_id=uuid4(), person_id=vendor.identity.id), vendor)


def test_clients_are_told_of_what_clients_write() -> None:
    told = event("comment:update", project=True, comment_id=uuid4(), person_id=AUTHOR, for_client=False)
    assert "c" not in reached(told)
    assert "c" in reached(told, clients=frozenset({(PROJECT, AUTHOR)}))


def test_recipients_alone_are_told() -> None:
    recipient = listener("user")
    told = event("notification:new", project=True, to=[recipient.identity.id])
    assert concerns(told, recipient)
    assert reached(told) == ""


def test_an_event_that_comes_twice_is_known_again() -> None:
    memory = Memory(size=2)
    assert [memory.is_new(key) for key in (1, 2, 1, 3, 2, 1)] == [True, True, False, True, False, True]
