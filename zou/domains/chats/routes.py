"""Chats over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access.policies import persons_only
from zou.db import session
from zou.db.find import find
from zou.domains.chats import queries, service
from zou.domains.chats.access import human_who_chats, who_chats
from zou.domains.chats.schemas import MessageCreate
from zou.kit.http import Resource, Room, allow, body, no_content, writes
from zou.models import ChatMessage, Entity

room = Room("chats")


@room.route("/data/entities/<uuid:entity_id>/chat")
class EntityChat(Resource):
    """The chat about an entity."""

    @allow(who_chats)
    @writes
    def get(self, entity: Entity) -> Any:
        """The chat with its participants and messages, made at the first call."""
        return queries.full(service.chat_of(entity))


@room.route("/data/entities/<uuid:entity_id>/chat/messages")
class Messages(Resource):
    """The messages of an entity's chat."""

    @allow(who_chats)
    @writes
    def get(self, entity: Entity) -> Any:
        """The messages, oldest first."""
        return queries.messages(service.chat_of(entity).id)

    @allow(who_chats)
    @body(MessageCreate)
    def post(self, entity: Entity, body: MessageCreate) -> Any:
        """Say something; every file of a multipart body is attached."""
        files = [file for _field, file in request.files.items(multi=True)]
        return service.say(entity, body.message, files), 201


@room.route("/data/entities/<uuid:entity_id>/chat/messages/<uuid:chat_message_id>")
class Message(Resource):
    """A message of an entity's chat."""

    @allow(who_chats)
    @writes
    def get(self, entity: Entity, chat_message_id: UUID) -> Any:
        """The message."""
        return queries.message(service.chat_of(entity), session.get(ChatMessage, chat_message_id))

    @allow(who_chats)
    def delete(self, entity: Entity, chat_message_id: UUID) -> Any:
        """Take one's message back; administrators any."""
        service.take_back(entity, find(ChatMessage, chat_message_id))
        return no_content()


@room.route("/actions/user/chats/<uuid:entity_id>/join", "/data/user/chats/<uuid:entity_id>/join")
class Join(Resource):
    """Being in a chat."""

    @allow(human_who_chats)
    def post(self, entity: Entity) -> Any:
        """Join the chat about the entity."""
        return queries.plain(service.join(entity))

    @allow(human_who_chats)
    def delete(self, entity: Entity) -> Any:
        """Leave the chat about the entity."""
        service.leave(entity)
        return no_content()


@room.route("/data/user/chats/<uuid:entity_id>/leave")
class Leave(Resource):
    """Leaving a chat, as older clients ask for it."""

    @allow(human_who_chats)
    def post(self, entity: Entity) -> Any:
        """Leave the chat about the entity."""
        service.leave(entity)
        return no_content()

    @allow(human_who_chats)
    def delete(self, entity: Entity) -> Any:
        """Leave the chat about the entity."""
        service.leave(entity)
        return no_content()


@room.route("/data/user/chats")
class MyChats(Resource):
    """The caller's chats."""

    @allow(persons_only)
    def get(self) -> Any:
        """The chats joined, of entities in open productions."""
        return queries.mine()
