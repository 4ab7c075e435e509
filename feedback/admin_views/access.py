"""Who gets in: everything below goes through ``Case.objects.visible_to``."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from core.models import User
from feedback.models import Case
from feedback.services.roles import works_on_cases


def staff_user(request: HttpRequest) -> User:
    """The officer of the request. The admin has checked that there is one."""
    return cast("User", request.user)


class CaseOfficeMixin(View):
    """Lets in only people who work on cases, and hands out only cases that they may see."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse people without any permission on cases."""
        if not works_on_cases(staff_user(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def officer(self) -> User:
        """The officer who asks."""
        return staff_user(self.request)

    def visible_case(self, pk: int) -> Case:
        """The case, or 404: a case of another department looks like one that doesn't exist."""
        cases = Case.objects.visible_to(self.officer).select_related(
            "owner_department",
            "assignee",
            "reason",
            "procedure",
            "unit_concerned",
            "place_unit",
            "reject_reason",
        )
        return get_object_or_404(cases, pk=pk)
