"""What the stream says to its connections and hears from them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import redis.asyncio as redis
from sqlalchemy.exc import SQLAlchemyError

from zou.access.identity import Identity
from zou.access.tokens import ACCESS_COOKIE
from zou.events.stream import people, rooms
from zou.events.stream.audience import Happening, concerns, happening
from zou.events.stream.meeting import Meeting
from zou.events.stream.people import CHANGING, Census
from zou.events.stream.reader import Entry, Memory
from zou.events.stream.sockets import Refused, socketio
from zou.events.stream.watching import may_watch
from zou.kit import json
from zou.kit.errors import ApiError
from zou.kit.ids import parse_id

log = logging.getLogger(__name__)

RELAYED = frozenset(
    f"preview-room:{verb}"
    for verb in ("add-annotation", "remove-annotation", "update-annotation", "change-version", "panzoom-changed", "comparison-panzoom-changed")
)
#: What preview accounts, which only read, may send.
PASSIVE = frozenset(f"preview-room:{verb}" for verb in ("open-playlist", "close-playlist", "join", "leave"))
HEARD = RELAYED | PASSIVE | {rooms.ROOM_UPDATED}


@dataclass
class Connection:
    """A connection: its token, whose it is, and the playlists whose rooms it watches and has joined."""

    token: str
    person: Identity
    watched: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)


class Conversation:
    """The connections of this process. `call` runs a function that reads the database."""

    def __init__(self, server: socketio.AsyncServer, namespace: str, call: Callable[..., Awaitable[Any]], meeting: Meeting) -> None:
        self.server, self.namespace, self.call, self.meeting = server, namespace, call, meeting
        self.connections: dict[str, Connection] = {}
        self.census = Census({}, frozenset())
        self.counting = asyncio.Lock()
        self.told = Memory()
        #: Productions whose end has been told.
        self.ended: set[UUID] = set()
        server.on("connect", self.connect, namespace=namespace)
        server.on("disconnect", self.disconnect, namespace=namespace)
        server.on("*", self.hear, namespace=namespace)

    # -- connections --------------------------------------------------------------------------------

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a connection in that shows a good token, in its cookie, its header or its payload. Refuses the others, saying why."""
        try:
            token, person = await self.call(people.admit, tokens_of(environ, auth))
        except ApiError as error:
            raise Refused(error.message) from error
        except SQLAlchemyError as error:
            raise Refused("The database does not answer; try again later.") from error
        self.connections[sid] = Connection(token, person)
        await self.count(person)

    async def disconnect(self, sid: str, _reason: Any = None) -> None:
        """Take a connection out of every room."""
        connection = self.connections.pop(sid, None)
        for playlist_id in list(connection.joined) if connection else ():
            await self._change(playlist_id, lambda room: rooms.leave(room, self.meeting.name(sid)))

    async def count(self, newcomer: Identity | None = None) -> None:
        """Read anew who is connected and what they may read, or that of a newcomer; cut the connections of accounts that are no more."""
        async with self.counting:  # one after the other: what was read first never replaces what was read last
            known = {connection.person.id: connection.person for connection in self.connections.values()}
            if newcomer is None:
                self.census = await self.call(people.count_people, known, self.census, frozenset(self.ended))
            else:
                known = {newcomer.id: newcomer}
                self.census = self.census.with_people(await self.call(people.read_people, known))
        for sid, connection in list(self.connections.items()):
            if connection.person.id in known and connection.person.id not in self.census.listeners:
                await self.server.disconnect(sid, namespace=self.namespace)
            elif newcomer is None:
                await self._leave_forbidden(sid, connection)

    async def _leave_forbidden(self, sid: str, connection: Connection) -> None:
        """Take a connection out of the rooms that its person may not be in any more."""
        for room in sorted(connection.watched | connection.joined):
            try:
                allowed = await self.call(may_watch, connection.token, UUID(room))
            except ApiError:
                allowed = False
            if not allowed:
                await self._close(sid, connection, room)
                if room in connection.joined:
                    await self._leave(sid, connection, room)

    # -- events of the API --------------------------------------------------------------------------

    async def tell(self, entries: list[Entry]) -> None:
        """Send events to whom they concern, in order, each once."""
        events = [event for entry in entries if (event := _read(entry)) and self.told.is_new((event.id, event.event_id, event.name))]
        if any(event.name in CHANGING for event in events):
            await self._recount()
        sids: dict[UUID, list[str]] = {}
        for sid, connection in self.connections.items():
            sids.setdefault(connection.person.id, []).append(sid)
        for event in events:
            concerned = [person_id for person_id, listener in self.census.listeners.items() if concerns(event, listener, self.census.clients)]
            to = [sid for person_id in concerned for sid in sids.get(person_id, ())]
            if to:
                await self.server.emit(event.name, event.data or {}, to=to, namespace=self.namespace)
            if event.name == "project:delete" and event.project_id:
                self.ended.add(event.project_id)

    async def _recount(self) -> None:
        try:
            await self.count()
        except SQLAlchemyError as error:
            log.warning("the teams could not be read: %s", error)

    # -- review rooms -------------------------------------------------------------------------------

    async def relay(self, entries: list[Entry]) -> None:
        """Send messages of rooms to who watches them from this process."""
        for entry in entries:
            args = tuple(json.loads(entry[b"args"]))
            await self.server.emit(entry[b"name"].decode(), args, room=_watchers(entry[b"room"].decode()), namespace=self.namespace)

    async def hear(self, name: str, sid: str, *args: Any) -> None:
        """Answer a message of a connection whose token is still good; the others are cut. What they may not send is ignored."""
        connection = self.connections.get(sid)
        if connection is None:
            return
        content = args[0] if args and isinstance(args[0], dict) else {}
        playlist_id = parse_id(content.get("playlist_id"))
        try:
            allowed = await self.call(may_watch, connection.token, playlist_id if name in HEARD else None)
        except ApiError:
            await self.server.disconnect(sid, namespace=self.namespace)
            return
        except SQLAlchemyError as error:
            log.warning("%s was not heard: %s", name, error)
            return
        if name in ("preview-room:close-playlist", "preview-room:leave"):
            allowed = playlist_id is not None  # who may not watch any more may still go
        if allowed and (name in PASSIVE or not connection.person.preview_project_id):
            await self._answer(name, sid, connection, str(playlist_id), content, args[1:])

    async def _answer(self, name: str, sid: str, connection: Connection, room: str, content: dict[str, Any], more: tuple[Any, ...]) -> None:
        verb = name.partition(":")[2]
        if verb == "open-playlist":
            await self._open(sid, connection, room)
        elif verb == "close-playlist":
            await self._close(sid, connection, room)
        elif verb == "join":
            connection.joined.add(room)
            await self._change(room, lambda state: rooms.join(state, str(connection.person.id), self.meeting.name(sid), content))
        elif verb == "leave":
            await self._leave(sid, connection, room)
        elif verb == "room-updated":
            await self._change(room, lambda state: rooms.update(state, content, more[0] if more else content.get("only_newcomer", False)))
        else:
            await self._try(self.meeting.relay(room, name, [content, *more]))

    async def _open(self, sid: str, connection: Connection, room: str) -> None:
        """Let a connection watch a room, and show it what the room looks at now."""
        connection.watched.add(room)
        await self.server.enter_room(sid, _watchers(room), namespace=self.namespace)
        found = await self._try(self.meeting.read(room))
        await self._change(room, lambda state: [rooms.people_updated(state)])
        if found:
            name, args = rooms.room_updated(found)
            await self.server.emit(name, args[0], to=sid, namespace=self.namespace)

    async def _close(self, sid: str, connection: Connection, room: str) -> None:
        connection.watched.discard(room)
        await self.server.leave_room(sid, _watchers(room), namespace=self.namespace)

    async def _leave(self, sid: str, connection: Connection, room: str) -> None:
        connection.joined.discard(room)
        await self._change(room, lambda state: rooms.leave(state, self.meeting.name(sid)))

    async def _change(self, room: str, change: Callable[[rooms.Room], list[rooms.Message]]) -> None:
        await self._try(self.meeting.change(room, change))

    async def _try(self, work: Awaitable[Any]) -> Any:
        """What `work` gives; None where Valkey is away, which leaves rooms as they are."""
        try:
            return await work
        except (redis.RedisError, OSError) as error:
            log.warning("review rooms wait for Valkey: %s", error)
            return None

    async def tidy(self) -> None:
        """Show that this process lives, and take dead connections out of the rooms."""
        await self.meeting.live()
        await self.meeting.tidy(lambda sid: sid in self.connections)

    async def end(self) -> None:
        """Take all connections of this process out of the rooms."""
        for sid in list(self.connections):
            await self.disconnect(sid)
        await self.meeting.die()


def _read(entry: Entry) -> Happening | None:
    """The event of an entry of the stream; None, logged, for what is none."""
    try:
        return happening(json.loads(entry[b"event"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        log.exception("an entry of the event stream is no event: %.200r", entry)
        return None


def _watchers(room: str) -> str:
    return f"playlist:{room}"


def tokens_of(environ: dict[str, Any], auth: Any) -> list[str]:
    """The tokens that a handshake carries: its cookie's, its Authorization header's, its payload's."""
    found = []
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == ACCESS_COOKIE and value:
            found.append(value)
    scheme, _, text = environ.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme.lower() == "bearer" and text.strip():
        found.append(text.strip())
    if isinstance(auth, dict) and isinstance(auth.get("token"), str) and auth["token"]:
        found.append(auth["token"].removeprefix("Bearer "))
    return found
