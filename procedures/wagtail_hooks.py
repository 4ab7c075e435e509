"""What the catalogue adds to Wagtail's admin."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from procedures.admin import CatalogueGroup
from procedures.models import ProcedurePage
from procedures.titles import is_standard_code

register_snippet(CatalogueGroup)


@hooks.register("register_permissions")
def permission_to_edit_all() -> QuerySet[Permission]:
    """Show "edit every department's procedures" among the permissions of a group."""
    return Permission.objects.filter(content_type__app_label="procedures", codename="edit_all_procedures")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_odd_code(request: HttpRequest, page: Page) -> None:
    """A code outside the national form is allowed (real ones exist) but never unnoticed."""
    if not isinstance(page, ProcedurePage) or is_standard_code(page.code):
        return
    if page.has_real_code:
        text = _("Mã “%(code)s” không theo dạng 1.004222. Hãy kiểm tra lại với quyết định công bố.")
    else:
        text = _("Thủ tục chưa có mã. Hãy nhập mã trước khi xuất bản.")
    messages.warning(request, text % {"code": page.code})
