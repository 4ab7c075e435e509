"""Who gets into the screens of search, and the way back from them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.menu import MenuItem

_LANGUAGE = tuple(f"search.{action}_searchsynonym" for action in ("add", "change", "delete", "view"))


def may_try(user: Any) -> bool:
    """Whether the person has to do with how queries are read, or with what was asked in vain."""
    return may_see_queries(user) or any(map(user.has_perm, _LANGUAGE))


def may_see_queries(user: Any) -> bool:
    """Whether the person may look at the counted queries."""
    return bool(user.has_perm("search.view_zerohitquery"))


def may_close_queries(user: Any) -> bool:
    """Whether the person may say that a counted query needs no answer: he could as well delete it."""
    return bool(user.has_perm("search.delete_zerohitquery"))


class TryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_try(request.user)


class QueriesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_queries(request.user)


class HiddenMenuItem(MenuItem):
    """For a screen that another one leads to."""

    def is_shown(self, request: HttpRequest) -> bool:
        return False


class TriersOnly(View):
    """Lets in people who work on the search's language."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_try(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class QueryReadersOnly(View):
    """Lets in people who may look at the counted queries."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_see_queries(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def crumbs(*items: tuple[str, Any]) -> list[dict[str, Any]]:
    """Breadcrumbs below the admin's first page: (address, label); the last one is the screen itself."""
    first = {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}
    return [first, *({"url": url, "label": label} for url, label in items)]
