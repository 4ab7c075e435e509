"""What is new at the source of one page, for its editor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from procedures.models import ProcedurePage
from procedures.services.imports.news import news_of, source_with_news, take_news
from procedures.services.imports.turns import NotNow

_LINES_SHOWN = 3


class NewsView(WagtailAdminTemplateMixin, TemplateView):
    """The differences, and the choice of each. Whoever may edit the page may decide."""

    template_name = "procedures/admin/imports/news.html"
    header_icon = "download"
    page_title = gettext_lazy("Nguồn đã đổi từ khi bạn sửa")

    @cached_property
    def page(self) -> ProcedurePage:
        """The page of the address."""
        page: ProcedurePage = get_object_or_404(ProcedurePage, pk=self.kwargs["page_pk"])
        return page

    @property
    def edit_url(self) -> str:
        """The page's own edit screen."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse people who may not edit the page."""
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the page."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": self.edit_url, "label": self.page.code},
            {"url": "", "label": _("Nguồn đã đổi")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fields that differ."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        source = source_with_news(self.page.pk)
        context.update(
            page=self.page,
            source=source,
            fields=news_of(self.page, source) if source else [],
            edit_url=self.edit_url,
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the chosen fields into a draft, or keep everything as it is here."""
        lock = self.page.get_lock()
        if self.page.current_workflow_state or (lock and lock.for_user(request.user)):
            messages.error(request, _("Trang đang bị khóa hoặc chờ duyệt. Quay lại sau khi duyệt xong."))
            return redirect(self.edit_url)
        chosen = [] if "none" in request.POST else request.POST.getlist("field")
        if not chosen and "none" not in request.POST:
            messages.error(request, _("Chưa chọn mục nào."))
            return redirect(request.path)
        try:
            count = take_news(self.page, chosen, request.user)
        except NotNow:
            messages.info(request, _("Bản mới ở nguồn đã được quyết định rồi."))
        except ValidationError as problem:
            messages.error(request, _("Không lấy được: %(reason)s") % {"reason": "; ".join(problem.messages)})
        else:
            messages.success(request, _taken(count))
        return redirect(self.edit_url)


def _taken(count: int) -> str:
    if not count:
        return _("Đã giữ nội dung của bạn. Lần nhập sau không hỏi lại về bản này.")
    return _("Đã đưa %(count)s mục vào bản nháp. Xem lại rồi gửi duyệt hoặc công khai.") % {"count": count}


def tell_of_news(request: HttpRequest, page: ProcedurePage) -> None:
    """The notice on the page's edit screen: what is new, in a line or three, and where to decide."""
    source = source_with_news(page.pk)
    if source is None or request.method != "GET":
        return
    lines = [
        f"{line.label}: {line.before[:80] or '–'} → {line.after[:80] or '–'}"
        for field in news_of(page, source)
        for line in field.lines
    ]
    if not lines:
        return
    more = (
        _(" và %(count)s khác biệt nữa") % {"count": len(lines) - _LINES_SHOWN}
        if len(lines) > _LINES_SHOWN
        else ""
    )
    text = _("Nguồn đã đổi từ khi bạn sửa. %(lines)s%(more)s.")
    url = reverse("procedures_imports:news", args=[page.pk])
    admin_messages.warning(
        request,
        text % {"lines": "; ".join(lines[:_LINES_SHOWN]), "more": more},
        buttons=[admin_messages.button(url, _("Xem và chọn mục lấy vào bản nháp"))],
    )
