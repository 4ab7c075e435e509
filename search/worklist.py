"""What was searched for without a good answer, as work for editors: a name, a synonym or a page is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures.worklist import Asked, Place, WorkLine, WorkSource
from search.models import AnswerKind
from search.services.unanswered import open_clusters


class SearchedInVain(WorkSource):
    """Clusters of queries, the most frequent first. They say nothing about who asked."""

    name = "tim-khong-thay"
    label = gettext_lazy("Người dân tìm không thấy")
    hint = gettext_lazy("Thêm cách gọi này vào trang của thủ tục, hoặc thêm từ đồng nghĩa.")
    order = 70
    kinds = tuple(AnswerKind.choices)
    by_field = False

    def is_for(self, user: Any) -> bool:
        """Those who may look at the counted queries."""
        return bool(user.has_perm("search.view_zerohitquery"))

    def rows(self, asked: Asked) -> QuerySet[Any]:
        """What waits; a cluster that was answered and is asked in vain all the same comes back."""
        return open_clusters(asked.kind)

    def lines(self, rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[WorkLine]:
        """How often, in how many words, and the way to where it is answered."""
        return [self._line(row, asked) for row in rows]

    def _line(self, row: Mapping[str, Any], asked: Asked) -> WorkLine:
        places = [
            Place(_("Thêm làm tên gọi khác"), reverse("search_queries:cluster", args=[row["key"]])),
            Place(_("Thử câu tìm"), f"{reverse('search_try:index')}?{urlencode({'q': row['name']})}"),
        ]
        if asked.user.has_perm("search.add_searchsynonym"):
            add = reverse("wagtailsnippets_search_searchsynonym:add")
            places.insert(1, Place(_("Thêm từ đồng nghĩa"), f"{add}?{urlencode({'phrase': row['name']})}"))
        ways = ngettext("%(count)s cách gõ", "%(count)s cách gõ", row["size"]) % {"count": row["size"]}
        return WorkLine(
            title=f"“{row['name']}”",
            problem=_problem(row),
            places=tuple(places),
            note=ways if row["size"] > 1 else "",
            since=row["last"],
        )


def _problem(row: Mapping[str, Any]) -> str:
    if not row["unsure"]:
        text = ngettext(
            "%(count)s lần tìm không có kết quả.", "%(count)s lần tìm không có kết quả.", row["total"]
        )
    else:
        text = ngettext(
            "%(count)s lần tìm không có kết quả nào chắc đúng.",
            "%(count)s lần tìm không có kết quả nào chắc đúng.",
            row["total"],
        )
    return text % {"count": row["total"]}
