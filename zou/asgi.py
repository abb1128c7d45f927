"""HTTP API and Socket.IO for an ASGI server: `uvicorn zou.asgi:application`. One process; with several, run zou.event_stream apart."""

from zou.serving.gateway import create_gateway
from zou.settings import load_settings

application = create_gateway(load_settings())
