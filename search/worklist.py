"""Words that citizens searched for in vain, as work for editors: each is a synonym or a page that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures.worklist import Asked, Place, WorkLine, WorkSource
from search.models import SearchSynonym, ZeroHitQuery


class SearchedInVain(WorkSource):
    """Queries without a hit, the most frequent first. They say nothing about who asked."""

    name = "tim-khong-thay"
    label = gettext_lazy("Người dân tìm không thấy")
    hint = gettext_lazy("Thêm từ đồng nghĩa, hoặc ghi cách gọi này vào trang của thủ tục.")
    order = 70
    by_field = False

    def is_for(self, user: Any) -> bool:
        """Those who may look at the counted queries."""
        return bool(user.has_perm("search.view_zerohitquery"))

    def rows(self, asked: Asked) -> QuerySet[ZeroHitQuery]:
        """Without those that have a synonym by now: the next search for them is counted anew if it fails."""
        answered = SearchSynonym.objects.active().filter(phrase__iexact=OuterRef("text"))
        return ZeroHitQuery.objects.filter(~Exists(answered)).order_by("-count", "-last_seen", "text")

    def lines(self, rows: Sequence[ZeroHitQuery], asked: Asked) -> list[WorkLine]:
        """How often, and the way to a synonym that has the words filled in already."""
        return [self._line(row, asked) for row in rows]

    def _line(self, row: ZeroHitQuery, asked: Asked) -> WorkLine:
        places = [Place(_("Tìm thử"), f"{reverse('search:results')}?{urlencode({'q': row.text})}")]
        if asked.user.has_perm("search.add_searchsynonym"):
            add = reverse("wagtailsnippets_search_searchsynonym:add")
            places.insert(0, Place(_("Thêm từ đồng nghĩa"), f"{add}?{urlencode({'phrase': row.text})}"))
        problem = ngettext(
            "%(count)s lần tìm không có kết quả.", "%(count)s lần tìm không có kết quả.", row.count
        )
        return WorkLine(
            title=f"“{row.text}”",
            problem=problem % {"count": row.count},
            places=tuple(places),
            since=row.last_seen,
        )
