"""What the server is and how it is."""

import secrets
import time
from typing import Any

from flask import Response, current_app, request

from zou import API_VERSION
from zou.access.policies import admin, public, signed_in
from zou.domains.studio import probes, queries
from zou.events import emit
from zou.kit.errors import Forbidden, NotFound
from zou.kit.http import Resource, Room, allow, reads, writes

room = Room("studio")
NAME = "Zou"


@room.route("/")
class Root(Resource):
    """Where clients test that the server answers."""

    @allow(public)
    @reads
    def get(self) -> dict[str, Any]:
        """What this server is."""
        return {"api": NAME, "version": API_VERSION}


@room.route("/status")
class Status(Resource):
    """Whether all is well."""

    @allow(public)
    def get(self) -> dict[str, Any]:
        """Which services answer."""
        return {"name": NAME, "version": API_VERSION, **probes.all_up()}


@room.route("/status.txt")
class StatusText(Resource):
    """Whether all is well, for people."""

    @allow(public)
    def get(self) -> Response:
        """Which services answer, a line each."""
        up = probes.all_up()
        order = ("database-up", "event-stream-up", "key-value-store-up", "job-queue-up", "indexer-up")
        lines = [f"name: {NAME}", f"version: {API_VERSION}", *(f"{name}: {'up' if up[name] else 'down'}" for name in order)]
        return Response("\n".join(lines) + "\n", content_type="text")


@room.route("/status/influx")
class StatusInflux(Resource):
    """Whether all is well, for a time series."""

    @allow(public)
    def get(self) -> dict[str, Any]:
        """Which services answer, as numbers."""
        return {**{name: int(up) for name, up in probes.all_up().items()}, "time": time.time()}


@room.route("/status/resources")
class Resources(Resource):
    """How busy the host is."""

    @allow(signed_in)
    def get(self) -> dict[str, Any]:
        """Load of processors and memory, jobs at work."""
        return probes.resources()


@room.route("/status/test-event")
class TestEvent(Resource):
    """Whether events arrive."""

    @allow(signed_in)
    @writes
    def get(self) -> dict[str, bool]:
        """Send an event that means nothing."""
        emit("main:test", live=True)
        return {"success": True}


@room.route("/config")
class Config(Resource):
    """What the web interface needs to know first."""

    @allow(public)
    def get(self) -> dict[str, Any]:
        """The settings that are no secret."""
        return queries.public_config()


@room.route("/stats")
class Stats(Resource):
    """How much there is."""

    @allow(admin)
    def get(self) -> dict[str, int]:
        """Numbers of previews and comments."""
        return queries.counts()


@room.route("/admin/config/check")
class ConfigCheck(Resource):
    """Whether the shared settings are those of the environment."""

    @allow(public)
    def get(self) -> dict[str, Any]:
        """Both, for who has the token of the environment; nothing is here without such a token."""
        token = current_app.config["SETTINGS"].admin_token
        if not token:
            raise NotFound()
        if not secrets.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
            raise Forbidden()
        return queries.config_check()
