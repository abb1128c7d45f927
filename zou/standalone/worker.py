"""A worker process: `python -m zou.standalone.worker NAME QUEUE...`."""

import sys


def main(name: str, *queues: str) -> None:
    """Work on the queues until SIGTERM."""
    from zou.app import create_app
    from zou.jobs import worker
    from zou.kit import logs
    from zou.settings import load_settings

    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    worker.run(create_app(settings), queues, name=name)


if __name__ == "__main__":
    main(*sys.argv[1:])
