"""Choosing rows of a list that is too long to show: what is chosen as ticked boxes, the rest found by typing."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy


class ChosenRows(forms.SelectMultiple):
    """For a multiple choice among rows. ``what`` names the list in ``admin_views.choosing``.

    Renders one query for the chosen rows, whatever the length of the list. Works with the keyboard as a combobox;
    without JavaScript what is chosen can be taken away.
    """

    def __init__(self, what: str, hint: Any = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.what = what
        self.hint = hint

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """The field's own query set says which rows exist at all."""
        keys = [key for key in value or [] if str(key).isdecimal()]
        known: Any = self.choices  # a field's iterator over its query set
        rows = list(known.queryset.filter(pk__in=keys)) if keys else []
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "rows": [{"pk": row.pk, "label": str(row)} for row in rows],
            "url": reverse_lazy("catalogue_work:choices", args=[self.what]),
            "hint": self.hint,
            "described_by": (attrs or {}).get("aria-describedby", ""),
        }
        return render_to_string("procedures/admin/chosen.html", context)

    class Media:
        js = ["admin/chosen.js"]
