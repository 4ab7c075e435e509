"""Who gets into the editors' own screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from procedures.models import Field
from procedures.permissions import works_on_procedures
from procedures.worklist import Asked


class EditorsOnly(View):
    """Lets in people whose groups may do something to the catalogue."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not works_on_procedures(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def asked(self) -> Asked:
        """Who looks today, narrowed to the field and kind of the address; nonsense there narrows nothing."""
        number = self.request.GET.get("linh-vuc", "")
        known = number.isdecimal() and len(number) < 10 and Field.objects.filter(pk=number).exists()
        return Asked(
            user=self.request.user,
            today=timezone.localdate(),
            field_id=int(number) if known else None,
            kind=self.request.GET.get("loai", ""),
        )


def crumbs(*items: tuple[str, Any]) -> list[dict[str, Any]]:
    """Breadcrumbs below the work list: (address, label); the last one is the screen itself."""
    first = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
        {"url": reverse("catalogue_work:index"), "label": _("Việc cần làm")},
    ]
    return [*first, *({"url": url, "label": label} for url, label in items)]
