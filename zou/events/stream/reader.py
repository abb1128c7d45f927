"""Reading Valkey's streams for ever: nothing is lost while Valkey is away, nothing is told twice."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any

import redis.asyncio as redis

log = logging.getLogger(__name__)

#: Entries read at once, milliseconds waited for one, seconds between two tries while Valkey is away.
AT_ONCE, WAIT, PAUSE = 500, 2000, 0.25
#: Events remembered, to recognise those published a second time.
REMEMBERED = 50_000

Entry = dict[bytes, bytes]


class Memory:
    """The last keys seen."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self.size = size
        self.keys: OrderedDict[Any, None] = OrderedDict()

    def is_new(self, key: Any) -> bool:
        """Whether `key` is seen for the first time; it is remembered."""
        if key in self.keys:
            return False
        self.keys[key] = None
        if len(self.keys) > self.size:
            self.keys.popitem(last=False)
        return True


class Reader:
    """Where this process stands in each of `streams`."""

    def __init__(self, valkey: redis.Redis, *streams: str) -> None:
        self.valkey: Any = valkey
        self.streams = streams
        self.started = time.time()
        self.position: dict[str, bytes] = {}

    async def find_position(self) -> None:
        """Stand at the streams' ends; where Valkey was away until now, at what came since the start. Raises redis.RedisError."""
        for stream in self.streams:
            end = await self._end(stream)
            begin = b"%d-0" % (self.started * 1000)
            self.position[stream] = min(end, begin, key=_number)

    async def _end(self, stream: str) -> bytes:
        last: list[tuple[bytes, Any]] = await self.valkey.xrevrange(stream, count=1)
        return last[0][0] if last else b"0-0"

    async def _check_position(self) -> None:
        """After a loss of the connection: where the streams begin anew with lower ids, read them from their beginning."""
        if not self.position:
            await self.find_position()
        for stream, position in self.position.items():
            if _number(await self._end(stream)) < _number(position):
                self.position[stream] = b"0-0"

    async def batches(self) -> AsyncIterator[tuple[str, list[Entry]]]:
        """Batches of entries as they come, with the stream they are from; never ends."""
        connected = bool(self.position)
        while True:
            try:
                if not connected:
                    await self._check_position()
                    connected = True
                found = await self.valkey.xread(dict(self.position), count=AT_ONCE, block=WAIT)
            except (redis.RedisError, OSError) as error:
                log.warning("the event stream waits for Valkey: %s", error)
                connected = False
                await asyncio.sleep(PAUSE)
                continue
            for stream, entries in found.items() if isinstance(found, dict) else found:
                read = entries[0] if isinstance(found, dict) else entries
                self.position[stream.decode()] = read[-1][0]
                yield stream.decode(), [fields for _id, fields in read]


def _number(ident: bytes) -> tuple[int, int]:
    moment, _, count = ident.partition(b"-")
    return int(moment), int(count)
