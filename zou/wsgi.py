"""The HTTP API for a WSGI server: `gunicorn zou.wsgi:application`."""

from zou.app import create_app
from zou.settings import load_settings

application = create_app(load_settings())
