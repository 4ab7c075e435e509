"""The columns of the queue."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, Table

from feedback.services.queue import QueueRow


class TemplateColumn(BaseColumn):
    """A cell with a template of its own; the row is ``instance`` there."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template


class QueueTable(Table):
    """The queue: the colour of a row repeats what its first cell says in words."""

    classname = "listing queue"

    def get_row_classname(self, instance: QueueRow) -> str:
        """The row's urgency as a class."""
        return f"queue__row queue__row--{instance.urgency}"


QUEUE_COLUMNS = [
    TemplateColumn("due", "feedback/admin/cells/due.html", label=_("Hạn"), classname="queue__due"),
    TemplateColumn("title", "feedback/admin/cells/title.html", label=_("Phản ánh"), classname="queue__title"),
    Column("about", label=_("Loại"), classname="queue__about"),
    Column("handler", label=_("Người xử lý"), classname="queue__handler"),
    TemplateColumn(
        "next", "feedback/admin/cells/next.html", label=_("Việc tiếp theo"), classname="queue__next"
    ),
]
