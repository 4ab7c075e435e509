"""`manage.py reindex`: build the search indexes anew while the old ones go on answering."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from search.engines.base import IndexUnavailableError
from search.services.upkeep import document_count, reindex


class Command(BaseCommand):
    help = "Build the search indexes anew. Searches go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", help="only this engine's: sqlite, postgres or elasticsearch")
        parser.add_argument(
            "--collection", help="only this collection's: procedures, answers, guides or places"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress bar, only errors")

    def handle(
        self, *args: Any, engine: str | None, collection: str | None, quiet: bool, **options: Any
    ) -> None:
        today = timezone.localdate()
        try:
            total = document_count(today, engine, collection)
            # Off a terminal (a log, a pipe) the bar stays away by itself.
            with tqdm(total=total, unit=" documents", desc="reindex", disable=True if quiet else None) as bar:
                count = reindex(today, bar.update, engine=engine, collection=collection)
        except (IndexUnavailableError, LookupError) as error:
            raise CommandError(str(error)) from error
        if not quiet:
            self.stdout.write(f"{count} documents in the search index.")
