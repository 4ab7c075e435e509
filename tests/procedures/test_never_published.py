"""What was never published shows nowhere: neither a draft nor what goes live tomorrow."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from procedures.models import CodeAlias
from search.services.upkeep import reindex
from tests.home.factories import make_site
from tests.procedures.factories import FieldFactory, LifeEventFactory, add_fee, procedure
from tests.procedures.test_absent import (
    MARKS,
    PAGES,
    TITLE,
    Commits,
    address,
    forget,
    places_that_show_it,
    said_at,
)

pytestmark = pytest.mark.django_db

NEVER = {"1.777001": "a draft", "1.777003": "not yet live"}


def test_what_was_never_published_shows_nowhere(
    client: Client, django_capture_on_commit_callbacks: Commits
) -> None:
    forget()
    make_site()
    field = FieldFactory(slug="bi-mat")
    with django_capture_on_commit_callbacks(execute=True):
        for code, state in NEVER.items():
            page = procedure(code=code, title=TITLE, live=False, fields=[field])
            add_fee(page, 123457, valid_from=timezone.localdate())
            CodeAlias.objects.create(old_code=code.replace("1.", "3."), procedure=page)
            if state == "not yet live":
                page.go_live_at = timezone.now() + timedelta(days=1)
                page.save_revision(approved_go_live_at=page.go_live_at).publish()
        reindex()
    LifeEventFactory(name="Việc kín")
    assert places_that_show_it(client) == set()
    for place in PAGES:
        other = address(place).replace("777001", "777003")
        if other != address(place):
            assert not any(mark in said_at(client, other) for mark in MARKS), other
