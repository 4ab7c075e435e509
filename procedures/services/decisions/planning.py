"""What a decision will do, item by item, before anybody approves it: nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from procedures.choices import DecisionAction, DecisionKind
from procedures.models import DecisionItem, ProcedurePage, PublicationDecision
from procedures.permissions import may_publish_alone
from procedures.services.decisions.carrying import procedure_of
from procedures.services.decisions.history import changes_of, standing_before, standing_of
from procedures.services.decisions.words import (
    not_approved_words,
    obstacle_words,
    standing_words,
    unknown_code_words,
)
from procedures.standing import Change, Standing, carry_out
from procedures.wording import day_words

_WRITING: Final = ("wagtail.create", "wagtail.edit")


@dataclass(frozen=True)
class PlanLine:
    """One item. ``errors`` keep the decision from being approved, ``warnings`` only want to be read.

    ``before``, ``after``: the procedure's standing on the eve of the day and on the day; ``state``: "applied",
    "undone", "waiting".
    """

    item: DecisionItem
    page: ProcedurePage | None
    state: str
    before: str = ""
    after: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A decision's items with what each will do. ``errors``: about the decision as a whole."""

    lines: tuple[PlanLine, ...]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def may_be_approved(self) -> bool:
        return bool(self.lines) and not self.errors and not any(line.errors for line in self.lines)


def plan(decision: PublicationDecision, today: date, user: Any = None) -> Plan:
    """What ``decision`` will do. With a ``user`` also whether he may publish the pages that it changes."""
    items = list(decision.items.select_related("procedure", "successor").order_by("sort_order", "pk"))
    for item in items:
        # In memory only: a procedure that was typed by its code counts like one that was chosen.
        item.decision, item.procedure = decision, procedure_of(item)
    open_items = [item for item in items if item.undone_at is None]
    lines = tuple(_line(item, open_items, today, user) for item in items)
    errors = [*_errors(decision, items), *_second_person_errors(decision, user)]
    return Plan(lines, tuple(errors), tuple(_warnings(decision, open_items, today)))


def _errors(decision: PublicationDecision, items: list[DecisionItem]) -> Iterable[str]:
    if decision.kind != DecisionKind.PUBLISH:
        yield _("Chỉ quyết định loại “Công bố thủ tục” làm đổi hiệu lực của thủ tục.")
    if decision.effective_on is None:
        yield _("Chưa ghi ngày có hiệu lực.")
    if not items:
        yield _("Quyết định chưa có dòng thủ tục nào.")


def _second_person_errors(decision: PublicationDecision, user: Any) -> Iterable[str]:
    """What changes pages for everybody is seen by two people, where the site's rules want two for a page."""
    if user is None or decision.approved_at is not None or may_publish_alone(user):
        return
    wrote = registry.get_logs_for_instance(decision).filter(action__in=_WRITING, user=user)
    if wrote.exists():
        yield _("Bạn đã soạn hoặc sửa quyết định này, nên người khác phải duyệt.")


def _warnings(decision: PublicationDecision, items: list[DecisionItem], today: date) -> Iterable[str]:
    waits = any(item.applied_at is None for item in items)
    if waits and decision.effective_on and decision.effective_on < today:
        yield _("Ngày có hiệu lực %(day)s đã qua: các dòng dưới đây được thực hiện ngay khi duyệt.") % {
            "day": day_words(decision.effective_on)
        }
    if decision.decided_on and decision.effective_on and decision.decided_on > decision.effective_on:
        yield _("Ngày ký ở sau ngày có hiệu lực.")


