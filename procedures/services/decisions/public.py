"""Decisions as citizens read them: number, dates, issuer, what each changed, and links to what is online only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.choices import DecisionAction, DecisionKind
from procedures.models import DecisionItem, ProcedurePage, PublicationDecision
from procedures.services.decisions.history import coming_changes
from procedures.wording import day_words


@dataclass(frozen=True)
class DecisionRow:
    """One line of the list, with the names that ``components/rows.html`` shows."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class ChangedProcedure:
    """A procedure in a decision. ``url`` is empty where its page isn't online; ``successor``: (title, url)."""

    action: str
    title: str
    code: str
    url: str = ""
    successor: tuple[str, str] | None = None


@dataclass(frozen=True)
class DecisionView:
    """The page of one decision. ``waits``: its day has not come; ``document``: (file's title, address)."""

    number: str
    issuer: str
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    waits: str
    changed: tuple[ChangedProcedure, ...]
    now_under_it: tuple[ChangedProcedure, ...]
    document: tuple[str, str] | None


def public_decisions() -> QuerySet[PublicationDecision]:
    """Decisions that are approved, and those that a page online names: nothing that an editor still writes."""
    named = ProcedurePage.objects.live().public().filter(decision=OuterRef("pk"))
    return PublicationDecision.objects.filter(Q(approved_at__isnull=False) | Exists(named)).order_by(
        F("decided_on").desc(nulls_last=True), F("effective_on").desc(nulls_last=True), "number", "pk"
    )


def matching(decisions: QuerySet[PublicationDecision], words: str) -> QuerySet[PublicationDecision]:
    """Those whose number, subject or issuer holds the words."""
    text = words.strip()[:120]
    if not text:
        return decisions
    return decisions.filter(Q(number__icontains=text) | Q(title__icontains=text) | Q(issuer__icontains=text))


def rows_of(decisions: Iterable[PublicationDecision]) -> list[DecisionRow]:
    """The list's lines."""
    return [
        DecisionRow(
            title=_("Quyết định %(number)s") % {"number": row.number}
            + (f": {row.title}" if row.title else ""),
            url=reverse("procedures:decision", args=[row.pk]),
            note=" · ".join(part for part in (row.issuer, _dates_words(row)) if part),
        )
        for row in decisions
    ]


def _dates_words(row: PublicationDecision) -> str:
    parts = []
    if row.decided_on:
        parts.append(_("ký %(day)s") % {"day": day_words(row.decided_on)})
    if row.effective_on:
        parts.append(_("hiệu lực từ %(day)s") % {"day": day_words(row.effective_on)})
    return ", ".join(parts)


def decision_view(row: PublicationDecision, today: date) -> DecisionView:
    """The page of one decision; the number of queries doesn't grow with its items."""
    items: list[DecisionItem] = []
    if row.approved_at is not None:
        items = list(row.items.filter(undone_at__isnull=True).select_related("procedure", "successor"))
    shown = {pk for item in items for pk in (item.procedure_id, item.successor_id) if pk}
    online = {page.pk: page for page in ProcedurePage.objects.live().public().filter(pk__in=shown)}
    under = ProcedurePage.objects.live().public().in_force(today).for_citizens().filter(decision=row)
    listed = {item.procedure_id for item in items}
    facts = [
        (_("Cơ quan công bố"), row.issuer),
        (_("Ngày ký"), day_words(row.decided_on) if row.decided_on else ""),
        (_("Có hiệu lực từ"), day_words(row.effective_on) if row.effective_on else ""),
        (_("Đăng công khai"), day_words(row.published_on) if row.published_on else ""),
    ]
    waits = ""
    if items and row.effective_on and row.effective_on > today:
        waits = _(
            "Quyết định này có hiệu lực từ %(day)s. Trước ngày đó, các thủ tục vẫn làm như hiện nay."
        ) % {"day": day_words(row.effective_on)}
    return DecisionView(
        number=row.number,
        issuer=row.issuer,
        title=row.title,
        kind="" if row.kind == DecisionKind.PUBLISH else str(row.get_kind_display()),
        facts=tuple((label, value) for label, value in facts if value),
        waits=waits,
        changed=tuple(_changed(item, online) for item in items),
        now_under_it=tuple(
            ChangedProcedure("", page.title, _code(page), page.url or "")
            for page in under.order_by("title")
            if page.pk not in listed
        ),
        document=(row.document.title, row.document.url) if row.document else None,
    )


def _changed(item: DecisionItem, online: dict[int, ProcedurePage]) -> ChangedProcedure:
    page = online.get(item.procedure_id or 0)
    successor = online.get(item.successor_id or 0)
    # Of a page that isn't online only what the decision itself says may be read.
    return ChangedProcedure(
        action=str(item.get_action_display()),
        title=page.title if page else item.name,
        code=_code(page) if page else item.code,
        url=page.url or "" if page else "",
        successor=(successor.title, successor.url or "") if successor else None,
    )


def _code(page: ProcedurePage) -> str:
    return page.code if page.has_real_code else ""


def count_words(total: int) -> str:
    """ "12 quyết định"."""
    return ngettext("%(count)s quyết định", "%(count)s quyết định", total) % {"count": total}


@dataclass(frozen=True)
class ComingNotice:
    """What a decision will do to a procedure. ``url``: the decision's page; ``successor``: (title, url) if online."""

    text: str
    number: str
    url: str
    successor: tuple[str, str] | None = None


def coming_notices(page: ProcedurePage, today: date) -> list[ComingNotice]:
    """What approved decisions will do to the procedure after ``today``; one query where there is nothing."""
    changes = coming_changes(page, today)
    wanted = {row.successor.pk for row in changes if row.successor}
    online = set()
    if wanted:
        online = set(ProcedurePage.objects.live().public().filter(pk__in=wanted).values_list("pk", flat=True))
    texts = {
        DecisionAction.NEW.value: _("Từ %(day)s, thủ tục này được áp dụng."),
        DecisionAction.AMEND.value: _("Từ %(day)s, thủ tục này được sửa đổi, bổ sung."),
        DecisionAction.REPLACE.value: _("Từ %(day)s, thủ tục này được thay thế."),
        DecisionAction.ABOLISH.value: _("Từ %(day)s, thủ tục này bị bãi bỏ."),
    }
    return [
        ComingNotice(
            text=texts[row.action] % {"day": day_words(row.on)},
            number=row.decision.number,
            url=reverse("procedures:decision", args=[row.decision.pk]),
            successor=(row.successor.title, row.successor.url or "")
            if row.successor and row.successor.pk in online
            else None,
        )
        for row in changes
    ]
