"""The child process of ``isolated``: a file from standard input, its preview on standard output.

The first line is JSON, the rest the picture. No Django here: nothing of the site is within reach of the file.
"""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.isolated import bound

if TYPE_CHECKING:
    from procedures.previews.blocks import Preview


def main(extension: str, cpu_seconds: int) -> None:
    """Preview standard input within the limits; a broken file ends the process, which is the answer."""
    bound(cpu_seconds)
    preview = _reader(extension)(sys.stdin.buffer.read())
    facts = {
        "blocks": [block.as_json() for block in preview.blocks],
        "pages": preview.pages,
        "is_cut": preview.is_cut,
    }
    sys.stdout.buffer.write(json.dumps(facts, ensure_ascii=False).encode() + b"\n" + preview.image)


def _reader(extension: str) -> "Callable[[bytes], Preview]":
    """Imported one by one: each library costs the child time and memory."""
    if extension == "pdf":
        from procedures.previews.pdf import preview_pdf

        return preview_pdf
    if extension == "docx":
        from procedures.previews.word import preview_docx

        return preview_docx
    if extension == "xlsx":
        from procedures.previews.sheets import preview_xlsx

        return preview_xlsx
    from procedures.previews.opendocument import preview_opendocument

    return preview_opendocument


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
