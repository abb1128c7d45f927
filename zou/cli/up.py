"""`zou up`."""

from pathlib import Path

import click


@click.command("up")
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("data"), show_default=True, help="Folder of the database, the files and the logs.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port of the API, of Socket.IO and of the front end.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Server processes.")
@click.option("--job-workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for background jobs.")
@click.option("--admin-email", default="admin@example.com", show_default=True, help="E-mail of the first administrator.")
@click.option("--admin-password", envvar="ZOU_ADMIN_PASSWORD", help="Password of the first administrator; random if not given.")
@click.option("--frontend", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path), help="Folder of a built web front end to serve.")
@click.option("--demo", is_flag=True, help="Insert a production to look at.")
def up(**given: object) -> None:
    """Start PostgreSQL, Valkey, a worker and the server on one data folder, until Ctrl-C.

    DATABASE_URL or DB_HOST, and REDIS_URL or KV_HOST, name servers to use instead of the embedded ones.
    """
    from pydantic import ValidationError

    from zou.settings import load_settings
    from zou.standalone.processes import StartError
    from zou.standalone.up import Options, Up, printer

    options = Options(**given)  # type: ignore[arg-type]
    try:
        Up(options, load_settings(), printer()).run()
    except ValidationError as error:
        first = error.errors()[0]
        raise click.ClickException(f"The setting {str(first['loc'][0]).upper()} makes no sense: {first['msg']}.") from error
    except StartError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
