"""The HTTP API for a WSGI server: `gunicorn zou.wsgi:application`."""

from zou.app import create_app
from zou.domains.studio.shared_settings import share_at_start
from zou.kit import logs
from zou.settings import load_settings

settings = load_settings()
logs.configure(settings.log_level, settings.log_format)
settings.require_secret()
application = create_app(settings)
with application.app_context():
    share_at_start()
