"""Editors at work, for the tests of their screens."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from core.models import User


def group(name: str) -> Group:
    """A group that the catalogue's review brought along."""
    return Group.objects.get(name=name)


def client_of(user: User) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def sent_back(client: Client, url: str) -> dict[str, Any]:
    """Everything the browser would send back unchanged, nested rows included."""
    data: dict[str, Any] = {}

    def collect(form: Any) -> None:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value is not None:
                data[bound.html_name] = value
        for formset in getattr(form, "formsets", {}).values():
            collect(formset.management_form)
            for child in formset.forms:
                collect(child)

    collect(client.get(url).context["form"])
    return data
