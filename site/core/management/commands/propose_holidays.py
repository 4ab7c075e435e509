"""Propose the coming year's days off for an editor to check."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.services.calendar import proposed_days, save_proposals

FIRST_YEAR, LAST_YEAR = 2020, 2100


class Command(BaseCommand):
    """``propose_holidays YEAR [--dry-run]``: provisional rows; existing rows are never touched."""

    help = "Đề xuất ngày nghỉ của một năm (dự kiến) để biên tập viên kiểm tra và xác nhận."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year and whether to save."""
        parser.add_argument("year", type=int)
        parser.add_argument("--dry-run", action="store_true", help="Chỉ in ra, không lưu.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every proposed row and save the new ones."""
        year = options["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        rows = proposed_days(year)
        for row in rows:
            self.stdout.write(f"{row.date:%d/%m/%Y}  {row.get_kind_display()}  {row.note}")
        if options["dry_run"]:
            return
        added = save_proposals(rows)
        self.stdout.write(
            f"Đã thêm {len(added)} dòng dự kiến. Hãy kiểm tra với thông báo chính thức rồi xác nhận."
        )
