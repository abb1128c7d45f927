"""The command that works on background jobs."""

import click

from zou.cli.context import app


@click.command("worker")
@click.option("--queues", default="", help="Comma-separated queues, the most urgent first; all of them without: default, movies.")
@click.option("--name", help="The worker's own name: what it was running when it died is run again when it is back.")
def worker(queues: str, name: str | None) -> None:
    """Work on background jobs until SIGTERM or Ctrl-C."""
    from zou.jobs import worker as jobs
    from zou.kit.queues import QUEUES

    chosen = tuple(queue.strip() for queue in queues.split(",") if queue.strip()) or QUEUES
    unknown = [queue for queue in chosen if queue not in QUEUES]
    if unknown:
        raise click.UsageError(f"No queue is called {', '.join(unknown)}: {', '.join(QUEUES)} are.")
    jobs.run(app(), chosen, name=name)
