"""The application: the one place that wires everything. Importing it opens nothing."""

from typing import Any

from flask import Flask

from zou.kit.lean import lasting

with lasting():
    from zou import crud, domains
    from zou.access import tokens
    from zou.access.gate import AccessGate
    from zou.db.session import db
    from zou.domains.plugins import loading as plugins
    from zou.events import delivery, handlers
    from zou.http import errors, headers, log
    from zou.http.rules import Rule
    from zou.http.sessions import RareSessions
    from zou.kit.http import IdConverter
    from zou.settings import Settings, load_settings
    from zou.storage import files, slots
    from zou.storage.uploads import UploadRequest


def _as_it_is(function: Any) -> Any:
    """Flask asks of each function that it calls, for each request, whether it is asynchronous: none is."""
    return function


@lasting()
def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for `settings` (the environment's without). Connects to nothing yet."""
    settings = settings or load_settings()
    app = Flask("zou", static_folder=None)
    app.request_class = UploadRequest
    app.config.update(
        SETTINGS=settings,
        VALKEY_URL=settings.redis_url,
        ENABLE_JOB_QUEUE=settings.enable_job_queue,
        FAULT=settings.zou_fault,
        MAX_CONTENT_LENGTH=settings.max_content_length or None,
        MAX_FORM_MEMORY_SIZE=64 * 1024 * 1024,
        PUBLISH_EVENTS=True,
    )
    app.ensure_sync = _as_it_is  # type: ignore[assignment, method-assign]
    app.session_interface = RareSessions()
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_rule_class = Rule
    app.url_map.converters["uuid"] = IdConverter
    app.extensions["gate"] = AccessGate()
    app.extensions["events"] = delivery
    tokens.configure(app, settings)
    db.connect(app, settings)
    errors.install(app)
    headers.install(app, settings)
    log.install(app)
    files.install(app, settings)
    slots.install(app, settings)
    crud.mount(app)
    domains.mount(app)
    handlers.load(app, settings.event_handlers_folder)
    plugins.load(app, settings.plugin_folder)
    return app
