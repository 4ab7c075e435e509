"""Words that citizens use for a procedure, written into its page: as an editor would, with the editor's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import clean_display, fold
from procedures.models import ProcedurePage
from procedures.services.bulk import Then, apply
from procedures.services.bulk.actions import ChangeDraft


class AddAliases(ChangeDraft):
    """Adds lines to a page's other names; what is there already, accents or not, isn't added twice."""

    name, label, value = "ten-goi-khac", gettext_lazy("Thêm tên gọi khác"), "aliases"

    def now(self, page: ProcedurePage) -> str:
        return "; ".join(page.keywords.splitlines())

    def words(self, page: ProcedurePage, value: Sequence[str]) -> tuple[str, str]:
        newest = page.get_latest_revision_as_object()
        return self.now(newest), "; ".join(with_aliases(newest.keywords, value))

    def set(self, page: ProcedurePage, value: Sequence[str]) -> None:
        page.keywords = "\n".join(with_aliases(page.keywords, value))


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the words: `then` says how far they came, `refusal` why they did not."""

    page: ProcedurePage
    then: Then
    refusal: str = ""


def with_aliases(keywords: str, new: Sequence[str]) -> list[str]:
    """The lines of a page's other names with the new ones behind."""
    lines = [line for line in map(clean_display, keywords.splitlines()) if line]
    known = {fold(line) for line in lines}
    for line in map(clean_display, new):
        if fold(line) and fold(line) not in known:
            known.add(fold(line))
            lines.append(line)
    return lines


def missing_aliases(page: ProcedurePage, aliases: Sequence[str]) -> bool:
    """Whether the newest draft lacks any of the words."""
    keywords = page.get_latest_revision_as_object().keywords
    return len(with_aliases(keywords, aliases)) > len(with_aliases(keywords, ()))


def add_aliases(page: ProcedurePage, aliases: Sequence[str], user: Any) -> Added:
    """Write a revision with the words, and publish or send it up as far as the user's rights go.

    A page that has another draft waiting stays a draft: nobody else's work is published along.
    """
    then = _what_follows(page, user)
    if not missing_aliases(page, aliases):
        return Added(page, Then.DRAFT)
    action = AddAliases()
    done = apply(action, [action.plan(page, user, aliases).seen], user, aliases, then)
    if done.changed:
        return Added(page, then)
    refusal = done.refused[0].refusal if done.refused else _("Bạn không được sửa trang này.")
    return Added(page, then, refusal)


def why_not(page: ProcedurePage, user: Any) -> str:
    """Why this user can't add words to the page now; "" if he can."""
    return AddAliases().refuse(page, user)


def _what_follows(page: ProcedurePage, user: Any) -> Then:
    tester = page.permissions_for_user(user)
    if page.has_unpublished_changes or not page.live:
        return Then.DRAFT
    if tester.can_publish():
        return Then.PUBLISH
    return Then.SUBMIT if tester.can_submit_for_moderation() else Then.DRAFT
