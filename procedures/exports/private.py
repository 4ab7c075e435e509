"""What an editor may export and the public may not."""

from dataclasses import replace
from typing import Final

from procedures.importing.records import ProcedureRecord

# When an editor must look again, and who does what inside the office: the house's own notes. Fields that are not
# stated are not touched by an import, so a public file that comes back wipes neither.
HOUSE_ONLY: Final = frozenset({"review_on", "process_steps"})


def public_record(record: ProcedureRecord) -> ProcedureRecord:
    """The record without the house's own notes."""
    return replace(record, stated=record.stated - HOUSE_ONLY, review_on=None, process_steps=())
