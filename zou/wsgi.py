"""The HTTP API for a WSGI server: `gunicorn zou.wsgi:application`."""

from zou.app import create_app
from zou.kit import logs
from zou.settings import load_settings

settings = load_settings()
logs.configure(settings.log_level, settings.log_format)
application = create_app(settings)
