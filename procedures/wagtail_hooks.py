"""What the catalogue adds to Wagtail's admin."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from laces.components import Component
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from procedures.admin import CatalogueGroup
from procedures.admin_views.bulk import FromExplorer
from procedures.admin_views.compare import ProcedurePageViewSet
from procedures.admin_views.imports.news import tell_of_news
from procedures.admin_views.imports.office import ImportViewSet
from procedures.admin_views.office import WorkViewSet
from procedures.admin_views.worklist import WorkPanel
from procedures.models import ProcedurePage
from procedures.permissions import works_on_procedures
from procedures.services.bulk.actions import CHANGED_IN_BULK, REVIEWED
from procedures.services.review import PUBLISHED_ALONE
from procedures.titles import is_standard_code

register_snippet(CatalogueGroup)
hooks.register("register_bulk_action", FromExplorer)


@hooks.register("register_admin_viewset")
def register_office() -> list[WorkViewSet | ProcedurePageViewSet | ImportViewSet]:
    """The editors' own screens, imports, and Wagtail's screens of procedure pages with ours in the place of some."""
    return [WorkViewSet(), ProcedurePageViewSet(), ImportViewSet()]


@hooks.register("construct_homepage_panels")
def add_work_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What waits, on the first page of those who work on procedures."""
    if works_on_procedures(request.user):
        panels.insert(0, WorkPanel(request.user))


@hooks.register("insert_global_admin_css")
def work_styles() -> SafeString:
    """The work list's styles: its panel stands on the admin's own first page."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/worklist.css"))


@hooks.register("insert_global_admin_css")
def import_styles() -> SafeString:
    """The styles of imports and agencies: the list of agencies is one of Wagtail's own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/imports.css"))


@hooks.register("before_edit_page")
def notice_of_news(request: HttpRequest, page: Page) -> None:
    """Tell the editor that the source of a procedure changed since people edited it."""
    if isinstance(page, ProcedurePage):
        tell_of_news(request, page)


@hooks.register("register_log_actions")
def name_log_entries(actions: LogActionRegistry) -> None:
    """What the review writes into a page's history."""
    actions.register_action(
        PUBLISHED_ALONE,
        gettext_lazy("Công khai một mình"),
        gettext_lazy("Quản trị công khai, không có người thứ hai"),
    )
    actions.register_action(CHANGED_IN_BULK, gettext_lazy("Đổi hàng loạt"), gettext_lazy("Đổi hàng loạt"))
    actions.register_action(REVIEWED, gettext_lazy("Rà soát"), gettext_lazy("Đặt ngày rà soát"))


@hooks.register("register_permissions")
def own_permissions() -> QuerySet[Permission]:
    """Show "edit every department's procedures", importing and taking back among the permissions of a group."""
    names = ("edit_all_procedures", "import_procedures", "revert_importbatch")
    return Permission.objects.filter(content_type__app_label="procedures", codename__in=names)


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
