"""The Socket.IO server as an ASGI application, and the tasks that run beside it."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import redis.asyncio as redis
from flask import Flask
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from zou import API_VERSION
from zou.access import tokens
from zou.db.session import db
from zou.db.unit import unit_of_work
from zou.events import delivery
from zou.events.stream.conversation import Conversation
from zou.events.stream.meeting import MESSAGES, Meeting
from zou.events.stream.origin import is_welcome
from zou.events.stream.reader import Reader
from zou.events.stream.sockets import socketio
from zou.kit import json
from zou.kit.valkey import EVENTS
from zou.settings import Settings, load_settings

log = logging.getLogger(__name__)

PATH = "/socket.io"
NAMESPACE = "/events"
#: Database statements of the stream that run at once.
THREADS = 8
#: Seconds between two looks for events left behind, between two signs of life, and between two censuses that nothing has asked for.
SWEEP_EVERY, LIVE_EVERY, COUNT_EVERY = 1.0, 5.0, 30.0
#: Seconds that Valkey has for an answer; more than a blocking read takes.
PATIENCE = 5.0

T = TypeVar("T")
Asgi = Callable[..., Coroutine[Any, Any, None]]


def create_stream(settings: Settings | None = None, *, app: Flask | None = None, api: Asgi | None = None) -> Asgi:
    """The event stream as an ASGI application that serves `/socket.io`, and `api` at every other path.

    `app` is the Flask application whose database and tokens it uses, one of its own without. Any number of processes may run it.
    """
    settings = settings or load_settings()
    app = app or _bare_app(settings)
    bridge = Bridge(app)
    valkey = redis.Redis.from_url(settings.redis_url(EVENTS), socket_timeout=PATIENCE, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
    server = socketio.AsyncServer(
        async_mode="asgi",
        async_handlers=False,  # in order, one message of a connection after the other
        cors_allowed_origins=[],  # the origin is checked below, without CORS headers
        namespaces=["/", NAMESPACE],
        ping_interval=25,
        ping_timeout=20,
        max_http_buffer_size=1_000_000,
    )
    conversation = Conversation(server, NAMESPACE, bridge.call, Meeting(valkey, uuid.uuid4().hex))
    stream = Stream(conversation, Reader(valkey, delivery.STREAM, MESSAGES), bridge)
    sockets = socketio.ASGIApp(server, socketio_path=PATH, other_asgi_app=api or _identify, on_startup=stream.start, on_shutdown=stream.stop)
    return _guarded(sockets, settings)


def _bare_app(settings: Settings) -> Flask:
    """An application without routes: the database and the tokens."""
    app = Flask("zou-stream", static_folder=None)
    app.config.update(SETTINGS=settings, VALKEY_URL=settings.redis_url, PUBLISH_EVENTS=True)
    tokens.configure(app, settings)
    db.connect(app, settings)
    return app


def _guarded(sockets: Asgi, settings: Settings) -> Asgi:
    """Refuse connections that the page of another site opens."""

    async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
        ours = scope["type"] in ("http", "websocket") and (scope["path"] == PATH or scope["path"].startswith(f"{PATH}/"))
        if ours and not is_welcome(scope["headers"], settings):
            await _refuse(scope, receive, send)
            return
        await sockets(scope, receive, send)

    return serve


async def _refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await _reply(send, 400, {"error": True, "message": "Pages of this origin may not listen to the events: see DOMAIN_NAME and CORS_ALLOWED_ORIGINS."})


async def _identify(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """What a stream that runs alone answers at other paths."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/":
        await _reply(send, 200, {"api": "Zou", "version": API_VERSION})
    else:
        await _reply(send, 404, {"error": True, "message": "Nothing is at this address."})


async def _reply(send: Any, status: int, body: dict[str, Any]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(body)})


class Bridge:
    """Runs what reads the database in threads, each call in an application context and a reading unit of work."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """What `function(*args)` returns or raises."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._read, function, *args)

    def _read(self, function: Callable[..., T], *args: Any) -> T:
        with self.app.app_context(), unit_of_work(writes=False):
            return function(*args)

    async def sweep(self) -> int:
        """Publish what was left behind in the outbox; how many events."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._sweep)

    def _sweep(self) -> int:
        with self.app.app_context():
            return delivery.sweep()


class Stream:
    """The tasks of a running stream."""

    def __init__(self, conversation: Conversation, reader: Reader, bridge: Bridge) -> None:
        self.conversation = conversation
        self.reader = reader
        self.bridge = bridge
        self.tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to read. Connections are taken from then on."""
        try:
            await self.reader.find_position()
        except (redis.RedisError, OSError) as error:
            log.warning("the event stream starts without Valkey: %s", error)
        self.tasks.append(asyncio.create_task(self._relay()))
        for seconds, work in ((SWEEP_EVERY, self.bridge.sweep), (LIVE_EVERY, self.conversation.tidy), (COUNT_EVERY, self.conversation.count)):
            self.tasks.append(asyncio.create_task(_every(seconds, work)))

    async def stop(self) -> None:
        """End the tasks, and take this process's connections out of the rooms."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        try:
            await self.conversation.end()
        except (redis.RedisError, OSError) as error:
            log.warning("the rooms could not be told: %s", error)
        self.bridge.threads.shutdown(wait=False)

    async def _relay(self) -> None:
        async for stream, entries in self.reader.batches():
            try:
                if stream == MESSAGES:
                    await self.conversation.relay(entries)
                else:
                    await self.conversation.tell(entries)
            except Exception:
                log.exception("events could not be told")


async def _every(seconds: float, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Do `work` again and again; its failures are logged."""
    while True:
        try:
            await work()
        except Exception as error:
            log.warning("the event stream: %s", error)
        await asyncio.sleep(seconds)
