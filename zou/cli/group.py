"""The group of all commands: listed by family without loading any, failing with a sentence."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

Families = dict[str, dict[str, tuple[str, str]]]


class Commands(click.Group):
    """A group that knows its commands by name and loads the module of the one that is called."""

    def __init__(self, families: Families, **options: Any) -> None:
        super().__init__(invoke_without_command=True, callback=self._alone, context_settings={"max_content_width": 120, "terminal_width": 120}, **options)
        # A family of commands whose module is not installed is left out.
        installed = {module for commands in families.values() for module, _ in commands.values() if find_spec(f"zou.cli.{module}")}
        self.families = {family: {name: where for name, where in commands.items() if where[0] in installed} for family, commands in families.items()}

    @staticmethod
    def _alone() -> None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            click.echo(context.get_help())
            context.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return [name for commands in self.families.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, its module loaded."""
        for commands in self.families.values():
            if cmd_name in commands:
                module = import_module(f"zou.cli.{commands[cmd_name][0]}")
                return next(found for found in vars(module).values() if isinstance(found, click.Command) and found.name == cmd_name)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by family, for `--help`."""
        width = max(len(name) for name in self.list_commands(ctx))
        for family, commands in self.families.items():
            if commands:
                with formatter.section(family):
                    formatter.write_dl([(name.ljust(width), text) for name, (_module, text) in commands.items()], col_max=width + 4)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What goes wrong in a way that was foreseen is a sentence and the status 1."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
            raise
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """What to tell about an error; None for a mistake in the program."""
    import redis
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from zou.db.migrate import MigrationError
    from zou.domains.plugins.manifest import ManifestError
    from zou.kit.errors import ApiError

    if isinstance(error, ApiError):
        return error.message
    if isinstance(error, MigrationError | ManifestError):
        return str(error)
    if isinstance(error, OperationalError):
        return f"The database does not answer: {str(error.orig).strip().splitlines()[0] if error.orig else error}"
    if isinstance(error, ProgrammingError) and "UndefinedTable" in type(error.orig).__name__:
        return "The database has no tables yet: run 'zou init-db'."
    if isinstance(error, redis.RedisError):
        return f"Valkey does not answer: {error}"
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"The setting {str(first['loc'][0]).upper()} makes no sense: {first['msg']}."
    return None
