"""Everything of the demonstration, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from home.services.demo.accounts import load_accounts, load_groups
from home.services.demo.cases import load_cases
from home.services.demo.catalogue import load_catalogue
from home.services.demo.decisions import load_decisions
from home.services.demo.province import load_province
from home.services.demo.routing import load_routing
from home.services.demo.searches import load_searches
from home.services.demo.together import load_together
from home.services.demo.tree import load_tree


@dataclass(frozen=True)
class Loaded:
    """What was added; nothing on a second run."""

    procedures: int
    cases: int


def load_demo(now: datetime, password: str, progress: Callable[[], object]) -> Loaded:
    """Add what isn't there. ``progress`` is called once for each procedure.

    The content is one transaction. The cases are one each, because the services that make them work that way.
    """
    with transaction.atomic():
        load_province()
        load_accounts(load_groups(), password)
        procedures = load_catalogue(load_tree(now), now, progress)
        load_together()
        load_routing()
        load_decisions(now)
        load_searches(timezone.localdate(now))
    return Loaded(procedures, load_cases(now))
