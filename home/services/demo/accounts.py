"""Groups of staff with their permissions, and the accounts that show what each of them sees."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.models import Department, User
from home.services.demo.files import read

DEFAULT_PASSWORD = "demo-mo-cua"  # noqa: S105  (published in the README: these accounts exist for trying out)


def load_groups() -> dict[str, Group]:
    """The groups by their key; a group that is there keeps the permissions that it has."""
    groups: dict[str, Group] = {}
    for row in read("home", "accounts.json")["groups"]:
        group, created = Group.objects.get_or_create(name=row["name"])
        if created:
            _grant(group, row)
        groups[row["key"]] = group
    return groups


def load_accounts(groups: dict[str, Group], password: str) -> None:
    """The accounts that aren't there yet.

    All have one password and therefore one hash: five slow hashes would double the time of the first start.
    Accounts without ``log_in`` stand behind the history of the demonstration's cases; nobody can use them.
    """
    content = read("home", "accounts.json")
    encoded = make_password(password)
    departments = {department.code: department for department in Department.objects.all()}
    for row in content["accounts"]:
        if not User.objects.filter(username=row["username"]).exists():
            user = User.objects.create(
                username=row["username"],
                first_name=row["first_name"],
                last_name=row["last_name"],
                email=f"{row['username']}@example.vn",
                position=row["position"],
                department=departments[row["department"]],
                is_superuser=row.get("is_superuser", False),
                is_staff=row.get("is_superuser", False),
                password=encoded if row.get("log_in") else make_password(None),
            )
            user.groups.add(*(groups[key] for key in row.get("groups", [])))


def _grant(group: Group, row: dict[str, Any]) -> None:
    named = [name.split(".") for name in ("wagtailadmin.access_admin", *row["permissions"])]
    for app_label, codename in named:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    for codename in row.get("pages", []):
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{codename}_page"
        )
        root = Page.get_first_root_node()
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    for name in row.get("files", []):
        app_label, codename = name.split(".")
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
