"""The form of a publication decision: what was carried out can't be changed behind its back."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from procedures.models import PublicationDecision
from procedures.services.decisions.approval import is_publisher, withdraw_approval

_NOT_CONTENT = {"ORDER", "DELETE", "id"}
_DECISIVE = {"kind", "effective_on"}


class DecisionForm(WagtailAdminModelForm):
    """Changing what an approved decision will do takes its approval back; what it has done can only be undone."""

    def is_valid(self) -> bool:
        """Also refuse changes of items that were carried out."""
        valid = super().is_valid()
        refused = list(self._refused())
        for form, text in refused:
            form.add_error(None, text)
        return valid and not refused

    def _refused(self) -> Any:
        rows = self._rows()
        carried = [row for row in rows if row.instance.pk and row.instance.is_carried_out]
        if carried and _DECISIVE & set(self.changed_data):
            yield (
                self,
                _("Quyết định đã được thực hiện: hoàn tác các dòng rồi mới đổi loại hoặc ngày có hiệu lực."),
            )
        for row in carried:
            if row in self._gone():
                yield (
                    self,
                    _("Dòng “%(item)s” đã được thực hiện: hoàn tác rồi mới xóa.") % {"item": row.instance},
                )
            elif set(row.changed_data) - _NOT_CONTENT:
                yield row, _("Dòng này đã được thực hiện: hoàn tác rồi mới sửa.")

        if self._decides_anew() and self.instance.approved_at is not None and not self._may_withdraw():
            yield (
                self,
                _(
                    "Quyết định đã được duyệt: người được công khai các thủ tục này thôi duyệt rồi bạn mới sửa được."
                ),
            )

    def _may_withdraw(self) -> bool:
        stored = PublicationDecision.objects.get(pk=self.instance.pk)
        return is_publisher(stored, self.for_user)

    def _decides_anew(self) -> bool:
        """Whether what the decision will do is another."""
        return bool(_DECISIVE & set(self.changed_data)) or any(
            set(row.changed_data) - _NOT_CONTENT or row in self._gone() for row in self._rows()
        )

    def _rows(self) -> list[Any]:
        return list(self.formsets["items"].forms) if "items" in self.formsets else []

    def _gone(self) -> list[Any]:
        return list(self.formsets["items"].deleted_forms)

    def save(self, commit: bool = True) -> Any:
        """Take the approval back where there is something new to approve."""
        if self._decides_anew() and self.instance.approved_at is not None:
            withdraw_approval(PublicationDecision.objects.get(pk=self.instance.pk), self.for_user)
            self.instance.approved_at = self.instance.approved_by = None
        return super().save(commit)
