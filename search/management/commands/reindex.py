"""`manage.py reindex`: build the search index anew while the old one goes on answering."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from search.engines.base import IndexUnavailableError
from search.services.documents import searchable
from search.services.upkeep import reindex


class Command(BaseCommand):
    help = "Build the search index anew. Searches go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar, only errors")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        today = timezone.localdate()
        total = searchable(today).count()
        # Off a terminal (a log, a pipe) the bar stays away by itself.
        with tqdm(total=total, unit=" pages", desc="reindex", disable=True if quiet else None) as bar:
            try:
                count = reindex(today, bar.update)
            except IndexUnavailableError as error:
                raise CommandError(str(error)) from error
        if not quiet:
            self.stdout.write(f"{count} documents in the search index.")
