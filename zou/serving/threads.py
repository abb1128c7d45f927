"""Threads that make calls for an event loop. The standard library's pool does the same by way of two futures and four locks a call."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any


class Threads:
    """At most `most` threads, started as they are needed; a call above that waits for one. To be used from one event loop at a time."""

    def __init__(self, most: int, name: str) -> None:
        self.most, self.name = most, name
        self._started = self._busy = 0
        self._calls: SimpleQueue[Any] = SimpleQueue()

    async def run(self, call: Callable[..., object], *args: Any) -> None:
        """Make the call in a thread and wait for its end. Raises what it raises."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._busy += 1
        if self._started < min(self._busy, self.most):
            self._started += 1
            threading.Thread(target=_work, args=(self._calls,), name=f"{self.name}-{self._started}", daemon=True).start()
        self._calls.put((loop, done, call, args))
        try:
            await done
        finally:
            self._busy -= 1


def _work(calls: "SimpleQueue[Any]") -> None:
    while True:
        loop, done, call, args = calls.get()
        error: BaseException | None = None
        try:
            call(*args)
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(_settle, done, error)
        del loop, done, call, args, error


def _settle(done: "asyncio.Future[None]", error: BaseException | None) -> None:
    if done.cancelled():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(None)
