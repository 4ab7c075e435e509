"""The preview of a file, made in a process of its own, see ``core.isolated``."""

import json
from typing import Any, Final

from core.isolated import TooHardError, run_isolated
from procedures.previews.blocks import Block, BlockKind, Preview
from procedures.previews.kinds import PREVIEWED

CPU_SECONDS: Final = 20


class PreviewError(Exception):
    """The file has no preview: broken, locked, too large or of a kind that has none."""


def preview_isolated(data: bytes, extension: str, cpu_seconds: int = CPU_SECONDS) -> Preview:
    """The preview of ``data``. Raises ``PreviewError``."""
    if extension not in PREVIEWED:
        raise PreviewError(f"no preview of {extension}")
    try:
        output = run_isolated("procedures.previews.child", extension, data=data, cpu_seconds=cpu_seconds)
    except TooHardError as error:
        raise PreviewError(str(error)) from error
    head, _newline, image = output.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    return Preview(tuple(map(_block, facts["blocks"])), image, facts["pages"], facts["is_cut"])


def _block(data: dict[str, Any]) -> Block:
    rows = tuple(tuple(row) for row in data.get("rows", ()))
    return Block(BlockKind(data["kind"]), data.get("text", ""), rows)
