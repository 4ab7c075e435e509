"""Import procedures from files, take an import back, or go on with one that was interrupted."""

import logging
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from procedures.models import (
    BatchState,
    Conflicts,
    FindingSeverity,
    ImportBatch,
    ImportFinding,
    RowOutcome,
    RowPlan,
)
from procedures.services import imports
from procedures.services.imports.reading import Progress

_WORDS = {
    FindingSeverity.ERROR: "LỖI",
    FindingSeverity.DOUBT: "NGỜ",
    FindingSeverity.NOTE: "GHI CHÚ",
}
_DOUBTS_OF_A_KIND: Final = 20
_Step = Callable[[int, Progress], ImportBatch]


class Command(BaseCommand):
    """Prints every bad or doubtful record with its file, field and reason, and goes on with the rest.

    Exit code 0: done, whatever the report says of single records. 1: nothing could be read, or the import could not
    go on; the message says what to do.
    """

    help = (
        "Nhập thủ tục vào danh mục từ tệp hoặc thư mục: JSON của Cổng Dịch vụ công quốc gia, XLSX hoặc CSV theo mẫu, "
        "JSON Lines. Bản ghi đáng ngờ thành bản nháp. Nội dung đã sửa tại đây không bị ghi đè khi chưa có quyết định. "
        "Bị ngắt thì chạy lại cùng lệnh để làm tiếp; chạy lại khi đã xong không đổi gì."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="tệp hoặc thư mục")
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ đọc và báo cáo, không ghi gì vào danh mục"
        )
        parser.add_argument(
            "--publish", action="store_true", help="xuất bản ngay các bản ghi không có gì đáng ngờ"
        )
        parser.add_argument(
            "--on-conflict",
            choices=Conflicts.values,
            default=Conflicts.ASK.value,
            help="mục mà cả nguồn và người ở đây đều đã sửa: keep giữ nội dung tại đây, source lấy theo nguồn, "
            "ask (mặc định) để nguyên trang, chờ quyết định",
        )
        parser.add_argument("--report", type=Path, help="ghi báo cáo đầy đủ vào tệp .json hoặc .csv này")
        parser.add_argument("--resume", type=int, metavar="ĐỢT", help="làm tiếp hoặc ghi đợt nhập số này")
        parser.add_argument("--revert", type=int, metavar="ĐỢT", help="hoàn lại toàn bộ đợt nhập số này")

    def handle(self, *args: Any, **options: Any) -> None:
        self.hidden = options["verbosity"] == 0 or not self.stderr.isatty()
        # Wagtail says two lines for each page that is changed; the report says it better.
        logging.getLogger("wagtail").setLevel(logging.INFO if options["verbosity"] > 1 else logging.WARNING)
        chosen = [bool(options["paths"]), options["resume"] is not None, options["revert"] is not None]
        if sum(chosen) != 1:
            raise CommandError("Hãy cho một hay nhiều PATH, hoặc --resume ĐỢT, hoặc --revert ĐỢT.")
        if options["report"] and options["report"].suffix not in (".json", ".csv"):
            raise CommandError("Tệp báo cáo phải có đuôi .json hoặc .csv.")
        reverts = options["revert"] is not None
        batch = self._revert(options["revert"]) if reverts else self._import(options)
        if options["report"]:
            _write_report(batch, options["report"])
        if batch.state == BatchState.FAILED:
            raise CommandError(batch.error)
        if not reverts and imports.summary_of(batch).usable == 0:
            raise CommandError("Không đọc được bản ghi nào.")

    def _import(self, options: dict[str, Any]) -> ImportBatch:
        batch = self._batch(options)
        if batch.state in (BatchState.WAITING, BatchState.READING):
            batch = self._run("Đọc", imports.read_batch, batch)
        if not options["dry_run"] and batch.can_be_applied:
            batch = self._run("Ghi", imports.apply_batch, batch)
        self._print(batch, options)
        return batch

    def _batch(self, options: dict[str, Any]) -> ImportBatch:
        if options["resume"] is not None:
            return _batch_numbered(options["resume"])
        paths = options["paths"]
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"Không thấy {', '.join(missing)}.")
        chosen = imports.ImportOptions(
            publish=options["publish"], on_conflict=Conflicts(options["on_conflict"])
        )
        known = imports.unfinished(paths, chosen)
        if known is not None:
            self.stdout.write(f"Làm tiếp đợt nhập {known.pk}.")
            return known
        return imports.create_batch(paths, options=chosen)

    def _revert(self, number: int) -> ImportBatch:
        batch = self._run("Hoàn lại", imports.revert_batch, _batch_numbered(number))
        done = imports.summary_of(batch).outcomes
        self.stdout.write(
            f"Đã hoàn lại đợt nhập {batch.pk}. Xóa {done.get(RowOutcome.DELETED, 0)} trang, "
            f"trả về bản trước {done.get(RowOutcome.RESTORED, 0)}, gỡ mà không xóa "
            f"{done.get(RowOutcome.UNPUBLISHED, 0)}, giữ nguyên vì đã sửa sau khi nhập {done.get(RowOutcome.KEPT, 0)}."
        )
        for finding in batch.findings.filter(kind="kept_by_revert"):
            self.stdout.write(
                f"{_WORDS[FindingSeverity.NOTE]}  {finding.source} {finding.code}: {finding.reason}"
            )
        return batch

    def _run(self, words: str, step: _Step, batch: ImportBatch) -> ImportBatch:
        """One step with a bar; what stops it is said with what to do."""
        self._wait_for(batch)
        again = f"Chạy lại, hoặc import_procedures --resume {batch.pk}, để làm tiếp."
        try:
            with tqdm(desc=words, unit=" bản ghi", total=_total(batch), disable=self.hidden) as bar:
                return step(batch.pk, bar.update)
        except imports.NoRoot:
            raise CommandError("Chưa có trang web nào: hãy chạy migrate và tạo trang đầu trước.") from None
        except imports.NotNow as problem:
            raise CommandError(f"Đợt nhập {batch.pk} đang ở tình trạng “{problem}”.") from None
        except imports.Busy:
            raise CommandError(f"Đợt nhập {batch.pk} đang được làm ở nơi khác. {again}") from None
        except KeyboardInterrupt:
            raise CommandError(f"Đã ngắt. {again}", returncode=130) from None

    def _wait_for(self, batch: ImportBatch) -> None:
        """A process that was killed holds its turn for a moment longer."""
        batch.refresh_from_db()
        held_until = batch.held_until
        if held_until is None or held_until <= timezone.now():
            return
        self.stdout.write(
            f"Đợt nhập {batch.pk} còn bị một tiến trình khác giữ; chờ đến {held_until:%H:%M:%S} …"
        )
        time.sleep((held_until - timezone.now()).total_seconds() + 0.1)

    def _print(self, batch: ImportBatch, options: dict[str, Any]) -> None:
        """Errors line by line, doubts by kind with the first of each, notes by kind, conflicts, then the numbers."""
        loud = options["verbosity"] > 1
        said: Counter[str] = Counter()
        for finding in batch.findings.order_by("pk").iterator():
            said[f"{finding.severity} {finding.kind}"] += 1
            if loud or _is_worth_a_line(finding, said[f"{finding.severity} {finding.kind}"]):
                place = " ".join(part for part in (finding.source, finding.code, finding.field) if part)
                self.stdout.write(f"{_WORDS[FindingSeverity(finding.severity)]}  {place}: {finding.reason}")
        if not loud:
            self._print_counts(said)
        self._print_differences(batch, loud=loud)
        self.stdout.write(_numbers(batch))

    def _print_counts(self, said: Counter[str]) -> None:
        for severity, words in ((FindingSeverity.DOUBT, "Nghi ngờ"), (FindingSeverity.NOTE, "Ghi chú")):
            kinds = {key.partition(" ")[2]: n for key, n in said.most_common() if key.startswith(severity)}
            if kinds:
                listed = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
                total = sum(kinds.values())
                self.stdout.write(f"{words} ({total}, xem đủ với -v 2 hoặc --report): {listed}")

    def _print_differences(self, batch: ImportBatch, *, loud: bool) -> None:
        rows = batch.rows.exclude(differences=[]).order_by("number")
        for row in (rows if loud else rows.filter(plan=RowPlan.CONFLICT)).iterator(chunk_size=500):
            for line in row.differences:
                if loud or line["kind"] == "conflict":
                    sign = "MÂU THUẪN" if line["kind"] == "conflict" else "KHÁC"
                    self.stdout.write(
                        f"{sign}  {row.source} {row.code} {line['label']}: {line['before']} → {line['after']}"
                    )


