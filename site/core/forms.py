"""Forms for staff accounts in the admin."""

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
