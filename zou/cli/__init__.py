"""The `zou` command: one file a family of commands."""

import click


@click.group()
def main() -> None:
    """Zou, the server of a studio's productions."""


def _add_commands() -> None:
    from zou.cli.up import up

    main.add_command(up)


_add_commands()
