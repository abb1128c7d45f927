"""The description of the API."""

from openapi_spec_validator import validate

from tests.kit.client import Api
from zou.domains.openapi.document import operations


def test_the_description_is_valid_and_whole(api: Api) -> None:
    nobody = api.as_(None)
    described, raw = nobody.get("/openapi.json").ok(), nobody.get("/openapi-raw.json").ok()
    validate(raw)
    search = described["paths"]["/data/search"]["post"]
    assert search["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/search.Search"}
    assert described["components"]["schemas"]["search.Search"]["required"] == ["query"]
    assert "curl" in search["x-codeSamples"][0]["source"] and "x-codeSamples" not in raw["paths"]["/data/search"]["post"]
    assert described["paths"]["/openapi.json"]["get"]["security"] == []
    row = described["components"]["schemas"]["Person"]["properties"]
    assert row["departments"]["type"] == "array" and "password" not in row
    assert sum(len(methods) for methods in described["paths"].values()) == len(
        {(rule.rule.replace("uuid:", ""), method) for rule, method, _handler in operations(api.app)}
    )


def test_there_is_a_description_in_the_newer_dialect(api: Api) -> None:
    newer = api.as_(None).get("/openapi-3.1.json").ok()
    validate(newer)
    assert newer["openapi"] == "3.1.0" and "nullable" not in str(newer["components"])
    assert newer["components"]["schemas"]["Department"]["properties"]["archived"]["type"] == ["boolean", "null"]


def test_the_page_needs_nothing_from_elsewhere(api: Api) -> None:
    nobody = api.as_(None)
    page = nobody.get("/apidocs/").data.decode()
    assert "//" not in page
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert f"../docs/{name}" in page
        assert len(nobody.get(f"/docs/{name}").data) > 100_000
        assert nobody.call("GET", f"/docs/{name}", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert nobody.get("/docs/../routes.py").status == nobody.get("/docs/LICENSE").status == 404
