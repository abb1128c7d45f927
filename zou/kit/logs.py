"""Structured logs: one JSON object a line for machines, or a line of text for people, always on standard error."""

import logging
import sys
import traceback
from typing import Any, Literal

from zou.kit import json
from zou.kit.dates import utcnow

#: What a log call may add with `extra={"fields": {...}}`.
FIELDS = "fields"


class JsonLines(logging.Formatter):
    """A record as a JSON object: time, level, logger, message, the fields of the call, and the traceback of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {"time": utcnow(), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        line.update(getattr(record, FIELDS, None) or {})
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps_text(line)


class TextLines(logging.Formatter):
    """A record as a line for people, its fields behind the message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        fields = getattr(record, FIELDS, None) or {}
        return super().format(record) + "".join(f" {key}={value}" for key, value in fields.items())


def configure(level: str = "INFO", style: Literal["json", "text"] = "json") -> None:
    """Send the logs of this process to standard error from `level` on. A level that is none counts as INFO."""
    # What no line tells is not looked up for each: a request's line takes half the time without.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    wanted = getattr(logging, level.upper(), logging.INFO)
    logging.basicConfig(level=wanted, handlers=[handler], force=True)
    for chatty in ("rq.worker", "engineio", "socketio", "botocore", "PIL", "werkzeug"):
        logging.getLogger(chatty).setLevel(max(wanted, logging.WARNING))
