"""The results page as a citizen reads it, and procedures that have something to say."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from procedures.models import Fee, ProcedurePage, SubmissionMethod


def page_of(client: Client, **asked: Any) -> str:
    """The results page for these parameters."""
    response = client.get("/tim-kiem/", asked)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    """The page as it is read: no tags, single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def titles_of(html: str) -> list[str]:
    """The names of the results, in order."""
    return [words_of(title) for title in re.findall(r"<h3><a [^>]+>(.*?)</a></h3>", html)]


def two_prices(page: ProcedurePage) -> ProcedurePage:
    """The page with two ways of filing at two prices: 7.000 đồng online, 15.000 đồng at the counter."""
    page.fees.all().delete()
    page.submission_methods.all().delete()
    for channel, amount in (("online", 7000), ("direct", 15000)):
        SubmissionMethod.objects.create(page=page, channel=channel)
        Fee.objects.create(page=page, channel=channel, kind="le_phi", status="amount", amount_min=amount)
    return page
