"""Papers that name a form only by its code, from before the form was here, get the form itself."""

from typing import Any

from django.db.models import QuerySet

from core.models import User
from core.services.background import enqueue_on_commit
from procedures.models import DossierItem, Form, ProcedurePage


def papers_naming(form: Form) -> QuerySet[DossierItem]:
    """Papers that carry the form's code as a label and no form."""
    return DossierItem.objects.filter(form__isnull=True, form_code__iexact=form.code)


def pages_naming(form: Form) -> QuerySet[ProcedurePage]:
    """The procedures of those papers, each once."""
    return ProcedurePage.objects.filter(pk__in=papers_naming(form).values("case__page"))


def start_linking(form: Form, user: Any) -> int:
    """Have a worker link the papers of every procedure that ``user`` may edit; how many procedures name the form."""
    enqueue_on_commit("procedures.link_form_papers", form.pk, user.pk)
    return pages_naming(form).count()


def link_papers(form_id: int, user_id: int) -> int:
    """Link them page by page, each as a revision of ``user``'s; how many pages. Safe to run twice.

    A page goes live again where it was live without a draft and the person may publish; otherwise it is a draft.
    """
    form, user = Form.objects.get(pk=form_id), User.objects.get(pk=user_id)
    linked = 0
    for page in pages_naming(form).order_by("pk"):
        if page.locked or page.current_workflow_state or not page.permissions_for_user(user).can_edit():
            continue
        linked += _link(page, form, user)
    return linked


def _link(page: ProcedurePage, form: Form, user: User) -> bool:
    goes_live = page.live and not page.has_unpublished_changes
    if page.latest_revision_id is None:
        page.save_revision(clean=False, changed=False)
    newest: ProcedurePage = page.get_latest_revision_as_object()
    if not _set_form(newest, form):
        return False
    revision = newest.save_revision(user=user, clean=False, log_action=True)
    if goes_live and page.permissions_for_user(user).can_publish():
        revision.publish(user=user)
    return True


def _set_form(page: ProcedurePage, form: Form) -> bool:
    """Put the form on the papers of the page in memory; whether there were any."""
    found = False
    cases = list(page.dossier_cases.all())
    for case in cases:
        items = list(case.items.all())
        for item in items:
            if item.form_id is None and item.form_code.strip().casefold() == form.code.casefold():
                item.form, found = form, True
        case.items.set(items)
    # Rows that are not handed over again are read anew from the database.
    page.dossier_cases.set(cases)
    return found
