"""Feedback's files of the site map: where to write, guidance, and every published answer."""

from __future__ import annotations

from typing import Any

from feedback.services.guides import COMPLAINT, DENUNCIATION, SENDING
from feedback.services.published import published_answers
from procedures.sitemaps import OwnPages, RowSitemap


def sections() -> dict[str, Any]:
    """The files by name."""
    guides = (guide.view for guide in (SENDING, COMPLAINT, DENUNCIATION))
    return {
        "feedback": OwnPages(*guides, "feedback:published_list"),
        "answers": RowSitemap(published_answers, "feedback:published", "pk"),
    }
