"""The worker process: `python -m zou.standalone.worker [NAME]`. The name is that of the host unless given."""

import sys


def main(name: str | None = None) -> None:
    """Work on all queues until SIGTERM."""
    from zou.app import create_app
    from zou.jobs import worker
    from zou.settings import load_settings

    worker.run(create_app(load_settings()), name=name)


if __name__ == "__main__":
    main(*sys.argv[1:2])
