"""The filters of the queue."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core.models import User
from feedback.models import Case, CaseKind
from feedback.workflow_labels import STATE_CHOICES


def _handlers(request: Any) -> QuerySet[User]:
    """The people who have cases that the asking officer may see."""
    if request is None:
        return User.objects.none()
    visible = Case.objects.visible_to(request.user).filter(assignee__isnull=False)
    return User.objects.filter(pk__in=visible.values("assignee")).order_by("last_name", "username")


class CaseFilterSet(WagtailFilterSet):
    """Kind, state, handler and procedure."""

    kind = django_filters.ChoiceFilter(
        label=_("Loại"), choices=CaseKind.choices, empty_label=_("Mọi loại"), widget=forms.RadioSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=STATE_CHOICES,
        empty_label=_("Mọi tình trạng"),
        widget=forms.RadioSelect,
    )
    assignee = django_filters.ModelChoiceFilter(
        label=_("Người xử lý"), queryset=_handlers, empty_label=_("Mọi người"), widget=forms.Select
    )
    procedure = django_filters.CharFilter(label=_("Tên hoặc mã thủ tục"), method="of_procedure")

    class Meta:
        model = Case
        fields = ["kind", "state", "assignee"]

    def of_procedure(self, cases: QuerySet[Case], _name: str, typed: str) -> QuerySet[Case]:
        """Cases about a procedure whose code starts like this or whose title holds this."""
        words = typed.strip()
        return cases.filter(Q(procedure_code__istartswith=words) | Q(procedure__title__icontains=words))
