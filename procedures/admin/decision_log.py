"""What a page's and a decision's history says of decisions that were approved, carried out, undone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from procedures.choices import Status
from procedures.services.decisions.approval import LOG_APPROVED, LOG_TAKEN_BACK
from procedures.services.decisions.writing import LOG_CARRIED_OUT, LOG_UNDONE


@hooks.register("register_log_actions")
def decision_log(actions: Any) -> None:
    """Name the four acts."""
    actions.register_action(
        LOG_APPROVED, gettext_lazy("Duyệt quyết định"), gettext_lazy("Duyệt để thực hiện đúng ngày hiệu lực")
    )
    actions.register_action(
        LOG_TAKEN_BACK,
        gettext_lazy("Thôi duyệt quyết định"),
        gettext_lazy("Thôi duyệt, chưa dòng nào thực hiện"),
    )
    actions.register_action(LOG_CARRIED_OUT)(CarriedOut)
    actions.register_action(LOG_UNDONE)(Undone)


def _status(data: dict[str, Any]) -> str:
    known = {str(value): str(label) for value, label in Status.choices}
    return known.get(data.get("status", ""), "")


class CarriedOut(LogFormatter):
    """The system changed the page's status."""

    label = gettext_lazy("Thực hiện quyết định công bố")

    def format_message(self, log_entry: Any) -> str:
        """By which decision, to what."""
        return _("%(decision)s: hiệu lực nay là “%(status)s”") % {
            "decision": log_entry.data.get("decision", ""),
            "status": _status(log_entry.data),
        }


class Undone(LogFormatter):
    """A person undid what a decision had changed."""

    label = gettext_lazy("Hoàn tác quyết định công bố")

    def format_message(self, log_entry: Any) -> str:
        """To what, and why."""
        return _("Hiệu lực trở lại “%(status)s”. Lý do: %(reason)s") % {
            "status": _status(log_entry.data),
            "reason": log_entry.data.get("reason", ""),
        }
