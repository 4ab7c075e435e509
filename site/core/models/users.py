"""Staff accounts. Citizens have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An editor, officer, head or administrator, placed in a department that bounds what he may see."""

    department = models.ForeignKey(
        "core.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("đơn vị"),
        help_text=_("Người này chỉ thấy phản ánh và thủ tục của đơn vị này và các đơn vị trực thuộc."),
    )
    position = models.CharField(_("chức vụ"), max_length=100, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("người dùng")  # type: ignore[assignment]
        verbose_name_plural = _("người dùng")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
