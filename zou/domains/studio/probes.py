"""Whether what the server stands on answers. A probe's answer is kept for some seconds: asking costs, and anybody may ask."""

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from zou.db import db
from zou.kit.dates import utcnow
from zou.kit.valkey import JOBS, TOKENS, client
from zou.models import BackgroundJob

#: Seconds that an answer is kept, and that a service has to give it.
KEPT, PATIENCE = 5.0, 2.0
_answers: dict[str, tuple[float, Any]] = {}
_lock = threading.Lock()


def recent(name: str, ask: Callable[[], Any]) -> Any:
    """What `ask` answers, or answered some seconds ago. One caller asks, others wait for its answer."""
    with _lock:
        at, answer = _answers.get(name, (0.0, None))
        if time.monotonic() - at > KEPT or name not in _answers:
            answer = ask()
            _answers[name] = (time.monotonic(), answer)
        return answer


def all_up() -> dict[str, bool]:
    """Which services answer."""
    return dict(recent("up", lambda: {name: probe() for name, probe in PROBES.items()}))


def database_up() -> bool:
    """Whether PostgreSQL answers."""
    try:
        with db.reading_engine.connect() as connection:
            connection.execute(sa.select(1))
    except SQLAlchemyError:
        return False
    return True


def valkey_up() -> bool:
    """Whether Valkey answers."""
    return _answers_valkey(lambda: client(TOKENS).ping())


def job_queue_up() -> bool:
    """Whether a worker takes jobs from the queue."""
    return _answers_valkey(lambda: any(client(JOBS).exists(name) for name in client(JOBS).smembers("rq:workers")))


def event_stream_up() -> bool:
    """Whether something listens where the event stream should."""
    settings = current_app.config["SETTINGS"]
    return _listens(settings.event_stream_host, settings.event_stream_port)


def indexer_up() -> bool:
    """Whether there is a search engine, and it listens."""
    settings = current_app.config["SETTINGS"]
    return bool(settings.indexer_key) and _listens(settings.indexer_host, settings.indexer_port)


PROBES: dict[str, Callable[[], bool]] = {
    "database-up": database_up,
    "key-value-store-up": valkey_up,
    "event-stream-up": event_stream_up,
    "job-queue-up": job_queue_up,
    "indexer-up": indexer_up,
}


def resources() -> dict[str, Any]:
    """What the host is doing, measured over a second."""
    return dict(recent("resources", _resources))


def _resources() -> dict[str, Any]:
    import psutil

    memory = psutil.virtual_memory()
    load = psutil.getloadavg()
    running = sa.select(sa.func.count()).select_from(BackgroundJob).where(BackgroundJob.status == "running")
    with db.reading_engine.connect() as connection:
        jobs = connection.execute(running).scalar()
    return {
        "date": utcnow().isoformat(timespec="seconds"),
        "cpu": {
            "percent": psutil.cpu_percent(interval=1, percpu=True),
            "loadavg": {f"last {minutes} min": value for minutes, value in zip((1, 5, 10), load, strict=True)},
        },
        "memory": {"total": memory.total, "used": memory.used, "available": memory.available, "percent": memory.percent},
        "jobs": {"running_jobs": jobs},
    }


def _answers_valkey(ask: Callable[[], Any]) -> bool:
    import redis

    try:
        return bool(ask())
    except redis.RedisError:
        return False


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=PATIENCE):
            return True
    except OSError:
        return False
