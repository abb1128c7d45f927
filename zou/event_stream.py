"""Socket.IO alone, for an ASGI server: `uvicorn zou.event_stream:application`."""

from zou.serving.gateway import create_event_stream
from zou.settings import load_settings

application = create_event_stream(load_settings())
