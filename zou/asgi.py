"""HTTP API and Socket.IO for an ASGI server: `uvicorn zou.asgi:application`. One process; with several, run zou.event_stream apart."""

from zou.kit import logs
from zou.serving.gateway import create_gateway
from zou.settings import load_settings

settings = load_settings()
logs.configure(settings.log_level, settings.log_format)
settings.require_secret()
application = create_gateway(settings)
