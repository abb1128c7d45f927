"""Pictures of people, productions and the studio over HTTP."""

from typing import Any

from flask import Response
from werkzeug.exceptions import MethodNotAllowed

from zou.access import me
from zou.access.policies import Params, Policy, admin, persons_only, policy, production_manager, reach, require_admin_or_self, signed_in
from zou.db.find import find
from zou.domains.avatars import service
from zou.domains.avatars.service import ORGANISATION, PERSON, PROJECT, Owner
from zou.domains.uploads.service import sent_file
from zou.kit.http import Resource, Room, allow, no_content, reads
from zou.models import Person

room = Room("avatars")


@policy
def oneself_or_admin(params: Params) -> None:
    """The person, and administrators."""
    find(Person, params["person_id"])
    require_admin_or_self(params["person_id"])


@policy
def manager_or_team(params: Params) -> None:
    """Managers of the studio, and the production's team."""
    if not me().is_manager:
        reach(params["project_id"])


def _resource(owner: Owner, *, may_get: Policy, may_post: Policy | None) -> type[Resource]:
    """Where the pictures of one kind of owner are read and, unless `may_post` is None, sent."""

    def get(_self: Resource, **params: Any) -> Response:
        """The picture. 404 where there is none."""
        return service.send(owner, params[owner.param])

    def post(_self: Resource, **params: Any) -> Any:
        """Take another picture: field `file` of multipart/form-data, or the finished upload that the JSON's `upload_id` names."""
        with sent_file() as file:
            return service.take(owner, params[owner.param], file), 201

    methods: dict[str, Any] = {"get": _wanting(owner, allow(may_get)(get)), "__doc__": f"Pictures of {owner.name}s."}
    methods["post"] = _wanting(owner, reads(allow(may_post)(post))) if may_post else reads(allow(signed_in)(_no_post))
    return type(f"{owner.name.title()}Picture", (Resource,), methods)


def _no_post(_self: Resource) -> Any:
    """Pictures are not sent here."""
    raise MethodNotAllowed(valid_methods=["GET", "HEAD"])


def _wanting(owner: Owner, handler: Any) -> Any:
    """Have the handler given the owner's id."""
    handler.declaration.wants = (owner.param,)
    return handler


room.add(
    _resource(PERSON, may_get=signed_in, may_post=oneself_or_admin),
    "/pictures/thumbnails/persons/<uuid:person_id>",
    "/pictures/thumbnails/persons/<uuid:person_id>.png",
)
room.add(
    _resource(ORGANISATION, may_get=signed_in, may_post=admin),
    "/pictures/thumbnails/organisations/<uuid:organisation_id>",
    "/pictures/thumbnails/organisations/<uuid:organisation_id>.png",
)
room.add(_resource(PROJECT, may_get=manager_or_team, may_post=production_manager), "/pictures/thumbnails/projects/<uuid:project_id>")
room.add(_resource(PROJECT, may_get=manager_or_team, may_post=None), "/pictures/thumbnails/projects/<uuid:project_id>.png")


@room.route("/actions/user/clear-avatar", "/data/user/avatar")
class ClearMine(Resource):
    """The caller's own picture."""

    @allow(persons_only)
    def delete(self) -> Any:
        """Remove it."""
        service.clear(me().id)
        return no_content()


@room.route("/actions/persons/<uuid:person_id>/clear-avatar", "/data/persons/<uuid:person_id>/avatar")
class Clear(Resource):
    """A person's picture."""

    @allow(admin)
    def delete(self, person: Person) -> Any:
        """Remove it."""
        service.clear(person.id)
        return no_content()
