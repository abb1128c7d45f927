"""The worker process: an RQ worker, and the sweeper that finds what other processes have left behind."""

import ctypes
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from zou.jobs import periodic, recovery
from zou.jobs.run import WORKER
from zou.kit.queues import QUEUES
from zou.kit.valkey import JOBS, connect

log = logging.getLogger(__name__)

#: Seconds between two looks for what was left behind.
SWEEP_EVERY = 1.0
PR_SET_PDEATHSIG = 1


def run(app: Flask, queues: tuple[str, ...] = QUEUES, *, name: str | None = None) -> None:
    """Work on `queues` until SIGTERM or SIGINT. `name` is the worker's own: what it was running when it died is run again."""
    WORKER.update(app=app, name=name or f"{socket.gethostname()}-{'-'.join(queues)}")
    # Whoever started this may have forked it.
    _forget_connections()
    threading.Thread(target=_sweep_for_ever, args=(app,), daemon=True).start()
    connection = connect(app.config["VALKEY_URL"](JOBS), decode_responses=False)
    wait_for(connection)
    with app.app_context():
        recovery.take_back(WORKER["name"])
    worker_class()(list(queues), connection=connection, default_worker_ttl=60).work(with_scheduler=False, logging_level="WARNING")


def worker_class() -> Any:
    """RQ's forking worker, whose children die with it."""
    import rq

    class Worker(rq.Worker):
        """A worker whose running job ends when it is killed, so that the job is never run twice at once."""

        def main_work_horse(self, *args: Any, **kwargs: Any) -> Any:
            die_with_parent()
            _forget_connections()
            return super().main_work_horse(*args, **kwargs)

        def handle_work_horse_killed(self, job: Any, *_how: Any) -> None:
            """Let the job of a child that died be done again at once."""
            with WORKER["app"].app_context():
                recovery.child_died(job.id)

    return Worker


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies (Linux; nothing elsewhere)."""
    if hasattr(os, "fork") and os.uname().sysname == "Linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _forget_connections() -> None:
    """Leave the parent's database connections alone: a forked child must open its own."""
    from zou.db.session import db

    with WORKER["app"].app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


def wait_for(connection: redis.Redis) -> None:
    """Wait until Valkey answers."""
    pause = threading.Event()
    while True:
        try:
            connection.ping()
            return
        except redis.RedisError as error:
            log.warning("waiting for Valkey: %s", error)
            pause.wait(1)


def _sweep_for_ever(app: Flask) -> None:
    from zou.events import delivery

    pause, looked = threading.Event(), -periodic.LOOK_EVERY
    while not pause.wait(SWEEP_EVERY):
        looks: list[Callable[[], object]] = [delivery.sweep, recovery.sweep]
        if time.monotonic() - looked >= periodic.LOOK_EVERY:
            looked = time.monotonic()
            looks.append(periodic.start_due)
        with app.app_context():
            for look in looks:
                try:
                    look()
                except (SQLAlchemyError, redis.RedisError) as error:
                    log.warning("sweeping: %s", error)
