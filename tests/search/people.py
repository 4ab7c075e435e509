"""Staff with just the permissions that a test names."""

from __future__ import annotations

from django.contrib.auth.models import Permission

from core.models import User
from tests.procedures.factories import UserFactory


def granted(*names: str) -> User:
    """Somebody who gets into the admin and has these permissions ("app.codename")."""
    user: User = UserFactory.create()
    for name in ("wagtailadmin.access_admin", *names):
        app_label, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user
