"""Who gets into the import's screens, and to which batches."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from procedures.models import ImportBatch, ProcedureIndexPage
from procedures.services.imports.turns import Busy, NotNow
from procedures.services.imports.viewing import IMPORT, batches_for


def may_import(user: Any) -> bool:
    """Whether the person's groups let him import."""
    return bool(user.has_perm(IMPORT))


class ImportersOnly(View):
    """Lets in people who may import."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_publish(self) -> bool:
        """Whether what is imported may go live at once, without a second person."""
        index = ProcedureIndexPage.the_catalogue()
        if index is None:
            return bool(self.request.user.is_superuser)
        return bool(index.permissions_for_user(self.request.user).can_publish_subpage())

    def crumbs(self, *items: tuple[str, Any]) -> list[dict[str, Any]]:
        """Breadcrumbs below the list of imports: (address, label); the last one is the screen itself."""
        first = [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse("procedures_imports:index"), "label": _("Nhập thủ tục")},
        ]
        return [*first, *({"url": url, "label": label} for url, label in items)]


class OfOneBatch(ImportersOnly):
    """A screen or step of one batch. Somebody else's batch looks like one that doesn't exist."""

    @cached_property
    def batch(self) -> ImportBatch:
        """The batch of the address."""
        return get_object_or_404(batches_for(self.request.user), pk=self.kwargs["pk"])

    @property
    def batch_url(self) -> str:
        """Its own screen."""
        return reverse("procedures_imports:batch", args=[self.batch.pk])


class PartOfOneBatch(OfOneBatch, WagtailAdminTemplateMixin, TemplateView):
    """A screen below the batch's own."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the batch."""
        number = _("Đợt %(number)s") % {"number": self.batch.pk}
        return self.crumbs((self.batch_url, number), ("", self.get_page_title()))


class Step(OfOneBatch):
    """A step that only a POST takes."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it, or say why not, and come back to the batch."""
        try:
            return self.take() or redirect(self.batch_url)
        except Busy:
            messages.error(request, _("Đợt nhập đang chạy. Đợi xong rồi làm tiếp."))
        except NotNow:
            messages.error(request, _("Đợt nhập vừa đổi tình trạng. Xem lại trước khi làm tiếp."))
        return redirect(self.batch_url)

    def take(self) -> HttpResponse | None:
        """What the step does, and where it leads if not back to the batch. May raise ``Busy`` and ``NotNow``."""
        raise NotImplementedError
