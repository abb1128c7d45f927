"""Commands that recompute what follows from other data."""

import click

from zou.cli.context import app, working


@click.command("clean-tasks-data")
@click.option("--project-id", type=click.UUID, required=True, help="The production.")
def clean_tasks_data(project_id: object) -> None:
    """Recompute status, retakes, dates and duration of every task of a production from its comments and times.

    Tasks that nobody has commented keep their status and their dates.
    """
    from zou.domains.tasks import cleaning

    total = changed = 0
    with app().app_context():
        for batch in cleaning.batches_of(project_id):  # type: ignore[arg-type]
            changed += cleaning.clean(batch)
            total += len(batch)
    click.echo(f"{changed} of {total} tasks changed.")


@click.command("reset-breakdown-data")
def reset_breakdown_data() -> None:
    """Recompute how many assets are cast in the shots of open productions, and how many are ready for each of their tasks."""
    from zou.domains.breakdown import readiness

    with working(writes=False):
        productions = readiness.shots_of_open_productions()
    for shots in productions.values():
        with working():
            readiness.refresh(shots, tell=True)
    click.echo(f"{sum(map(len, productions.values()))} shots of {len(productions)} productions recomputed.")