def _line(item: DecisionItem, siblings: list[DecisionItem], today: date, user: Any) -> PlanLine:
    page = item.procedure
    if item.undone_at is not None:
        return PlanLine(item, page, "undone")
    errors = list(_item_errors(item, page, siblings, user))
    if page is None:
        return PlanLine(
            item, None, "waiting", errors=tuple(errors), warnings=(unknown_code_words(item.code),)
        )
    others, own = _changes(item, page, siblings)
    base = standing_before(page)
    eve = carry_out(base, others, _eve(item)).standing
    warnings = [*_item_warnings(item, page, others), *([item.problem] if item.problem else [])]
    if own is None:
        after = eve
    else:
        outcome = carry_out(base, [*others, own], item.decision.effective_on)
        after = outcome.standing
        if item.pk in outcome.obstacles and not errors:
            warnings.insert(0, obstacle_words(outcome.obstacles[item.pk], item))
    if item.applied_at is not None and (
        drift := _drift(page, base, [*others, *([own] if own else [])], today)
    ):
        warnings.append(drift)
    return PlanLine(
        item,
        page,
        "applied" if item.applied_at else "waiting",
        standing_words(eve, _page(eve.successor)),
        standing_words(after, _page(after.successor)),
        tuple(errors),
        tuple(dict.fromkeys(warnings)),
    )


def _eve(item: DecisionItem) -> date | None:
    return item.decision.effective_on and date.fromordinal(item.decision.effective_on.toordinal() - 1)


def _page(pk: int | None) -> ProcedurePage | None:
    return ProcedurePage.objects.filter(pk=pk).first() if pk else None


def _changes(
    item: DecisionItem, page: ProcedurePage, siblings: list[DecisionItem]
) -> tuple[list[Change], Change | None]:
    """The other items on this page, approved or of this decision, and the item itself."""
    approved = DecisionItem.objects.standing().filter(procedure=page).exclude(decision=item.decision)
    same = [other for other in siblings if other.pk != item.pk and other.procedure_id == page.pk]
    own = changes_of([item])
    return changes_of([*approved.select_related("decision"), *same]), own[0] if own else None


def _item_errors(
    item: DecisionItem, page: ProcedurePage | None, siblings: list[DecisionItem], user: Any
) -> Iterable[str]:
    if item.action == DecisionAction.REPLACE and item.successor is None:
        yield _("Chưa chọn thủ tục thay thế.")
    if page is None:
        return
    if item.successor_id == page.pk:
        yield _("Thủ tục không thể thay thế chính nó.")
    elif item.successor is not None and page.pk in _line_of_successors(item.successor):
        yield _("Thủ tục thay thế lại được thay bằng chính thủ tục này: hai bên chỉ vòng quanh nhau.")
    if item.code not in ("", page.code) and procedure_of(DecisionItem(code=item.code)) not in (None, page):
        yield _("Mã đã ghi và thủ tục đã chọn là hai thủ tục khác nhau.")
    if any(other.pk != item.pk and other.procedure_id == page.pk for other in siblings):
        yield _("Quyết định này có hai dòng về cùng một thủ tục.")
    if (
        user is not None
        and item.applied_at is None
        and not page.permissions_for_user(user).holds_publication()
    ):
        yield _("Bạn không có quyền xuất bản thủ tục này. Nhờ người có quyền duyệt quyết định.")


def _line_of_successors(page: ProcedurePage) -> set[int]:
    seen: set[int] = set()
    current: ProcedurePage | None = page
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        current = current.replaced_by
    return seen


def _item_warnings(item: DecisionItem, page: ProcedurePage, others: list[Change]) -> Iterable[str]:
    day = item.decision.effective_on
    if day and any(other.on == day for other in others):
        yield _("Một quyết định khác cũng đổi thủ tục này từ cùng ngày. Quyết định ký sau được tính sau.")
    if item.action == DecisionAction.NEW and not page.live and item.applied_at is None:
        scheduled = page.revisions.filter(approved_go_live_at__isnull=False).exists()
        if not scheduled:
            yield not_approved_words()
    if item.successor is not None and not item.successor.live:
        yield _("Thủ tục thay thế chưa được xuất bản: người dân chưa thấy liên kết đến nó.")


def _drift(page: ProcedurePage, base: Standing, changes: list[Change], today: date) -> str:
    """Say so where somebody set the page by hand to something else than its decisions make of it."""
    expected = carry_out(base, changes, today).standing
    current = standing_of(page)
    if current.status == expected.status and current.effective_to == expected.effective_to:
        return ""
    return _("Trang hiện ghi “%(now)s”, khác với quyết định: có người đã sửa tay sau khi thực hiện.") % {
        "now": standing_words(current)
    }
