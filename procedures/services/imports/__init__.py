"""Imports: read records, compare them with the catalogue, decide, apply, and take back.

A batch is created, read (nothing changes), perhaps decided on, applied, perhaps reverted. The command and the admin
use what stands here and nothing else; each step can be interrupted and gone on with.
"""

from procedures.services.imports.applying import apply_batch
from procedures.services.imports.batches import (
    ImportOptions,
    NoRoot,
    create_batch,
    start_applying,
    start_reading,
    start_reverting,
    unfinished,
)
from procedures.services.imports.deciding import decide
from procedures.services.imports.reading import read_batch
from procedures.services.imports.report import COLUMNS, Summary, lines_of, summary_of, write_csv, write_json
from procedures.services.imports.reverting import revert_batch
from procedures.services.imports.turns import Busy, NotNow

__all__ = [
    "COLUMNS",
    "Busy",
    "ImportOptions",
    "NoRoot",
    "NotNow",
    "Summary",
    "apply_batch",
    "create_batch",
    "decide",
    "lines_of",
    "read_batch",
    "revert_batch",
    "start_applying",
    "start_reading",
    "start_reverting",
    "summary_of",
    "unfinished",
    "write_csv",
    "write_json",
]
