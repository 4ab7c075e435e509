"""Who is told about which move. The rows go into the outbox in the transaction of the move itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.models import CaseEvent
from feedback.services.deadlines import reopen_window, wait_until
from feedback.services.notices import heads_of, supervisors_of, tell_citizen, tell_staff, written_day
from feedback.workflow import MoveName

if TYPE_CHECKING:
    from feedback.services.transitions import MoveContext

# Which mail the sender gets. Moves inside the administration are seen on the tracking page only.
CITIZEN_TEMPLATES: dict[MoveName, str] = {
    MoveName.REJECT: "case_rejected",
    MoveName.REDIRECT: "case_redirected",
    MoveName.ASK_INFO: "case_need_info",
    MoveName.FORWARD: "case_forwarded",
    MoveName.EXTEND: "case_extended",
    MoveName.SUSPEND: "case_suspended",
    MoveName.COLLECT: "case_collecting",
    MoveName.APPROVE_ANSWER: "case_answered",
    MoveName.ANSWER: "case_answered",
    MoveName.CLOSE_NO_REPLY: "case_closed_no_reply",
}
TOO_MANY_FORWARDS = 2


def tell(context: MoveContext, event: CaseEvent) -> None:
    """Queue every message that this move causes."""
    template = CITIZEN_TEMPLATES.get(context.move.name)
    if template is not None:
        tell_citizen(context.case, template, **_facts(context, event))
    _tell_administration(context)


def _facts(context: MoveContext, event: CaseEvent) -> dict[str, str]:
    facts = {
        "comment": event.public_comment,
        "due_before": written_day(event.due_before),
    }
    if context.given.reject_reason is not None:
        facts["reason"] = context.given.reject_reason.label
        facts["guidance"] = context.given.reject_reason.guidance
    if context.move.name is MoveName.ASK_INFO:
        facts["answer_until"] = written_day(wait_until(context.case, context.now))
    if context.move.name in (MoveName.APPROVE_ANSWER, MoveName.ANSWER):
        facts["reopen_days"] = str(reopen_window(context.case).days)
    return facts


def _tell_administration(context: MoveContext) -> None:
    case, name = context.case, context.move.name
    if name is MoveName.ASSIGN and case.assignee is not None:
        tell_staff(case, [case.assignee.email], "staff_assigned")
    elif name in (MoveName.SUPPLY_INFO, MoveName.REOPEN):
        recipients = [case.assignee.email] if case.assignee else heads_of(case.owner_department)
        tell_staff(case, recipients, f"staff_{name}")
    elif name in (MoveName.FORWARD, MoveName.SEND_BACK):
        tell_staff(case, heads_of(case.owner_department), "staff_forwarded", times=case.forward_count)
        if case.forward_count > TOO_MANY_FORWARDS:
            tell_staff(
                case,
                supervisors_of(case.owner_department),
                "staff_too_many_forwards",
                times=case.forward_count,
            )
    elif name is MoveName.SUBMIT_ANSWER:
        tell_staff(case, heads_of(case.owner_department), "staff_answer_review")
