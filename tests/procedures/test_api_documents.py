"""The API described: its OpenAPI document, the page for people, the first address."""

import pytest
from django.test import Client

from tests.procedures.api_answers import full_procedure, get

pytestmark = pytest.mark.django_db


def test_the_openapi_document_describes_what_the_api_answers(client: Client) -> None:
    full_procedure()
    document = get(client, "/api/v1/openapi.json")
    assert document["openapi"] == "3.1.0"
    shapes = document["components"]["schemas"]
    for path in (
        "procedures",
        "procedures/{code}",
        "fields",
        "life-events",
        "departments",
        "decisions",
        "changes",
    ):
        operation = document["paths"][f"/api/v1/{path}"]["get"]
        answer = get(client, f"/api/v1/{path}".replace("{code}", "1.004222"))
        name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[
            2
        ]
        assert answer.keys() == shapes[name]["properties"].keys()
        assert set(operation["responses"]) == {"200", "400", "404", "429"}
        assert all(parameter["description"] for parameter in operation["parameters"])
    described = [
        field
        for shape in shapes.values()
        for field in shape.get("properties", {}).values()
        if "description" in field
    ]
    assert len(described) > 100
    assert all("title" not in shape for shape in shapes.values())


def test_the_first_address_names_the_others(client: Client) -> None:
    told = get(client, "/api/v1/")
    assert told["docs"].endswith("/api/v1/docs")
    assert any(path.endswith("/api/v1/procedures/{code}") for path in told["endpoints"])


def test_the_documentation_for_people_is_drawn_from_the_document(client: Client) -> None:
    document = get(client, "/api/v1/openapi.json")
    response = client.get("/api/v1/docs")
    html = response.content.decode()
    for path, operations in document["paths"].items():
        assert f"<code>GET {path}</code>" in html
        for parameter in operations["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in html
    for name in ("ProcedureDetail", "Fee", "TimeLimit", "Change", "ProblemDocument"):
        assert f'id="{name}"' in html
    assert "curl &quot;http" in html
    assert "<script" not in html
    assert "style=" not in html
    assert response["Content-Security-Policy"].count("'unsafe-inline'") == 0
    assert client.get("/en/api/v1/docs").status_code == 200
