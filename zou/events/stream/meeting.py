"""Review rooms in Valkey, where every process of the stream finds them, and the messages to who is in them.

A room and the messages that follow from its change are written in one step, so that all processes relay them in one order. A process
shows that it lives by a key that expires; the connections of one that does not are forgotten by the others.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import redis.asyncio as redis

from zou.events.stream import rooms
from zou.kit import json

#: The stream of what is to be relayed to rooms.
MESSAGES = "zou:room-messages"
ROOMS = "zou:rooms"
KEPT = 2_000
#: Seconds without a sign of life after which a process is taken for dead, and after which an untouched room is forgotten.
SILENCE = 30
FORGOTTEN = 2 * 86400

Change = Callable[[rooms.Room], list[rooms.Message]]


class Meeting:
    """The rooms as one process of the stream sees them. `process` names it among the others."""

    def __init__(self, valkey: redis.Redis, process: str) -> None:
        self.valkey: Any = valkey
        self.process = process

    def name(self, sid: str) -> str:
        """What a connection of this process is called in rooms."""
        return f"{self.process}/{sid}"

    async def read(self, playlist_id: str) -> rooms.Room | None:
        """The room, None where nobody is in it."""
        found = await self.valkey.get(_key(playlist_id))
        return json.loads(found) if found else None

    async def change(self, playlist_id: str, change: Change) -> None:
        """Change a room and have the messages relayed, at once; done again where another process came in between."""
        async with self.valkey.pipeline(transaction=True) as pipe:
            while True:
                try:
                    await pipe.watch(_key(playlist_id))
                    found = await pipe.get(_key(playlist_id))
                    room = json.loads(found) if found else rooms.new_room(playlist_id)
                    messages = change(room)
                    pipe.multi()
                    self._write(pipe, room)
                    for name, args in messages:
                        _relay(pipe, playlist_id, name, args)
                    await pipe.execute()
                    return
                except redis.WatchError:
                    continue

    def _write(self, pipe: Any, room: rooms.Room) -> None:
        if room["people"]:
            pipe.set(_key(room["id"]), json.dumps(room), ex=FORGOTTEN)
            pipe.sadd(ROOMS, room["id"])
        else:
            pipe.delete(_key(room["id"]))
            pipe.srem(ROOMS, room["id"])

    async def relay(self, playlist_id: str, name: str, args: list[Any]) -> None:
        """Have a message relayed to everybody who watches the playlist."""
        await _relay(self.valkey, playlist_id, name, args)

    async def live(self) -> None:
        """Show that this process lives."""
        await self.valkey.set(_sign(self.process), 1, ex=SILENCE)

    async def die(self) -> None:
        """Show that this process ends."""
        await self.valkey.delete(_sign(self.process))

    async def tidy(self, is_connected: Callable[[str], bool]) -> None:
        """Let the connections go that are no more: those of dead processes, and of this one where `is_connected(sid)` denies it."""
        alive: dict[str, bool] = {}
        known: Any = await self.valkey.smembers(ROOMS)
        for member in known:
            playlist_id = member.decode()
            room = await self.read(playlist_id)
            if room is None:
                await self.valkey.srem(ROOMS, playlist_id)
                continue
            for connection in [one for connections in room["people"].values() for one in connections]:
                process, _, sid = connection.partition("/")
                if process not in alive:
                    alive[process] = bool(await self.valkey.exists(_sign(process)))
                if not (is_connected(sid) if process == self.process else alive[process]):
                    await self.change(playlist_id, partial(rooms.leave, connection=connection))


def _key(playlist_id: str) -> str:
    return f"zou:room:{playlist_id}"


def _sign(process: str) -> str:
    return f"zou:stream:{process}"


def _relay(valkey: Any, playlist_id: str, name: str, args: list[Any]) -> Any:
    return valkey.xadd(MESSAGES, {"room": playlist_id, "name": name, "args": json.dumps(args)}, maxlen=KEPT, approximate=True)
