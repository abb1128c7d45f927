"""How many media requests are answered at once."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask, Response
from werkzeug.test import Client

from zou.kit.errors import ApiError
from zou.storage import slots


@pytest.fixture
def client():
    """A server that answers one media request at a time and waits for nobody."""
    app = Flask(__name__)
    slots.install(app, cast(Any, SimpleNamespace(media_max_concurrent_requests=1, media_slot_wait_timeout=0.01)))
    app.register_error_handler(ApiError, lambda error: Response(status=error.status, headers=error.headers))
    app.add_url_rule("/pictures/<how>", endpoint="sent", view_func=lambda how: Response((part for part in (b"a", b"b")), direct_passthrough=how == "passed"))
    app.add_url_rule("/pictures/none", endpoint="none", view_func=lambda: Response(status=404))
    app.add_url_rule("/data", endpoint="data", view_func=lambda: "data")
    return Client(app)


@pytest.mark.parametrize("how", ["passed", "written"])
def test_a_slot_is_taken_until_the_body_is_sent_and_then_free(client, how):
    sending = client.get(f"/pictures/{how}", buffered=False)
    refused = client.get(f"/pictures/{how}")
    assert (refused.status_code, refused.headers["Retry-After"], refused.headers["Cache-Control"]) == (503, "5", "no-store")
    assert client.get("/data").status_code == 200
    assert sending.data == b"ab"
    sending.close()
    assert [client.get(path, buffered=True).status_code for path in (f"/pictures/{how}", "/pictures/none", f"/pictures/{how}", f"/pictures/{how}")] == [
        200,
        404,
        200,
        200,
    ]
