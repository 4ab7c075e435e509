"""Models of the home app. Import from here: ``from home.models import HomePage``."""

from home.models.home import HomePage, PopularSearch
from home.models.places import OneStopIndexPage, OneStopPage, OpeningHours, PlaceService
from home.models.standard import StandardPage

__all__ = [
    "HomePage",
    "OneStopIndexPage",
    "OneStopPage",
    "OpeningHours",
    "PlaceService",
    "PopularSearch",
    "StandardPage",
]