def _batch_numbered(number: int) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None:
        raise CommandError(f"Không có đợt nhập {number}.")
    return batch


def _is_worth_a_line(finding: ImportFinding, times: int) -> bool:
    """Every error; of doubts the first of each kind, because a national catalogue has thousands."""
    if finding.severity == FindingSeverity.DOUBT:
        return times <= _DOUBTS_OF_A_KIND
    return finding.severity == FindingSeverity.ERROR


def _total(batch: ImportBatch) -> int | None:
    return batch.total or None


def _numbers(batch: ImportBatch) -> str:
    known = imports.summary_of(batch)
    if batch.state == BatchState.PLANNED:
        head = f"Làm thử, chưa ghi gì vào danh mục; ghi bằng import_procedures --resume {batch.pk}. "
        counts = known.plans
        new, changed, same = RowPlan.CREATE.value, RowPlan.UPDATE.value, RowPlan.UNCHANGED.value
        left = counts.get(RowPlan.CONFLICT, 0)
        tail = ""
    else:
        head = f"Đợt nhập {batch.pk}. "
        counts = known.outcomes
        new, changed, same = (
            RowOutcome.CREATED.value,
            RowOutcome.UPDATED.value,
            RowOutcome.UNCHANGED.value,
        )
        left = counts.get(RowOutcome.LEFT, 0)
        tail = f" Xuất bản {known.published}, bản nháp {known.drafts}."
    return (
        f"{head}Mới {counts.get(new, 0)}, cập nhật {counts.get(changed, 0)}, không đổi {counts.get(same, 0)}, "
        f"để nguyên vì mâu thuẫn {left}, bỏ qua {known.rejected}.{tail}"
    )


def _write_report(batch: ImportBatch, path: Path) -> None:
    if path.suffix == ".json":
        with path.open("w", encoding="utf-8") as stream:
            imports.write_json(batch, stream)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            imports.write_csv(batch, stream)
