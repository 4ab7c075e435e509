"""The queue as a table for a spreadsheet: codes, dates and counts, never what a citizen wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from feedback.models import Case, CaseQuerySet

EXPORT_COLUMNS: tuple[str, ...] = (
    "ma",
    "loai",
    "dieu_khong_dung",
    "tinh_trang",
    "don_vi",
    "ma_thu_tuc",
    "nhan_luc",
    "han_tra_loi",
    "tra_loi_luc",
    "ket_thuc_luc",
    "so_lan_chuyen",
    "so_lan_gia_han",
    "so_lan_mo_lai",
)
# A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_rows(cases: CaseQuerySet) -> Iterator[tuple[str, ...]]:
    """One tuple of cells for each case, in the order of ``EXPORT_COLUMNS``."""
    for case in cases.iterator(chunk_size=500):
        yield tuple(map(_safe, _cells(case)))


def _cells(case: Case) -> tuple[str, ...]:
    return (
        case.public_code,
        case.kind,
        case.reason.code if case.reason else "",
        case.state,
        case.owner_department.name,
        case.procedure_code,
        _moment(case.received_at),
        _moment(case.due_at),
        _moment(case.answered_at),
        _moment(case.closed_at),
        str(case.forward_count),
        str(case.extension_count),
        str(case.reopen_count),
    )


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
