"""Bring the database to the state the server needs: `python -m zou.standalone.prepare`, a process of its own so that its memory is given back."""

import argparse
import json
import secrets
import sys
from typing import NamedTuple

from zou.db.migrate import MigrationError
from zou.kit.errors import ApiError
from zou.settings import Settings, load_settings


class FirstAdmin(NamedTuple):
    """The administrator that was made, and the password to tell."""

    email: str
    password: str


def prepare_database(settings: Settings, *, admin_email: str, admin_password: str | None, domain: str = "3d") -> FirstAdmin | None:
    """Migrate, insert the minimal data and, where there is no administrator yet, make one (with a random password unless one is given).

    Idempotent. Returns the administrator if one was made.
    """
    from zou.app import create_app
    from zou.db import migrate

    migrate.upgrade(settings.sqlalchemy_url())
    with create_app(settings).app_context():
        from zou.standalone import first_data

        first_data.seed(domain)
        password = admin_password or secrets.token_urlsafe(12)
        made = first_data.create_first_admin(admin_email, password)
    return FirstAdmin(admin_email, password) if made else None


def main(arguments: list[str] | None = None) -> int:
    """Prepare the database of the environment; prints the first administrator as JSON. The password comes on standard input, empty for a random one.

    What cannot be done is a sentence on standard error and the status 1.
    """
    parser = argparse.ArgumentParser(prog="zou.standalone.prepare")
    parser.add_argument("--admin-email", required=True)
    options = parser.parse_args(arguments)
    password = sys.stdin.readline().rstrip("\n") or None
    try:
        admin = prepare_database(load_settings(), admin_email=options.admin_email, admin_password=password)
    except (ApiError, MigrationError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(admin._asdict() if admin else None))
    return 0


if __name__ == "__main__":
    sys.exit(main())
