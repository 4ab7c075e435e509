"""The core models."""

from core.models.calendar import WorkCalendarDay, WorkingHours
from core.models.health import WorkerHeartbeat
from core.models.media import SiteDocument, SiteImage, SiteRendition
from core.models.outbox import OutboundMessage
from core.models.pages import AbstractContentPage
from core.models.places import AdministrativeUnit, Department, InForceQuerySet, Level
from core.models.site import SiteIdentity
from core.models.users import User

__all__ = [
    "AbstractContentPage",
    "AdministrativeUnit",
    "Department",
    "InForceQuerySet",
    "Level",
    "OutboundMessage",
    "SiteDocument",
    "SiteIdentity",
    "SiteImage",
    "SiteRendition",
    "User",
    "WorkCalendarDay",
    "WorkerHeartbeat",
    "WorkingHours",
]
