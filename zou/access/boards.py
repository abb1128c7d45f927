"""Who reads a production's board, which rows they ask for, and what they see of them."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import request

from zou.access.entities import find_entity
from zou.access.identity import CLIENT, VENDOR, Identity, me, require
from zou.access.policies import Params, Policy, reach
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models.kinds import EPISODE

#: Listings whose `assigned_to` keeps what the caller has a task on; in the others it names a person and keeps all rows.
BY_TASK = ("shots", "assets", "edits", "concepts")
_WORDS = {"shots": ("all",), "assets": ("all", "main"), "edits": ("all", "main"), "sequences": ("all",), "episodes": ("all",), "scenes": ("all",)}
_REFUSED = {"scenes": (VENDOR,), "concepts": (VENDOR, CLIENT)}


@dataclass(frozen=True)
class Sight:
    """What somebody sees of a production's board.

    `blank`: no figures and people, and only metadata meant for clients. `mine`: only what this person has a task on, and only their tasks.
    `only_assigned`: all rows, and only the tasks of this person. `departments`: metadata for none of these is left out; None: all of it is seen.
    """

    blank: bool = False
    mine: UUID | None = None
    only_assigned: UUID | None = None
    departments: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Choice:
    """Which rows of a listing: of these productions (None: of all), of an episode ("main": of none), of this id, linked to an entity."""

    projects: tuple[UUID, ...] | None
    episode: UUID | str | None = None
    id: UUID | None = None
    linked_to: UUID | None = None
    #: Shots without a sequence, too.
    loose: bool = False
    #: Assets say which episodes cast them.
    castings: bool = True


@dataclass(frozen=True)
class View:
    """Rows of a listing as somebody sees them."""

    choice: Choice
    sight: Sight


def sight_in(project_id: UUID | None, *, mine: bool = False, only_assigned: UUID | None = None) -> Sight:
    """What the caller sees of a production's board. `mine`: only what they have a task on."""
    caller = me()
    role = caller.role_in(project_id)
    if role == VENDOR:
        return Sight(mine=caller.id, departments=tuple(sorted(map(str, caller.departments))))
    return Sight(blank=role == CLIENT, mine=caller.id if mine else None, only_assigned=only_assigned)


def board_reader(listing: str) -> Policy:
    """Who may read a listing, by the query's `project_id`: the team, without whom the listing refuses. Gives the handler its `views`.

    Ids in the query that are none answer 400, before anything else. Without `project_id`: administrators; assets: everybody, their productions.
    """

    def check(params: Params) -> Params:
        project_id, choice = _asked_id("project_id"), _choice(listing)
        mine = "assigned_to" in request.args and listing in BY_TASK
        only = _asked_id("assigned_to") if listing not in BY_TASK else None
        if project_id is None and listing == "assets":
            return {**params, "views": _views_of_assets(choice, mine)}
        projects = _reached(project_id, listing)
        view = View(Choice(projects, choice.episode, choice.id), sight_in(project_id, mine=mine, only_assigned=only))
        return {**params, "views": [view]}

    return Policy(f"board_reader({listing})", check)


def _reached(project_id: UUID | None, listing: str) -> tuple[UUID, ...] | None:
    caller = me()
    if project_id is None:
        require(caller.is_admin, "Say which production: project_id is missing.")
        return None
    if not caller.is_admin:
        reach(project_id)
        require(caller.role_in(project_id) not in _REFUSED.get(listing, ()))
    return (project_id,)


def _views_of_assets(choice: Choice, mine: bool) -> list[View]:
    """The assets of the caller's productions, in as many views as they have ways to see them; of an episode, its production's."""
    caller, choice = me(), replace(choice, castings=False)
    if isinstance(choice.episode, UUID):
        project_id = find_entity(choice.episode, EPISODE).project_id
        require(caller.is_member(project_id), "You are not in the team of this production.")
        return [View(replace(choice, projects=(project_id,)), sight_in(project_id, mine=mine))]
    if caller.is_admin:
        return [View(choice, Sight(mine=caller.id if mine else None))]
    return [View(replace(choice, projects=projects), sight) for sight, projects in _by_sight(caller, mine)]


def _by_sight(caller: Identity, mine: bool) -> list[tuple[Sight, tuple[UUID, ...]]]:
    found: dict[Sight, list[UUID]] = {}
    for project_id in caller.teams:
        found.setdefault(sight_in(project_id, mine=mine), []).append(project_id)
    return [(sight, tuple(projects)) for sight, projects in found.items()]


def _choice(listing: str) -> Choice:
    words = _WORDS.get(listing)
    episode: Any = request.args.get("episode_id")
    if words is None or episode == "all":
        episode = None
    elif episode is not None and episode not in words:
        episode = _asked_id("episode_id")
    return Choice(None, episode, _asked_id("id") if listing in BY_TASK else None)


def _asked_id(name: str) -> UUID | None:
    """The id that a query parameter says, None without the parameter. Raises BadRequest."""
    text = request.args.get(name)
    if text is None:
        return None
    known = parse_id(text)
    if known is None:
        raise BadRequest(f"{name} must be an id.")
    return known
