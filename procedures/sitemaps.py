"""The site map: Wagtail's pages, procedures, and what leads to procedures; an index over files of 10,000 addresses."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from procedures.api.http import ANSWERS, open_access
from procedures.models import Form, LifeEvent, ProcedureBundle, ProcedurePage, ServicePromise
from procedures.services.decisions.public import public_decisions
from procedures.services.open_data import open_procedures, root_path

PER_FILE: Final = 10_000
_OWN_VIEWS: Final = tuple(
    f"procedures:{name}" for name in ("open_data", "changes", "api_docs", "calculator", "decisions")
)
#: Gives the files of an app by name: lower-case letters and hyphens.
Sections = Callable[[], dict[str, Any]]


class PublicSitemap(Sitemap[Any]):
    """Addresses as the public knows them, whatever name the request came by."""

    limit = PER_FILE

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_BASE_URL).scheme or "https"

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PUBLIC_BASE_URL).netloc


class _TreeSitemap(PublicSitemap):
    """Pages by their place in the tree: two columns a page and no page object."""

    def __init__(self) -> None:
        self.root = root_path()

    def pages(self) -> QuerySet[Any]:
        """The pages, in a fixed order."""
        raise NotImplementedError

    def items(self) -> QuerySet[Any]:
        return self.pages().order_by("pk").values_list("url_path", "last_published_at")

    def location(self, item: tuple[str, datetime | None]) -> str:
        return f"/{item[0].removeprefix(self.root)}"

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        """From the database, not from every row."""
        latest: datetime | None = self.pages().aggregate(latest=Max("last_published_at"))["latest"]
        return latest


class ProcedureSitemap(_TreeSitemap):
    """Procedures that the public may read, in force or not."""

    def pages(self) -> QuerySet[Any]:
        return open_procedures()


class OtherPages(_TreeSitemap):
    """Every other page of the site."""

    def pages(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = (
            Page.objects.live()
            .public()
            .filter(url_path__startswith=self.root)
            .exclude(pk__in=ProcedurePage.objects.values("pk"))
        )
        return pages


class RowSitemap(PublicSitemap):
    """Rows with a page of their own."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], view: str, key: str = "slug") -> None:
        self.rows, self.view, self.key = rows, view, key

    def items(self) -> QuerySet[Any]:
        return self.rows().order_by("pk").values_list(self.key, flat=True)

    def location(self, item: str | int) -> str:
        return reverse(self.view, args=[item])


class OwnPages(PublicSitemap):
    """Pages that are no pages of the tree, by the names of their views."""

    def __init__(self, *views: str) -> None:
        self.views = views

    def items(self) -> tuple[str, ...]:
        return self.views

    def location(self, item: str) -> str:
        return reverse(item)


def _promises() -> QuerySet[Any]:
    today: date = timezone.localdate()
    return ServicePromise.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def sections() -> dict[str, Any]:
    """The files of the site map by name."""
    return {
        "pages": OtherPages(),
        "procedures": ProcedureSitemap(),
        "site": OwnPages(*_OWN_VIEWS),
        "life-events": RowSitemap(LifeEvent.objects.all, "procedures:life_event"),
        "bundles": RowSitemap(ProcedureBundle.objects.all, "procedures:bundle"),
        "promises": RowSitemap(_promises, "procedures:promise"),
        "forms": RowSitemap(Form.objects.all, "procedures:form"),
        "decisions": RowSitemap(public_decisions, "procedures:decision", "pk"),
    }


@open_access(ANSWERS)
def index(request: HttpRequest, more: Sections = dict) -> HttpResponseBase:
    """The list of the site map's files, with those of a higher app."""
    response: HttpResponseBase = sitemap_views.index(
        request, sections() | more(), sitemap_url_name="sitemap_section"
    )
    return response


@open_access(ANSWERS)
def section(request: HttpRequest, section: str, more: Sections = dict) -> HttpResponseBase:
    """One file."""
    response: HttpResponseBase = sitemap_views.sitemap(request, sections() | more(), section)
    return response
