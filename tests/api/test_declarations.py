"""Every route says who may call it, and the open ones are those of this list."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from zou.kit.http import declaration

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SOME_ID = "00000000-0000-4000-8000-000000000000"

#: What anybody may call without a token. Routes of shared pages and of calendars carry their own secret in the path.
OPEN = {
    "GET /",
    "GET /admin/config/check",
    "GET /apidocs/",
    "GET /apidocs/index.html",
    "GET /auth/email-otp",
    "GET /auth/fido",
    "GET /auth/oidc/callback",
    "GET /auth/oidc/login",
    "GET /auth/saml/login",
    "GET /config",
    "GET /docs",
    "GET /docs/<string:name>",
    "GET /oauth2-redirect.html",
    "GET /openapi-3.1.json",
    "GET /openapi-raw.json",
    "GET /openapi.json",
    "GET /plugins/<string:plugin_id>/frontend",
    "GET /plugins/<string:plugin_id>/frontend/<path:file>",
    "GET /status",
    "GET /status.txt",
    "GET /status/influx",
    "POST /auth/app-login/token",
    "POST /auth/login",
    "POST /auth/register",
    "POST /auth/reset-password",
    "POST /auth/saml/sso",
    "PUT /auth/reset-password",
}
#: Prefixes under which a secret in the path stands for a token.
SECRET_IN_PATH = ("/shared/",)


def handlers(app: Flask) -> Iterator[tuple[str, str, Any]]:
    """(method, path, handler) of every route; the handler is None where the view is no resource."""
    for rule in app.url_map.iter_rules():
        view = getattr(app.view_functions[rule.endpoint], "view_class", None)
        for method in METHODS:
            if method in (rule.methods or ()):
                yield method, rule.rule, getattr(view, method.lower(), None) if view else None


def test_every_handler_declares_who_may_call_it(app):
    undeclared = [f"{method} {path}" for method, path, handler in handlers(app) if handler is None or declaration(handler).access is None]
    assert undeclared == []


def test_nothing_is_open_that_is_not_on_the_list(app):
    found = {f"{method} {path}" for method, path, handler in handlers(app) if handler and declaration(handler).access.public}
    found = {route for route in found if not route.partition(" ")[2].startswith(SECRET_IN_PATH)}
    assert found - OPEN == set()
    assert OPEN - found == set()


def filled(rule: Rule) -> str:
    """A path of the rule, with an id wherever something stands for something."""
    values = dict.fromkeys(rule.arguments, SOME_ID)
    for name, converter in rule._converters.items():
        if type(converter).__name__ in ("IntegerConverter", "FloatConverter"):
            values[name] = 1
    _domain, path = rule.build(values, append_unknown=False)
    return path


@pytest.mark.parametrize("token", [None, "Bearer nonsense"])
def test_nobody_without_a_token_gets_past_the_door(api, app, token):
    headers = {"Authorization": token} if token else {}
    refused = 401 if token is None else 422
    let_in = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(SECRET_IN_PATH):
            continue
        for method in set(METHODS) & set(rule.methods or ()):
            if f"{method} {rule.rule}" not in OPEN:
                answer = api.call(method, filled(rule), headers=headers)
                if answer.status != refused or set(answer.json or ()) != {"msg"}:
                    let_in.append(f"{method} {rule.rule}: {answer.status} {answer.data[:80]!r}")
    assert let_in == []


def test_ones_own_routes_are_for_people_not_for_bots(app):
    own = [(f"{method} {path}", declaration(handler).access) for method, path, handler in handlers(app) if path.startswith(("/data/user/", "/actions/user/"))]
    assert [route for route, access in own if not access.persons_only] == []
