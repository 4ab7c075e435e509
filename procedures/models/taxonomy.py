"""Lists that classify procedures. Editors keep them as snippets."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import fold, slugify_vietnamese


class Field(models.Model):
    """Sector of administration (lĩnh vực), for example "Hộ tịch"."""

    code = models.CharField(_("mã"), max_length=40, unique=True, help_text=_("Ví dụ: G15-TP07."))
    name = models.CharField(_("tên lĩnh vực"), max_length=255)
    slug = models.SlugField(
        _("đường dẫn"), max_length=80, unique=True, blank=True, help_text=_("Để trống thì tự tạo từ tên.")
    )

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class SubjectType(models.Model):
    """Who may file (đối tượng thực hiện), for example "Công dân Việt Nam"."""

    code = models.CharField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên đối tượng"), max_length=255)

    class Meta:
        verbose_name = _("đối tượng thực hiện")
        verbose_name_plural = _("đối tượng thực hiện")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class LifeEvent(models.Model):
    """A situation in a citizen's life that needs procedures, for example "Sinh con"."""

    name = models.CharField(_("tên sự kiện"), max_length=120, unique=True)
    slug = models.SlugField(
        _("đường dẫn"), max_length=80, unique=True, blank=True, help_text=_("Để trống thì tự tạo từ tên.")
    )
    summary = models.CharField(
        _("mô tả ngắn"), max_length=255, blank=True, help_text=_("Một câu, bằng lời của người dân.")
    )
    introduction = models.TextField(
        _("lời dẫn"),
        blank=True,
        help_text=_("Vài câu ở đầu trang: việc gì trước, việc gì sau, hạn nào phải nhớ."),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("sự kiện đời sống")
        verbose_name_plural = _("sự kiện đời sống")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Agency(models.Model):
    """An agency as procedures name it; one row however its name was spelt.

    ``folded_name`` is the key: "Văn phòng Đăng ký đất đai" and "Văn phòng đăng ký đất đai" are one agency.
    """

    name = models.CharField(_("tên cơ quan"), max_length=500)
    folded_name = models.CharField(_("tên không dấu"), max_length=500, unique=True, editable=False)
    department = models.ForeignKey(
        "core.Department",
        verbose_name=_("đơn vị trong hệ thống"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agencies",
        help_text=_("Chọn nếu cơ quan này là một đơn vị của tỉnh."),
    )
    reviewed = models.BooleanField(
        _("đã xem"), default=False, help_text=_("Tên này đã được đối chiếu với danh sách đơn vị.")
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("đã gộp vào"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="merged",
    )

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)[:500]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AgencySpelling(models.Model):
    """One way in which a source wrote an agency's name. Merging agencies moves their spellings."""

    folded_name = models.CharField(_("tên không dấu"), max_length=500, unique=True, editable=False)
    name = models.CharField(_("cách ghi"), max_length=500)
    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="spellings"
    )

    class Meta:
        verbose_name = _("cách ghi tên cơ quan")
        verbose_name_plural = _("cách ghi tên cơ quan")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)[:500]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AgencyMerge(models.Model):
    """Two names of one agency made one, with what is needed to take them apart again.

    ``moved``: [page id, role, sort order, whether the page had ``target`` in that role already] of every row that
    named ``source``. ``spellings``, ``followers``: ids of the spellings, and of the agencies merged into ``source``
    before, that went along.
    """

    source = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="merges_away")
    target = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="merges_in")
    moved = models.JSONField(default=list)
    spellings = models.JSONField(default=list)
    followers = models.JSONField(default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần gộp cơ quan")
        verbose_name_plural = _("lần gộp cơ quan")
        ordering = ("-merged_at",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


def free_slug(model: type[models.Model], name: str) -> str:
    """A slug of ``name`` that no row of ``model`` has: "ho-tich", "ho-tich-2", …"""
    base = slugify_vietnamese(name, 70) or "muc"
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
