"""Whole imports of real records, as an operator runs them, and what they leave in the database."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page, Revision

from procedures.models import ImportBatch, ImportFinding, ImportRow


@dataclass(frozen=True)
class RealImport:
    """What was imported, what the command printed of it, and the report it wrote."""

    source: Path
    said: str
    report: dict[str, Any]


def run(source: Path, report: Path) -> RealImport:
    """Import a file or everything in a folder."""
    output = io.StringIO()
    call_command(
        "import_procedures",
        str(source),
        publish=True,
        report=report,
        stdout=output,
        stderr=io.StringIO(),
    )
    return RealImport(source, output.getvalue(), json.loads(report.read_text("utf-8")))


def digest() -> str:
    """Of every row of the catalogue, its pages and their revisions; not of the batches themselves."""
    own = {ImportBatch, ImportRow, ImportFinding}
    models = [model for model in apps.get_app_config("procedures").get_models() if model not in own]
    hashed = hashlib.sha256()
    for model in (*models, Page, Revision):
        for row in model._default_manager.order_by("pk").values_list().iterator(chunk_size=500):
            hashed.update(repr(row).encode())
    return hashed.hexdigest()
