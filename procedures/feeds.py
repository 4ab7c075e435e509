"""The changes as RSS and Atom."""

from typing import Any, Final

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.caching import content_version
from core.middleware import PAGES
from procedures.api.http import ANSWERS, open_access
from procedures.exports.changes import Change
from procedures.services.changes import latest_changes
from procedures.services.open_data import publisher
from procedures.wording import change_kind_words

ENTRIES: Final = 50
_SECONDS: Final = 600


class RssChanges(Feed[Any, Any]):
    """The newest changes as RSS 2.0."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    feed_name = "procedures:changes_rss"

    def title(self) -> str:
        by = publisher()
        return _("Thay đổi về thủ tục hành chính · %(area)s") % {"area": by.area or by.name}

    def description(self) -> str:
        return _("Thủ tục mới, sửa đổi, thay thế, bãi bỏ; phí và thời hạn thay đổi từ ngày nào.")

    subtitle = description

    def link(self) -> str:
        return settings.PUBLIC_BASE_URL + reverse("procedures:changes")

    def feed_url(self) -> str:
        return settings.PUBLIC_BASE_URL + reverse(self.feed_name)

    def language(self) -> str:  # type: ignore[override]
        return get_language() or settings.LANGUAGE_CODE

    def items(self) -> list[Change]:
        """Kept until the next publication: many readers ask for the same."""
        now = timezone.now()
        key = f"procedures:changes:{content_version()}:{timezone.localdate(now)}:{get_language()}"
        kept: list[Change] | None = caches[PAGES].get(key)
        if kept is None:
            kept = [change for _position, change in latest_changes(now, ENTRIES)]
            caches[PAGES].set(key, kept, _SECONDS)
        return kept

    def item_title(self, item: Change) -> str:
        return f"{change_kind_words(item.kind)}: {item.title} ({item.code})"

    def item_description(self, item: Change) -> str:
        """HTML, as both formats take it; everything in it is escaped."""
        details = format_html_join("", "<li>{}</li>", ((line,) for line in item.details))
        successor = ""
        if item.successor:
            successor = format_html(
                '<p>{} <a href="{}">{}</a></p>', _("Thay bằng:"), item.successor.url, item.successor.title
            )
        return f"<p>{escape(item.text)}</p>" + (f"<ul>{details}</ul>" if details else "") + successor

    def item_link(self, item: Change) -> str:
        return item.url

    def item_guid(self, item: Change) -> str:
        return f"{settings.PUBLIC_BASE_URL}/thay-doi/#{item.key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Change) -> Any:
        return item.at

    def item_updateddate(self, item: Change) -> Any:
        return item.at

    def item_categories(self, item: Change) -> list[str]:
        return [item.kind]


class AtomChanges(RssChanges):
    """The newest changes as Atom 1.0."""

    feed_type = Atom1Feed
    feed_name = "procedures:changes_atom"


@open_access(ANSWERS)
def rss(request: HttpRequest) -> HttpResponse:
    """RSS."""
    response: HttpResponse = RssChanges()(request)
    return response


@open_access(ANSWERS)
def atom(request: HttpRequest) -> HttpResponse:
    """Atom."""
    response: HttpResponse = AtomChanges()(request)
    return response
