"""Legal texts, the law's days for publishing, and old codes in the admin's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from procedures.models import CodeAlias, LegalBasis, PublicationRule


class LegalBasisViewSet(SnippetViewSet):
    """Legal texts: what replaced one, and until when it holds."""

    model = LegalBasis
    icon = "doc-full"
    menu_label = _("Căn cứ pháp lý")
    list_display = ("number", "title", "issued_on", "valid_to", "replaced_by")
    search_fields = ("number", "title")
    search_backend_name = None
    panels = (
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("issued_on"), FieldPanel("valid_to")]),
        FieldPanel("replaced_by"),
    )


class PublicationRuleViewSet(SnippetViewSet):
    """How many days the law gives for publishing. The report of late decisions counts by these rows."""

    model = PublicationRule
    icon = "history"
    menu_label = _("Thời hạn công bố")
    list_display = (
        "issuer_type",
        "is_shortened",
        "before_effect_days",
        "before_effect_unit",
        "after_effect_days",
        "after_effect_unit",
        "upload_days",
        "upload_unit",
        "legal_basis",
        "is_verified",
    )
    copy_view_enabled = False
    panels = (
        FieldRowPanel([FieldPanel("issuer_type"), FieldPanel("is_shortened")]),
        FieldRowPanel([FieldPanel("before_effect_days"), FieldPanel("before_effect_unit")]),
        FieldRowPanel([FieldPanel("after_effect_days"), FieldPanel("after_effect_unit")]),
        FieldRowPanel([FieldPanel("upload_days"), FieldPanel("upload_unit")]),
        FieldPanel("legal_basis"),
        FieldPanel("is_verified"),
    )


class CodeAliasViewSet(SnippetViewSet):
    """Codes that papers still carry. A replaced procedure's code comes here by itself."""

    model = CodeAlias
    icon = "redirect"
    menu_label = _("Mã cũ")
    list_display = ("old_code", "procedure", "reason", "since")
    list_select_related = ("procedure",)
    search_fields = ("old_code", "procedure__code", "procedure__title")
    search_backend_name = None
    list_per_page = 50
    panels = (
        HelpPanel(
            content=_(
                "<p>Giấy tờ, biển hướng dẫn còn ghi mã cũ thì người dân gõ mã cũ vẫn đến đúng thủ tục. "
                "Mã của thủ tục được thay thế tự vào danh sách này.</p>"
            )
        ),
        FieldPanel("old_code"),
        FieldPanel("procedure"),
        FieldPanel("reason"),
        FieldPanel("since"),
    )
