"""The OpenAPI document, and the same for people."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from procedures.api.endpoints import api
from procedures.api.problems import not_found
from procedures.services.open_data import LICENSE_NAME, LICENSE_URL

PREFIX: Final = "/api/v1"
_TOLD: Final = ("summary", "description")
_EXAMPLES: Final = {
    "listProcedures": "?field=ho-tich&limit=10",
    "listDecisions": "?limit=10",
    "listChanges": "?since=2026-11-01",
}
_EXAMPLE_CODE: Final = "1.004222"


def openapi_document() -> dict[str, Any]:
    """The API as OpenAPI 3.1, in the language of the reader."""
    document = dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))
    document["info"] = {
        **document["info"],
        "title": gettext(api.title),
        "description": gettext(api.description),
        "license": {"name": LICENSE_NAME, "url": LICENSE_URL},
    }
    document["servers"] = [{"url": settings.PUBLIC_BASE_URL}]
    translated: dict[str, Any] = _translated(document)
    _as_problems(translated)
    return translated


def _translated(node: Any) -> Any:
    """The document with its words in the reader's language; titles that Python's names give are left out."""
    if isinstance(node, list):
        return [_translated(part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key == "title" and isinstance(value, str) and "version" not in node:
            continue
        found[key] = (
            gettext(value) if key in _TOLD and isinstance(value, str) and value else _translated(value)
        )
    return found


def _as_problems(document: dict[str, Any]) -> None:
    """Errors are problem documents and parameters have their real types, which the generator does not know."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                response["description"] = "OK" if str(status) == "200" else gettext("Lỗi")
                if str(status) != "200":
                    response["content"] = {
                        "application/problem+json": response["content"]["application/json"]
                    }
            for parameter in operation["parameters"]:
                schema = parameter["schema"]
                schema.pop("anyOf", None)
                parameter.pop("examples", None)
                schema.setdefault("type", "string")
                parameter.setdefault("description", schema.pop("description", ""))


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document for programs."""
    return JsonResponse(openapi_document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Where everything is, for a program that was only given the first address."""
    base = settings.PUBLIC_BASE_URL
    paths = api.get_openapi_schema(path_prefix=f"{PREFIX}/")["paths"]
    return JsonResponse(
        {
            "openapi": f"{base}{PREFIX}/openapi.json",
            "docs": f"{base}{PREFIX}/docs",
            "downloads": f"{base}/du-lieu/",
            "endpoints": [f"{base}{path}" for path in paths],
        }
    )


@require_safe
def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address: a program gets no page for people."""
    raise not_found()


@dataclass(frozen=True)
class Row:
    """A parameter or a field. ``kind`` in the words of JSON; ``link``: the shape it leads to."""

    name: str
    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Operation:
    """One address with an example to try."""

    anchor: str
    path: str
    summary: str
    parameters: tuple[Row, ...]
    shape: str
    example: str


@dataclass(frozen=True)
class Shape:
    """One shape of the answers."""

    name: str
    rows: tuple[Row, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document for people: every address, parameter and field, without a script."""
    document = openapi_document()
    context = {
        "title": document["info"]["title"],
        "about": document["info"]["description"],
        "operations": [
            _operation(path, operation)
            for path, operations in document["paths"].items()
            for operation in operations.values()
        ],
        "shapes": [
            Shape(name, tuple(_row(key, value) for key, value in schema["properties"].items()))
            for name, schema in document["components"]["schemas"].items()
            if "properties" in schema and not name.endswith("Parameters")
        ],
    }
    return render(request, "procedures/open_data/api_docs.html", context)


def _operation(path: str, operation: dict[str, Any]) -> Operation:
    name = operation["operationId"]
    address = path.replace("{code}", _EXAMPLE_CODE) + _EXAMPLES.get(name, "")
    shape = operation["responses"][200]["content"]["application/json"]["schema"]
    return Operation(
        anchor=name,
        path=path,
        summary=operation["summary"],
        parameters=tuple(
            Row(row["name"], _kind(row["schema"])[0], row.get("description", ""))
            for row in operation["parameters"]
        ),
        shape=_kind(shape)[1],
        example=f'curl "{settings.PUBLIC_BASE_URL}{address}"',
    )


def _row(name: str, schema: dict[str, Any]) -> Row:
    kind, link = _kind(schema)
    return Row(name, kind, schema.get("description", ""), link)


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """ "integer", "list of Fee", "string or null", with the name of the shape that it leads to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        parts = [_kind(part) for part in schema["anyOf"]]
        return " | ".join(kind for kind, _link in parts), next((link for _kind_, link in parts if link), "")
    if schema.get("type") == "array":
        kind, link = _kind(schema.get("items", {}))
        return f"{kind}[]", link
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"]), ""
    kind = str(schema.get("type", "object"))
    return (f"{kind} ({schema['format']})" if "format" in schema else kind), ""
