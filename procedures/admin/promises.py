"""What leads citizens to procedures, in the admin's menu: life events, procedures that go together, promises."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core.templatetags.vietnamese import WEEKDAYS
from procedures.admin_views.time_cuts import TimeCutsView
from procedures.editing.choosers import ChosenRows
from procedures.models import LifeEvent, ProcedureBundle, ServicePromise

_PROMISE_HELP = _(
    "<p>Cam kết hiện ở trang của từng thủ tục, trong danh sách và ở một trang riêng. Ngày nghỉ lễ rơi vào thứ đã chọn "
    "thì trang tự nói là không áp dụng và cho biết ngày kế tiếp.</p>"
)


class LifeEventViewSet(SnippetViewSet):
    model = LifeEvent
    icon = "group"
    menu_label = _("Sự kiện đời sống")
    list_display = ("name", "order")
    search_fields = ("name",)
    search_backend_name = None
    panels = (
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("introduction", widget=forms.Textarea(attrs={"rows": 4})),
        FieldPanel("order"),
        FieldPanel("slug"),
    )


class BundleViewSet(SnippetViewSet):
    """Procedures that are done together, in order."""

    model = ProcedureBundle
    icon = "link"
    menu_label = _("Nhóm thủ tục liên thông")
    list_display = ("name", "life_event", "order")
    search_fields = ("name",)
    search_backend_name = None
    panels = (
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("text", widget=forms.Textarea(attrs={"rows": 4})),
        FieldPanel("one_go"),
        InlinePanel(
            "steps",
            [FieldPanel("procedure"), FieldPanel("note")],
            label=_("Thủ tục"),
            heading=_("Các thủ tục, theo thứ tự"),
        ),
        FieldPanel("life_event"),
        FieldPanel("order"),
        FieldPanel("slug"),
    )


class ServicePromiseForm(WagtailAdminModelForm):
    """Days of the week as boxes to tick."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Các thứ trong tuần"),
        help_text=_("Không chọn thứ nào: mọi ngày làm việc."),
        choices=[(number, capfirst(name)) for number, name in enumerate(WEEKDAYS)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ServicePromiseIndexView(IndexView):
    """The report of shortened times stands beside the promises."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """One more address."""
        url = reverse("wagtailsnippets_procedures_servicepromise:time_cuts")
        return [*super().header_more_buttons, Button(_("Thời hạn đã rút ngắn"), url=url, icon_name="time")]


class ServicePromiseViewSet(SnippetViewSet):
    """ "Ngày thứ sáu xanh" and its like."""

    model = ServicePromise
    icon = "time"
    menu_label = _("Cam kết phục vụ")
    list_display = ("name", "place", "max_minutes", "valid_from", "valid_to")
    search_fields = ("name", "place")
    search_backend_name = None
    index_view_class = ServicePromiseIndexView
    edit_handler = ObjectList(
        [
            HelpPanel(content=_PROMISE_HELP),
            FieldPanel("name"),
            FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 2})),
            FieldPanel("place"),
            FieldPanel("department"),
            FieldPanel("weekdays"),
            FieldPanel("max_minutes"),
            FieldPanel("procedures", widget=ChosenRows("thu-tuc", _("Gõ mã hoặc vài chữ trong tên."))),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            FieldPanel("legal_basis"),
            FieldPanel("slug"),
        ],
        base_form_class=ServicePromiseForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """With the report of shortened times."""
        return [
            *super().get_urlpatterns(),
            path("rut-ngan/", TimeCutsView.as_view(), name="time_cuts"),
        ]
