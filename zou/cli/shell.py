"""The command for the shell's own completion."""

import click


@click.command("shell-completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def shell_completion(shell: str) -> None:
    """Print a completion script: source it in the shell's own settings."""
    from click.shell_completion import get_completion_class

    from zou.cli import main

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(main, {}, "zou", "_ZOU_COMPLETE").source())
