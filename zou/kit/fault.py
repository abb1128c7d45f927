"""Points at which a process kills itself where a test asks for it (ZOU_FAULT), to see what survives."""

import os
import signal

from flask import current_app


def fault(point: str) -> None:
    """Die here, as by kill -9, where the setting names this point. Nothing otherwise."""
    if current_app.config.get("FAULT") == point:
        os.kill(os.getpid(), signal.SIGKILL)
