"""A procedure as its reader needs it: everything decided and put into words, nothing left to the template."""

from procedures.services.presentation.brief import Brief, briefs
from procedures.services.presentation.build import filed_at_words, present
from procedures.services.presentation.lines import FeeLine, TimeLine, Way
from procedures.services.presentation.model import (
    Banner,
    Paper,
    PaperCase,
    ProcedureView,
    PromiseBadge,
    Summary,
)

__all__ = [
    "Banner",
    "Brief",
    "FeeLine",
    "Paper",
    "PaperCase",
    "ProcedureView",
    "PromiseBadge",
    "Summary",
    "TimeLine",
    "Way",
    "briefs",
    "filed_at_words",
    "present",
]
