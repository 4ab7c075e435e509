"""Reading the data files of the demonstration."""

import json
from importlib.resources import files
from typing import Any


def read(package: str, name: str) -> Any:
    """The JSON file ``demo/<name>`` of an app, for example ``read("core", "province.json")``."""
    return json.loads(files(package).joinpath("demo", name).read_text(encoding="utf-8"))


def catalogue_files() -> list[dict[str, Any]]:
    """Every file of the catalogue, one field each, in the order of their names."""
    folder = files("procedures").joinpath("demo", "catalogue")
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".json")), key=lambda e: e.name
    )
    return [json.loads(entry.read_text(encoding="utf-8")) for entry in found]
