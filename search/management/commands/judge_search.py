"""`manage.py judge_search FILE`: how good the search is, by questions whose answers are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from search.engines import chosen_name, engine_path, get_engine
from search.judging import HIT_RANKS, BadQuestionError, Judged, read_questions, report
from search.services.judging import judge_questions

_COLUMNS: Final = (*(f"hit@{rank}" for rank in HIT_RANKS), "mrr@10", "auc")


class Command(BaseCommand):
    help = "Put the questions of FILE (JSON Lines) to the search and report how often the right procedure is first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--engine", help="sqlite, or the path of an engine's class; default: the site's own"
        )
        parser.add_argument("--json", type=Path, metavar="OUT", help="write the report to this file")
        parser.add_argument(
            "--misses", action="store_true", help="also list the questions not answered by the first three"
        )

    def handle(self, *args: Any, file: Path, engine: str | None, misses: bool, **options: Any) -> None:
        if engine:
            settings.SEARCH_ENGINE = self._engine(engine)
        health = get_engine().health()
        if not health.is_usable:
            raise CommandError(f"The index can't answer ({health.problem}); run `manage.py reindex` first.")
        judged = self._judged(file)
        figures = {"engine": chosen_name(), "documents": health.documents, **report(judged)}
        if options["json"]:
            text = json.dumps(figures, ensure_ascii=False, indent=1)
            options["json"].write_text(f"{text}\n", encoding="utf-8")
        self._show(figures)
        if misses:
            self._list_misses(judged)

    def _engine(self, name: str) -> str:
        try:
            return engine_path(name)
        except LookupError as error:
            raise CommandError(str(error)) from error

    def _judged(self, file: Path) -> list[Judged]:
        try:
            questions = list(read_questions(file.read_text(encoding="utf-8-sig").splitlines()))
        except (OSError, UnicodeDecodeError, BadQuestionError) as error:
            raise CommandError(f"{file}: {error}") from error
        bar = tqdm(questions, unit=" questions", desc="judge_search", disable=None)
        return list(judge_questions(bar, timezone.localdate()))

    def _show(self, figures: dict[str, Any]) -> None:
        self.stdout.write(f"{figures['engine']}, {figures['documents']} documents")
        if figures["left_out"]:
            self.stdout.write(
                f"{figures['left_out']} questions are left out: they name no code, or none that is here."
            )
        self.stdout.write(f"{'':28}{'n':>6}{'out':>6}" + "".join(f"{name:>9}" for name in _COLUMNS))
        for style, row in [("all", figures), *figures["styles"].items()]:
            shown = "".join(
                f"{'-' if row[name] is None else format(row[name], '.3f'):>9}" for name in _COLUMNS
            )
            self.stdout.write(f"{style:28.28}{row['questions']:>6}{row['out_of_scope']:>6}{shown}")

    def _list_misses(self, judged: list[Judged]) -> None:
        for one in judged:
            if one.question.in_scope and (one.rank is None or one.rank > 3):
                self.stdout.write(f"{one.rank or '-':>3}  {one.question.query}")
