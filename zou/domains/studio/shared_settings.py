"""Settings that every server and worker shares through Valkey, so that one command changes them everywhere at once."""

import logging
from typing import Any

from flask import current_app

from zou.kit import valkey
from zou.kit.valkey import SHARED, client

log = logging.getLogger(__name__)

#: Name in Valkey (after `config:`) → field of the settings.
SHARED_SETTINGS = {
    "user_limit": "user_limit",
    "default_timezone": "default_timezone",
    "default_locale": "default_locale",
    "nomad_host": "job_queue_nomad_host",
    "nomad_normalize_job": "job_queue_nomad_normalize_job",
    "nomad_playlist_job": "job_queue_nomad_playlist_job",
    "nomad_tile_job": "job_queue_nomad_tile_job",
}


def from_environment() -> dict[str, Any]:
    """The shared settings as this process's environment has them."""
    settings = current_app.config["SETTINGS"]
    return {name: getattr(settings, field) for name, field in SHARED_SETTINGS.items()}


def from_valkey() -> dict[str, str | None]:
    """The shared settings as Valkey has them, None for those it lacks. Raises valkey.RedisError where it is away."""
    names = list(SHARED_SETTINGS)
    values: Any = client(SHARED).mget([f"config:{name}" for name in names])
    return {name: None if value is None else value.decode() for name, value in zip(names, values, strict=True)}


def share() -> dict[str, Any]:
    """Give every server this process's values, and give them back. Raises valkey.RedisError where Valkey is away."""
    values = from_environment()
    client(SHARED).mset({f"config:{name}": str(value) for name, value in values.items()})
    return values


def share_at_start() -> None:
    """Give every server this process's values, as a server does when it starts. A Valkey that is away is no reason not to start."""
    try:
        share()
    except valkey.RedisError as error:
        log.warning("the settings could not be shared: %s", error)


def shared_setting(name: str) -> Any:
    """The value in force: Valkey's, else the environment's."""
    mine = getattr(current_app.config["SETTINGS"], SHARED_SETTINGS[name])
    try:
        found: Any = client(SHARED).get(f"config:{name}")
    except valkey.RedisError as error:
        log.warning("shared settings cannot be read: %s", error)
        return mine
    if found is None:
        return mine
    try:
        return type(mine)(found.decode())
    except ValueError:
        return mine
