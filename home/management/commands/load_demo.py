"""`manage.py load_demo`: the fictional province with its procedures, offices, accounts and feedback."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from home.services.demo.accounts import DEFAULT_PASSWORD
from home.services.demo.loader import load_demo
from search.engines.base import IndexUnavailableError
from search.services.upkeep import reindex


class Command(BaseCommand):
    help = "Load the demonstration province. A second run adds nothing and changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also where DEMO_ACCOUNTS is off: the accounts have a known password",
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        if not settings.DEMO_ACCOUNTS and not force:
            raise CommandError(
                "DEMO_ACCOUNTS is off, and these accounts have a known password. --force loads them anyway."
            )
        now = timezone.now()
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        # Off a terminal (a log, a pipe) the bar stays away by itself.
        with tqdm(unit=" procedures", desc="load_demo", disable=None) as bar:
            loaded = load_demo(now, password, bar.update)
        if loaded.procedures:
            self._reindex()
        if options["verbosity"]:
            self.stdout.write(f"{loaded.procedures} procedures and {loaded.cases} cases added.")

    def _reindex(self) -> None:
        """Search at once. Where the index can't be written now, the queue brings it up to date later."""
        try:
            reindex(timezone.localdate())
        except IndexUnavailableError as error:
            self.stderr.write(f"The search index was not built: {error}")
