"""The frame of every page: menu, footer links, the same page in the other language."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext
from wagtail.models import Page

from home.services.frame import FramePages, frame_pages

register = template.Library()

_ENGLISH = "/en"


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Link:
    """One entry of the footer."""

    title: str
    url: str


@dataclass(frozen=True)
class LanguageLink:
    """The same address in the other language."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class Frame:
    """What templates/base.html puts around a page. ``canonical`` is empty where there is no request."""

    home: str
    canonical: str
    items: list[NavItem]
    other_language: LanguageLink
    footer: list[Link]


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame:
    """The frame for the page that ``context`` renders."""
    request = context.get("request")
    path = request.path if isinstance(request, HttpRequest) else "/"
    pages = frame_pages()
    return Frame(
        home=f"{_ENGLISH}/" if get_language() == "en" else "/",
        canonical=f"{settings.PUBLIC_BASE_URL}{path}" if request else "",
        items=_menu(_section(request, context.get("page")), pages, request),
        other_language=_other_language(path),
        footer=[Link(page.title, page.get_url(request) or "") for page in pages.footer],
    )


def _menu(section: str, pages: FramePages, request: HttpRequest | None) -> list[NavItem]:
    items = [
        NavItem(pgettext("menu", "Thủ tục"), reverse("search:results"), section == "procedures"),
        NavItem(gettext("Phản ánh, kiến nghị"), reverse("feedback:start"), section == "feedback"),
        NavItem(gettext("Tra cứu"), reverse("tracking:lookup"), section == "tracking"),
    ]
    url = pages.places.get_url(request) if pages.places else None
    if url:
        items.append(NavItem(gettext("Nơi nộp hồ sơ"), url, section == "places"))
    return items


def _section(request: HttpRequest | None, page: object) -> str:
    """The part of the site that is open, "" for none of the menu's."""
    if isinstance(page, Page):
        if page._meta.app_label == "procedures":
            return "procedures"
        return "places" if page._meta.model_name in {"onestopindexpage", "onestoppage"} else ""
    match = request.resolver_match if request else None
    namespace = match.namespace if match else ""
    return {"search": "procedures"}.get(namespace, namespace)


def _other_language(path: str) -> LanguageLink:
    if path == _ENGLISH or path.startswith(f"{_ENGLISH}/"):
        return LanguageLink("vi", "Tiếng Việt", path.removeprefix(_ENGLISH) or "/")
    return LanguageLink("en", "English", f"{_ENGLISH}{path}")
