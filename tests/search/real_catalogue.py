"""The national portal's procedures as documents: what most of a province's catalogue is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from procedures.importing.levels import level_code
from procedures.titles import short_title
from search.audience import NEAR, WHO, audience, nearness
from search.engines.base import Document


def standard_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Rows of the catalogue that hold in every province, each code once."""
    seen: set[str] = set()
    with (folder / "portal" / "catalog.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            code = row["code"].strip()
            if row["type"] == "STANDARD" and code not in seen:
                seen.add(code)
                yield row


@cache
def documents(folder: Path) -> tuple[Document, ...]:
    """A document for every row, with the texts of those whose page was read."""
    with gzip.open(folder / "catalogue.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {record["code"]: record for record in map(json.loads, lines)}
    return tuple(
        _document(number, row, texts.get(row["code"].strip()))
        for number, row in enumerate(standard_rows(folder), start=1)
    )


def _document(number: int, row: dict[str, Any], text: dict[str, Any] | None) -> Document:
    levels = [level_code(level) for level in text["level"]] if text else []
    return Document(
        id=number,
        code=row["code"].strip(),
        title=short_title(row["name"]),
        official_name=row["name"],
        context=(*row["categories"], *row["departments"]),
        body=_body(text) if text else "",
        facets={
            "level": tuple(levels),
            WHO: audience(row["formalityTargetType"]),
            NEAR: nearness(levels, row["departments"]),
        },
        popularity=5 * ("commune" in levels),
    )


def _body(text: dict[str, Any]) -> str:
    papers = [paper["name"] for paper in text["dossier"]]
    return "\n".join(filter(None, [*text["steps"], *text["result"], text["requirements"], *papers]))[:30_000]
