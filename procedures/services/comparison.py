"""Two versions of a page in the editor's words, in the order and under the names of the edit form's tabs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from procedures.importing.differences import Difference, differences
from procedures.models import ProcedurePage
from procedures.services.records import record_of

_TABS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (
        gettext_lazy("Nội dung"),
        (
            "code",
            "official_name",
            "title",
            "summary",
            "results",
            "fields",
            "life_events",
            "subjects",
            "keywords",
            "note",
        ),
    ),
    (
        gettext_lazy("Cách nộp – thời hạn – lệ phí"),
        (
            "online_level",
            "portal_url",
            "is_non_territorial",
            "on_the_spot",
            "methods",
            "receiving_addresses",
            "time_limits",
            "fees",
            "steps",
            "return_methods",
            "show_process",
            "process_steps",
        ),
    ),
    (gettext_lazy("Hồ sơ"), ("dossier_sets", "cases", "requirements")),
    (
        gettext_lazy("Pháp lý"),
        (
            "status",
            "effective_from",
            "effective_to",
            "replaced_by",
            "decision",
            "aliases",
            "scope",
            "legal_type",
            "levels",
            "agencies",
            "legal_bases",
        ),
    ),
    (gettext_lazy("Liên hệ"), ()),
)
_PAGE_FIELDS: Final = {
    "code": gettext_lazy("Mã thủ tục"),
    "slug": gettext_lazy("Đường dẫn"),
    "seo_title": gettext_lazy("Tiêu đề cho máy tìm kiếm"),
    "search_description": gettext_lazy("Mô tả cho máy tìm kiếm"),
    "go_live_at": gettext_lazy("Hẹn giờ công khai"),
    "expire_at": gettext_lazy("Hẹn giờ gỡ xuống"),
}


@dataclass(frozen=True)
class Group:
    """The differences of one tab."""

    label: Promise
    lines: tuple[Difference, ...]


class Unreadable(Exception):
    """A version that today's program can't read any more."""


def object_of(revision: Revision) -> ProcedurePage:
    """The page as a revision has it. Fields that are gone are left out; raises ``Unreadable`` if nothing helps."""
    try:
        page: ProcedurePage = revision.as_object()
    except (AttributeError, KeyError, TypeError, ValueError, ValidationError, ObjectDoesNotExist) as problem:
        raise Unreadable from problem
    return page


def compare(before: ProcedurePage, after: ProcedurePage) -> tuple[Group, ...]:
    """What ``after`` says otherwise, tab by tab; fields that no tab names stand under the last one."""
    found = [*_page_lines(before, after), *differences(record_of(before), record_of(after))]
    tab_of = {name: number for number, (_label, names) in enumerate(_TABS) for name in names}
    last = len(_TABS) - 1
    groups = (
        Group(label, tuple(line for line in found if tab_of.get(line.field, last) == number))
        for number, (label, _names) in enumerate(_TABS)
    )
    return tuple(group for group in groups if group.lines)


def unpublished_changes(page: ProcedurePage) -> tuple[Group, ...] | None:
    """What the newest draft would change on the public page; None where the page is not public or has no draft."""
    if not page.live or not page.has_unpublished_changes:
        return None
    live = ProcedurePage.objects.get(pk=page.pk)
    newest = live.get_latest_revision()
    return compare(live, object_of(newest)) if newest else None


def _page_lines(before: ProcedurePage, after: ProcedurePage) -> Iterator[Difference]:
    """What belongs to the page and not to the record of the procedure."""
    for name, label in _PAGE_FIELDS.items():
        old, new = getattr(before, name), getattr(after, name)
        if (old or None) != (new or None):
            yield Difference(name, str(label), _words(old), _words(new), name)


def _words(value: Any) -> str:
    if not value:
        return ""
    if hasattr(value, "hour"):
        local = timezone.localtime(value)
        return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}
    return str(value)
