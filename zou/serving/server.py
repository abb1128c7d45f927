"""The server process that `zou up` starts: `python -m zou.serving.server --fd N`, on a listening socket opened by its parent."""

import argparse
import socket
from pathlib import Path

from zou.kit import logs
from zou.serving.bridge import THREADS
from zou.serving.gateway import create_gateway
from zou.serving.relay import Relay
from zou.settings import load_settings

#: Seconds that open requests get to finish when the server stops.
GRACE = 10


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then let open requests finish."""
    parser = argparse.ArgumentParser(prog="zou.serving.server")
    parser.add_argument("--fd", type=int, required=True, help="the listening socket")
    parser.add_argument("--frontend", type=Path)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--own-events", type=Path, help="own the event stream, and answer the other processes on this Unix socket")
    parser.add_argument("--relay-events", type=Path, help="pass Socket.IO on to the process that listens on this Unix socket")
    options = parser.parse_args(arguments)
    sockets = [socket.socket(fileno=options.fd)]
    if options.own_events:
        options.own_events.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(options.own_events))
        sockets.append(listener)
    stream = Relay(options.relay_events) if options.relay_events else None
    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    serve(create_gateway(settings, frontend=options.frontend, stream=stream, threads=options.threads), sockets)


def serve(application: object, sockets: list[socket.socket]) -> None:
    """Run the HTTP server on `sockets` until a signal stops it."""
    import uvicorn

    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        access_log=False,
        log_level="warning",
        server_header=False,
        backlog=2048,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=sockets)


if __name__ == "__main__":
    main()
