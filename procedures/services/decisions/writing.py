"""A new standing into a page: live, with a revision and a line of history, without anybody's unfinished words.

Wagtail's own publishing is not used, because it publishes a whole revision: it would put an editor's draft online, end
a review that is under way, and forget a publication that is scheduled.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published

from procedures.choices import Status
from procedures.models import CodeAlias, ProcedurePage, PublicationDecision
from procedures.standing import Standing

LOG_CARRIED_OUT: Final = "procedures.decision.carried_out"
LOG_UNDONE: Final = "procedures.decision.undone"

# Field of a standing → column of the page, key in a revision's content.
_COLUMNS: Final = {
    "status": ("status", "status"),
    "effective_from": ("effective_from", "effective_from"),
    "effective_to": ("effective_to", "effective_to"),
    "successor": ("replaced_by_id", "replaced_by"),
    "decision": ("decision_id", "decision"),
}


def write_standing(
    page: ProcedurePage,
    expected: Standing,
    target: Standing,
    now: datetime,
    *,
    action: str = LOG_CARRIED_OUT,
    user: AbstractBaseUser | None = None,
    reason: str = "",
) -> bool:
    """Write what ``target`` changes of ``expected``; whether there was anything. Call inside a transaction.

    What an editor set by hand meanwhile, and no decision changes, stays. Drafts keep their words and get the new
    standing, so that publishing one later doesn't bring the old standing back.
    """
    names = [name for name in _COLUMNS if getattr(expected, name) != getattr(target, name)]
    if not names:
        return False
    values = {name: getattr(target, name) for name in names}
    for name, value in values.items():
        setattr(page, _COLUMNS[name][0], value)
    drafts = _unpublished_revisions(page)
    revision = _live_revision(page, now, user) if page.live else None
    _rewrite(page, drafts, values, now)
    columns = [_COLUMNS[name][0].removesuffix("_id") for name in names]
    page.save(
        clean=False,
        update_fields=[
            *columns,
            "live_revision",
            "latest_revision",
            "latest_revision_created_at",
            "last_published_at",
        ],
    )
    _keep_alias(page, expected, target)
    _note(page, target, action, user, reason, revision)
    if revision is not None:
        page_published.send(sender=ProcedurePage, instance=page, revision=revision)
    return True


def _live_revision(page: ProcedurePage, now: datetime, user: AbstractBaseUser | None) -> Revision:
    """Keep what is online from now on as a revision of its own."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.live_revision = revision
    page.last_published_at = now
    if not page.has_unpublished_changes:
        page.latest_revision = revision
        page.latest_revision_created_at = now
    return revision


def _unpublished_revisions(page: ProcedurePage) -> list[Revision]:
    """The draft, what is scheduled, and what is under review."""
    under_review = TaskState.objects.filter(
        workflow_state__object_id=str(page.pk),
        workflow_state__base_content_type=page.get_base_content_type(),
        status=TaskState.STATUS_IN_PROGRESS,
    ).values("revision")
    wanted = Q(approved_go_live_at__isnull=False) | Q(pk__in=under_review)
    if page.has_unpublished_changes or not page.live:
        wanted |= Q(pk=page.latest_revision_id)
    return list(page.revisions.filter(wanted))


def _rewrite(page: ProcedurePage, drafts: list[Revision], values: dict[str, Any], now: datetime) -> None:
    content = {
        _COLUMNS[name][1]: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
    for draft in drafts:
        draft.content = {**draft.content, **content}
        if draft.pk == page.latest_revision_id:
            # The draft stays the newest revision: what is online now is older than it.
            draft.created_at = page.latest_revision_created_at = now + timedelta(microseconds=1)
        Revision.objects.filter(pk=draft.pk).update(content=draft.content, created_at=draft.created_at)


def _keep_alias(page: ProcedurePage, expected: Standing, target: Standing) -> None:
    """The code of a replaced procedure answers for its successor, should the old page ever go."""
    if not page.has_real_code:
        return
    if target.status == Status.REPLACED and target.successor is not None:
        CodeAlias.objects.update_or_create(
            old_code=page.code,
            defaults={
                "procedure_id": target.successor,
                "reason": _decision_name(target),
                "since": target.effective_to + timedelta(days=1) if target.effective_to else None,
            },
        )
    elif expected.status == Status.REPLACED:
        CodeAlias.objects.filter(old_code=page.code, procedure_id=expected.successor).delete()


def _decision_name(standing: Standing) -> str:
    decision = PublicationDecision.objects.filter(pk=standing.decision).first()
    return str(decision or "")[:500]


def _note(
    page: ProcedurePage,
    target: Standing,
    action: str,
    user: AbstractBaseUser | None,
    reason: str,
    revision: Revision | None,
) -> None:
    data = {"status": target.status, "decision": _decision_name(target), "reason": reason}
    log(instance=page, action=action, user=user, data=data, revision=revision, content_changed=True)
