"""Commands about people."""

import sys
from typing import Any

import click

from zou.cli.context import settings, working

PASSWORD_HELP = "The password; - reads it from standard input, so that no process list shows it."


@click.command("create-admin")
@click.argument("email")
@click.option("--password", help=PASSWORD_HELP)
def create_admin(email: str, password: str | None) -> None:
    """Make an administrator with this e-mail address. Somebody who has an account already becomes one."""
    from zou.domains.persons import queries, service
    from zou.kit.errors import ApiError

    with working(writes=False):
        known = queries.find_by_email(email) is not None
    if not known:
        password = _asked_password(password)
    try:
        with working():
            _person, done = service.create_admin(email, password)
    except ApiError as error:
        click.echo(f"❌ {error.message}", err=True)
        sys.exit(1)
    words = {"created": f"✅ Admin {email} created.", "promoted": f"✅ User {email} upgraded to admin.", "exists": f"Admin {email} already exists."}
    click.echo(words[done])


@click.command("change-password")
@click.argument("email")
@click.option("--password", help=PASSWORD_HELP)
def change_password(email: str, password: str | None) -> None:
    """Give somebody a new password. Their sessions end."""
    from zou.domains.persons import service

    password = _asked_password(password)
    if len(password) < settings().min_password_length:
        _fail("The password is too short.")
    with working():
        service.set_password(_by_email(email), password)
    click.echo(f"Password changed for {email}")


@click.command("set-person-as-active")
@click.argument("email")
@click.option("--unactive", is_flag=True, help="Deactivate the account instead.")
def set_person_as_active(email: str, unactive: bool) -> None:
    """Activate somebody's account."""
    from zou.domains.persons import service

    with working():
        service.set_active(_by_email(email), not unactive)
    click.echo(f"Person {email} is set as an {'unactive' if unactive else 'active'} user.")


@click.command("disable-two-factor-authentication")
@click.argument("email_or_desktop_login")
def disable_two_factor_authentication(email_or_desktop_login: str) -> None:
    """Drop all second factors of somebody."""
    from zou.domains.persons import queries
    from zou.domains.second_factor import service

    with working():
        person = queries.find_by_login(email_or_desktop_login) or _fail(f"Nobody has the e-mail or desktop login {email_or_desktop_login}.")
        service.disable_all(person)
    click.echo(f"Two-factor authentication is disabled for {email_or_desktop_login}.")


@click.command("create-bot")
@click.option("--email", required=True, help="Address of the bot; several bots may share one.")
@click.option("--name", required=True, help="Its name.")
@click.option("--expiration-date", help="Last day of its token, YYYY-MM-DD; without, the token lasts.")
@click.option("--role", default="user", show_default=True, help="user, supervisor, manager, admin, client or vendor.")
def create_bot(email: str, name: str, expiration_date: str | None, role: str) -> None:
    """Make a bot and print its access token. SECRET_KEY must be the server's."""
    from zou.domains.persons import service

    with working():
        _bot, token = service.create_bot(email=email, name=name, role=role, expiration_date=expiration_date)
    click.echo(token)


@click.command("sync-with-ldap-server")
def sync_with_ldap_server() -> None:
    """Make, update and deactivate people after the directory, and take their photos for avatars."""
    from zou.cli.context import app
    from zou.domains.persons.directory_sync import synchronize

    with app().app_context():
        synchronize(report=click.echo)


def _by_email(email: str) -> Any:
    from zou.domains.persons import queries

    return queries.find_by_email(email, bots=True) or _fail(f"Email ({email}) not listed in database.")


def _asked_password(password: str | None) -> str:
    """The password of the option, of standard input, or typed at the terminal."""
    if password == "-":
        return sys.stdin.readline().rstrip("\n")
    if password is None and sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if password is None:
        raise click.UsageError("Missing option '--password'.")
    return password


def _fail(sentence: str) -> Any:
    click.echo(sentence, err=True)
    sys.exit(1)
