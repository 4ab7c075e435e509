"""Read procedures from the national portal's JSON records into the catalogue."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from procedures.importing.reading import read_file, record_files
from procedures.importing.records import Issue, Severity
from procedures.services.importing import Importer, ImportReport, NoRoot, Outcome, catalogue_index, rehearsal

_WORDS = {Severity.ERROR: "LỖI", Severity.DOUBT: "NGỜ", Severity.NOTE: "GHI CHÚ"}


class Command(BaseCommand):
    """Prints every bad or doubtful record with its file, field and reason, and goes on with the rest."""

    help = (
        "Nhập thủ tục từ bản ghi JSON của Cổng Dịch vụ công quốc gia: một tệp, hoặc một thư mục có các tệp .json. "
        "Bản ghi đáng ngờ thành bản nháp. Chạy lại không tạo bản ghi trùng."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="tệp JSON, JSONL hoặc thư mục")
        parser.add_argument("--dry-run", action="store_true", help="làm thử, không lưu gì")
        parser.add_argument(
            "--publish", action="store_true", help="xuất bản ngay các bản ghi không có gì đáng ngờ"
        )
        parser.add_argument("--report", type=Path, help="ghi báo cáo đầy đủ vào tệp JSON này")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        files = record_files(path)
        if not files:
            raise CommandError(f"Không thấy tệp JSON nào ở {path}.")
        try:
            with rehearsal(dry_run=options["dry_run"]):
                importer = Importer(catalogue_index(), publish=options["publish"])
                hidden = options["verbosity"] == 0 or not self.stderr.isatty()
                for file in tqdm(files, desc="Nhập thủ tục", unit=" tệp", disable=hidden):
                    for parsed in read_file(file):
                        importer.apply(parsed)
        except NoRoot:
            raise CommandError("Chưa có trang web nào: hãy chạy migrate và tạo trang đầu trước.") from None
        self._print(importer.report, options)
        if options["report"]:
            content = json.dumps(importer.report.as_json(), ensure_ascii=False, indent=1)
            options["report"].write_text(content, encoding="utf-8")
        if importer.report.usable == 0:
            raise CommandError("Không đọc được bản ghi nào.")

    def _print(self, report: ImportReport, options: dict[str, Any]) -> None:
        for issue in report.issues:
            if issue.severity is not Severity.NOTE or options["verbosity"] > 1:
                self.stdout.write(_line(issue))
        notes = Counter(issue.kind for issue in report.issues if issue.severity is Severity.NOTE)
        if notes and options["verbosity"] == 1:
            kinds = ", ".join(f"{kind} {count}" for kind, count in notes.most_common())
            self.stdout.write(f"Ghi chú ({sum(notes.values())}, xem đủ với -v 2 hoặc --report): {kinds}")
        done = report.outcomes
        self.stdout.write(
            f"{'Làm thử, chưa lưu gì. ' if options['dry_run'] else ''}"
            f"Mới {done[Outcome.CREATED]}, cập nhật {done[Outcome.UPDATED]}, không đổi {done[Outcome.UNCHANGED]}, "
            f"bỏ qua {done[Outcome.REJECTED]}. Xuất bản {report.published}, bản nháp {report.drafts}."
        )


def _line(issue: Issue) -> str:
    place = " ".join(part for part in (issue.file, issue.code, issue.field) if part)
    return f"{_WORDS[issue.severity]}  {place}: {issue.reason}"
