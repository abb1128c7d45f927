"""The jobs that workers know, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zou.kit.queues import DEFAULT


@dataclass(frozen=True)
class Job:
    """A kind of job. `timeout` in seconds, JOB_QUEUE_TIMEOUT without; `attempts`: how often it is tried; `failed`: told (args, reason) when it is given up.

    `every`: seconds after which the workers start it again by themselves; it takes no arguments.
    """

    name: str
    run: Callable[..., Any]
    queue: str = DEFAULT
    timeout: int | None = None
    attempts: int = 2
    failed: Callable[[dict[str, Any], str], None] | None = None
    every: int | None = None


JOBS: dict[str, Job] = {}


def job(name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the decorated function a job that `enqueue(name, …)` gives to the workers.

    It runs in an application context, outside of any transaction, and opens units of work of its own. It may run twice: a worker
    may die after its end, so it must do no harm the second time.
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        JOBS[name] = Job(name, function, **options)
        return function

    return mark
