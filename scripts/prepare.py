"""Brings the data folder to where the site can start: database, demonstration content.

One process for all of it, because setting Django up costs more than a second each time.
"""

import gzip
import os
import shutil
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

TEMPLATE = Path(__file__).resolve().parents[1] / "site" / "core" / "template_db" / "template.sqlite3.gz"


def copy_template(target: Path) -> bool:
    """Put the migrated template database where there is none yet; whether it did."""
    if target.exists() or not TEMPLATE.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.{os.getpid()}")
    with gzip.open(TEMPLATE) as packed, half.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    half.replace(target)
    return True


def prepare() -> None:
    """Migrate, and load the demonstration content into a database that has no home page yet."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        copy_template(Path(database["NAME"]))
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from home.models import HomePage

    if settings.DEMO_ACCOUNTS and not HomePage.objects.exists():
        print("Loading the demonstration province ...", flush=True)
        call_command("load_demo")


if __name__ == "__main__":
    try:
        prepare()
    except KeyboardInterrupt:
        sys.exit(130)
