"""Entities with their tasks over HTTP: what clients load at every opening of a production."""

from typing import Any

from flask import request

from zou.access.boards import Choice, Sight, View, board_reader, sight_in
from zou.access.entities import who_sees
from zou.domains.boards import service
from zou.kit.http import Resource, Room, allow
from zou.models import Entity

room = Room("boards")


def _form() -> service.Form:
    return service.Form(compact=request.args.get("compact") == "true", stream=request.args.get("stream") == "true")


@room.route("/data/shots/with-tasks")
class ShotsWithTasks(Resource):
    """Shots with their tasks."""

    @allow(board_reader("shots"))
    def get(self, views: list[View]) -> Any:
        """The shots of a production, each with its tasks."""
        return service.reply("shots", views, _form(), tagged=True)


@room.route("/data/assets/with-tasks")
class AssetsWithTasks(Resource):
    """Assets with their tasks."""

    @allow(board_reader("assets"))
    def get(self, views: list[View]) -> Any:
        """The assets of a production, each with its tasks."""
        return service.reply("assets", views, _form(), tagged=True)


@room.route("/data/sequences/with-tasks")
class SequencesWithTasks(Resource):
    """Sequences with their tasks."""

    @allow(board_reader("sequences"))
    def get(self, views: list[View]) -> Any:
        """The sequences of a production, each with its tasks."""
        return service.reply("sequences", views)


@room.route("/data/episodes/with-tasks")
class EpisodesWithTasks(Resource):
    """Episodes with their tasks."""

    @allow(board_reader("episodes"))
    def get(self, views: list[View]) -> Any:
        """The episodes of a production, each with its tasks."""
        return service.reply("episodes", views)


@room.route("/data/scenes/with-tasks")
class ScenesWithTasks(Resource):
    """Scenes with their tasks."""

    @allow(board_reader("scenes"))
    def get(self, views: list[View]) -> Any:
        """The scenes of a production, each with its tasks."""
        return service.reply("scenes", views)


@room.route("/data/edits/with-tasks")
class EditsWithTasks(Resource):
    """Edits with their tasks."""

    @allow(board_reader("edits"))
    def get(self, views: list[View]) -> Any:
        """The edits of a production, each with its tasks."""
        return service.reply("edits", views)


@room.route("/data/concepts/with-tasks")
class ConceptsWithTasks(Resource):
    """Concepts with their tasks."""

    @allow(board_reader("concepts"))
    def get(self, views: list[View]) -> Any:
        """The concepts of a production, each with its tasks."""
        return service.reply("concepts", views)


@room.route("/data/entities/<uuid:entity_id>/entities-linked/with-tasks")
class LinkedConcepts(Resource):
    """Concepts of an entity with their tasks."""

    @allow(who_sees())
    def get(self, entity: Entity) -> Any:
        """The concepts linked to the entity, each with its tasks; clients read blank figures."""
        sight = sight_in(entity.project_id)
        return service.reply("linked", [View(Choice((entity.project_id,), linked_to=entity.id), Sight(blank=sight.blank, departments=sight.departments))])
