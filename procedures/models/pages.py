"""The procedure page: every fact of one administrative procedure."""

import secrets
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from core.models.pages import AbstractContentPage
from core.text import clean_display
from procedures.choices import IN_FORCE, LegalType, OnlineLevel, Scope, Status
from procedures.editing.forms import ProcedurePageForm
from procedures.editing.panels import procedure_edit_handler
from procedures.models.querysets import ProcedureManager
from procedures.permissions import ProcedurePermissionTester
from procedures.titles import MAX_SLUG, PLACEHOLDER_PREFIX, is_placeholder, procedure_slug, short_title
from procedures.validity import holds


class ProcedurePage(AbstractContentPage):
    """One procedure. ``official_name`` is verbatim and of any length; ``title`` is what people read."""

    # Wagtail's own fields, which its untyped base hides from the type checker.
    title: str
    slug: str

    code = models.CharField(
        _("mã thủ tục"),
        max_length=40,
        unique=True,
        help_text=_("Mã quốc gia, ví dụ 1.004222."),
        error_messages={"unique": _("Mã này đã thuộc một thủ tục khác.")},
    )
    official_name = models.TextField(
        _("tên đầy đủ"), help_text=_("Đúng như quyết định công bố, dài bao nhiêu cũng được.")
    )
    summary = models.TextField(
        _("bạn nhận được gì"), blank=True, help_text=_("Một hai câu, bằng lời của người dân.")
    )
    keywords = models.TextField(
        _("cách gọi khác"), blank=True, help_text=_("Mỗi dòng một cụm từ mà người dân hay gõ khi tìm.")
    )
    note = models.TextField(_("lưu ý"), blank=True)

    fields = ParentalManyToManyField(
        "procedures.Field", verbose_name=_("lĩnh vực"), blank=True, related_name="procedures"
    )
    levels = ParentalManyToManyField(
        "core.Level", verbose_name=_("cấp thực hiện"), blank=True, related_name="procedures"
    )
    subjects = ParentalManyToManyField(
        "procedures.SubjectType", verbose_name=_("đối tượng thực hiện"), blank=True, related_name="procedures"
    )
    life_events = ParentalManyToManyField(
        "procedures.LifeEvent", verbose_name=_("sự kiện đời sống"), blank=True, related_name="procedures"
    )
    legal_bases = ParentalManyToManyField(
        "procedures.LegalBasis", verbose_name=_("căn cứ pháp lý"), blank=True, related_name="procedures"
    )

    scope = models.CharField(_("phạm vi"), max_length=10, choices=Scope.choices, default=Scope.STANDARD)
    legal_type = models.CharField(
        _("loại thủ tục"), max_length=12, choices=LegalType.choices, default=LegalType.ASSIGNED
    )
    online_level = models.CharField(
        _("mức độ trực tuyến"), max_length=4, choices=OnlineLevel.choices, default=OnlineLevel.NONE
    )
    portal_url = models.URLField(_("địa chỉ nộp trực tuyến"), max_length=500, blank=True)
    is_non_territorial = models.BooleanField(
        _("nộp ở đâu cũng được, không phụ thuộc nơi cư trú"), default=False
    )
    requirements = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    return_methods = models.JSONField(_("cách nhận kết quả"), default=list, blank=True)
    receiving_addresses = models.TextField(_("địa chỉ tiếp nhận hồ sơ"), blank=True)
    dossier_sets = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), default=1)
    on_the_spot = models.BooleanField(
        _("thực hiện “4 tại chỗ”"),
        default=False,
        help_text=_("Tiếp nhận, thẩm định, phê duyệt, đóng dấu và trả kết quả ngay tại Bộ phận Một cửa."),
    )
    show_process = models.BooleanField(
        _("công khai quy trình nội bộ"),
        default=False,
        help_text=_("Người dân thấy từng bước và số giờ; chức danh không hiện ra."),
    )

    status = models.CharField(_("hiệu lực"), max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    decision = models.ForeignKey(
        "procedures.PublicationDecision",
        verbose_name=_("quyết định công bố"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="procedures",
    )
    effective_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    effective_to = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("thủ tục thay thế"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )

    responsible_department = models.ForeignKey(
        "core.Department",
        verbose_name=_("đơn vị phụ trách"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="procedures",
        help_text=_("Đơn vị sửa trang này và trả lời phản ánh về thủ tục này."),
    )
    contact_office = models.CharField(_("nơi giải đáp"), max_length=255, blank=True)
    contact_phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    contact_person = models.CharField(_("người giải đáp"), max_length=255, blank=True)

    review_on = models.DateField(
        _("ngày cần rà soát lại"),
        null=True,
        blank=True,
        help_text=_("Đến ngày này, trang hiện trong danh sách việc cần làm."),
    )

    objects = ProcedureManager()

    template = "procedures/procedure_page.html"
    parent_page_types = ["procedures.ProcedureIndexPage"]
    subpage_types: list[str] = []
    base_form_class = ProcedurePageForm
    edit_handler = procedure_edit_handler
    exclude_fields_in_copy = ["code"]
    search_fields = [
        *AbstractContentPage.search_fields,
        index.SearchField("code"),
        index.AutocompleteField("code"),
        index.FilterField("status"),
        index.FilterField("responsible_department"),
    ]

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")
        permissions = [("edit_all_procedures", _("Sửa thủ tục của mọi đơn vị"))]
        indexes = [models.Index(fields=["status", "scope"], name="procedure_status_scope")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code=""),
                name="procedure_code_not_empty",
                violation_error_message=_("Hãy nhập mã thủ tục."),
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from__isnull=True)
                | models.Q(effective_to__isnull=True)
                | models.Q(effective_from__lte=models.F("effective_to")),
                name="procedure_effective_dates_in_order",
                violation_error_message=_("Ngày hết áp dụng không thể trước ngày bắt đầu áp dụng."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def is_in_force(self, on: date) -> bool:
        """Whether the procedure applies on the day ``on`` (the same rule as ``in_force()`` on the query set)."""
        return self.status in IN_FORCE and holds(self.effective_from, self.effective_to, on)

    @property
    def has_real_code(self) -> bool:
        return bool(self.code) and not is_placeholder(self.code)

    def permissions_for_user(self, user: AbstractBaseUser | AnonymousUser) -> ProcedurePermissionTester:
        return ProcedurePermissionTester(user, self)

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()} · {self.code}"

    def clean(self) -> None:
        super().clean()
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("Thủ tục không thể thay thế chính nó.")})

    def _set_core_field_defaults(self) -> None:
        """Fill what an editor may leave empty: code of a draft, short title, slug. Wagtail calls it before saving."""
        self.code = clean_display(self.code) or PLACEHOLDER_PREFIX + secrets.token_hex(4)
        if not self.title:
            self.title = short_title(self.official_name)
        if not self.official_name:
            self.official_name = self.title
        if not self.slug and self.title and (self.path or getattr(self, "_cached_parent_obj", None)):
            self.slug = self._get_autogenerated_slug(procedure_slug(self.title[:MAX_SLUG], self.code))
        super()._set_core_field_defaults()
