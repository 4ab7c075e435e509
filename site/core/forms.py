"""Forms for staff accounts in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm

STAFF_FIELDS = {"department", "position"}


class StaffEditForm(UserEditForm):
    """Wagtail's form with the department that bounds what the person sees."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | STAFF_FIELDS


class StaffCreationForm(UserCreationForm):
    """The same for a new account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | STAFF_FIELDS


class StaffLoginForm(LoginForm):
    """Wagtail's form, whose password has no name that could be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mật khẩu")
