"""The import's screens as an editor uses them."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import User
from procedures.models import ImportBatch, ProcedurePage
from tests.procedures.factories import catalogue_index

Send = Callable[..., ImportBatch]
LIST = "procedures_imports"


def editor_at(client: Client) -> User:
    """Somebody who may everything, logged in."""
    catalogue_index()
    user: User = User.objects.create_superuser("bien-tap", password="x")
    client.force_login(user)
    return user


def address(name: str, *args: int) -> str:
    return reverse(f"{LIST}:{name}", args=args)


def lines(*records: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def upload(client: Client, data: bytes, name: str = "ho-so.jsonl") -> HttpResponse:
    answer: HttpResponse = client.post(address("upload"), {"file": SimpleUploadedFile(name, data)})
    return answer


def edited(code: str, **changes: Any) -> ProcedurePage:
    """A person changes the page with this code and publishes it."""
    page = ProcedurePage.objects.get(code=code)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=User.objects.get(username="bien-tap")).publish()
    return page


def screen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def person(*permissions: str, **fields: Any) -> User:
    """Somebody with just these permissions, and the one for the admin."""
    user: User = User.objects.create_user("nguoi-nhap", password="x", **fields)
    codenames = ["access_admin", *permissions]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user
