"""A studio on a database and a Valkey of its own, on which real servers are started."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.conftest import fresh_database, make_settings
from tests.e2e.server import Ear, Server, serving
from tests.kit.studio import Studio
from zou.access.tokens import session_tokens
from zou.app import create_app
from zou.db.unit import unit_of_work
from zou.events import emit
from zou.models import Person
from zou.standalone.valkey import EmbeddedValkey


class House:
    """A studio with real servers."""

    def __init__(self, folder: Path, database: str, valkey: EmbeddedValkey, stack: contextlib.ExitStack) -> None:
        self.folder, self.valkey, self.stack = folder, valkey, stack
        settings: Any = make_settings({"DATABASE_URL": database, "REDIS_URL": valkey.url, "KV_FIRST_DATABASE": "0"}, folder)
        self.app = create_app(settings)
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "REDIS_URL": valkey.url,
            "SECRET_KEY": settings.secret_key,
            "PREVIEW_FOLDER": str(folder / "previews"),
            "MAIL_ENABLED": "false",
            "DB_POOL_SIZE": "5",
        }
        self.studio = Studio(self.app)
        self.ears: list[Ear] = []

    def serve(self, **more: str) -> Server:
        """Start a server."""
        return self.stack.enter_context(serving({**self.environment, **more}, workdir=self.folder))

    def token(self, person: Person, kind: int = 0) -> str:
        """An access token (kind 0) or refresh token (1) of a person."""
        with self.app.app_context():
            return session_tokens(person.id)[kind]

    def ear(self, server: Server, person: Person) -> Ear:
        """A connection of a person."""
        ear = server.listen(self.token(person))
        assert ear.connected, ear.refusal
        self.ears.append(ear)
        return ear

    def happen(self, name: str, **data: Any) -> None:
        """Commit an event."""
        with self.app.app_context(), unit_of_work():
            emit(name, **data)


@contextlib.contextmanager
def open_house(folder: Path, **environment: str) -> Iterator[House]:
    """A house in `folder`, whose servers have `environment` beside what it needs; all of it is gone afterwards."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(fresh_database(f"zou_house_{os.getpid()}_{uuid4().hex[:8]}"))
        valkey = stack.enter_context(EmbeddedValkey(folder / "valkey", durable=False))
        house = House(folder, database, valkey, stack)
        house.environment.update(environment)
        yield house
