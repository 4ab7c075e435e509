"""Who sent a case: the only table of the app that holds personal data as such."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.cases import Case
from feedback.models.choices import ContactChannel


class CaseContact(models.Model):
    """Who sent it. Apart from the case, so that a list or an export of cases holds no personal data."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="contact", verbose_name=_("Phản ánh")
    )
    name = models.CharField(_("Họ và tên"), max_length=120, blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("Email"), blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    preferred_channel = models.CharField(
        _("Báo kết quả bằng"), max_length=10, choices=ContactChannel.choices, default=ContactChannel.NONE
    )

    class Meta:
        verbose_name = _("Thông tin liên hệ")
        verbose_name_plural = _("Thông tin liên hệ")
        constraints = [
            models.CheckConstraint(
                condition=~Q(preferred_channel=ContactChannel.PHONE) | ~Q(phone=""),
                name="feedback_contact_phone_given",
                violation_error_message=_("Muốn được báo qua điện thoại thì cần số điện thoại."),
            ),
            models.CheckConstraint(
                condition=~Q(preferred_channel=ContactChannel.EMAIL) | ~Q(email=""),
                name="feedback_contact_email_given",
                violation_error_message=_("Muốn được báo qua email thì cần địa chỉ email."),
            ),
        ]

    def __str__(self) -> str:
        """Return the case's code, no personal data."""
        return f"{_('Liên hệ')} {self.case_id}"
