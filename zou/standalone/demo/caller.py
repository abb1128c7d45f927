"""Calls of the API inside this process: what the demonstration makes is made as any client would make it."""

from pathlib import Path
from typing import Any

from flask import Flask

from zou.access.tokens import session_tokens
from zou.kit import json


class DemoFailed(Exception):
    """A call that the demonstration needs was refused; the message says which and why."""


class Caller:
    """The API as one person."""

    def __init__(self, app: Flask, person_id: Any) -> None:
        self.client = app.test_client(use_cookies=False)
        with app.app_context():
            self.headers = {"Authorization": f"Bearer {session_tokens(person_id)[0]}"}

    def get(self, path: str) -> Any:
        """GET the JSON at `path`."""
        return self._answer("GET", path)

    def post(self, path: str, body: Any) -> Any:
        """POST JSON."""
        return self._answer("POST", path, data=json.dumps(body), content_type="application/json")

    def put(self, path: str, body: Any) -> Any:
        """PUT JSON."""
        return self._answer("PUT", path, data=json.dumps(body), content_type="application/json")

    def upload(self, path: str, file: Path) -> Any:
        """POST a file as `file`."""
        with file.open("rb") as stream:
            return self._answer("POST", path, data={"file": (stream, file.name)})

    def _answer(self, method: str, path: str, **more: Any) -> Any:
        reply = self.client.open(path, method=method, headers=self.headers, **more)
        if reply.status_code >= 400:
            raise DemoFailed(f"{method} {path} answered {reply.status_code}: {reply.get_data(as_text=True)[:300]}")
        return json.loads(reply.data) if reply.data else None
