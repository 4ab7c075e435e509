"""The page about open data, the downloads, and the page of changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from procedures.api.cursors import read_position, write_cursor
from procedures.api.http import FILES, open_access, validators
from procedures.api.problems import Problem, in_preparation
from procedures.exports.changes import Change
from procedures.services import downloads
from procedures.services.changes import Position, latest_changes
from procedures.services.exports import FORMATS, Format
from procedures.services.open_data import LICENSE_NAME, LICENSE_URL, open_procedures, publisher

_RETRY_SECONDS = 60
CHANGES_PER_PAGE = 30
_ALREADY_PACKED = {"xlsx", "zip"}


@dataclass(frozen=True)
class Download:
    """One format on the page. ``size`` in bytes and ``made_at`` only where a file is kept."""

    filename: str
    label: str | Promise
    about: str | Promise
    importable: bool
    size: int | None
    made_at: datetime | None


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What there is, under which licence, how large, how old."""
    files = downloads.all_kept()
    _etag, changed = validators(timezone.now())
    context = {
        "total": open_procedures().count(),
        "changed": changed,
        "publisher": publisher(),
        "license_name": LICENSE_NAME,
        "license_url": LICENSE_URL,
        "downloads": [_download(form, files.get(key)) for key, form in FORMATS.items()],
    }
    return render(request, "procedures/open_data/overview.html", context)


def _download(form: Format, file: downloads.Kept | None) -> Download:
    return Download(
        filename=form.filename,
        label=form.label,
        about=form.about,
        importable=form.importable,
        size=file.size if file else None,
        made_at=file.made_at if file else None,
    )


@open_access(FILES)
def download(request: HttpRequest, filename: str) -> HttpResponseBase:
    """The whole catalogue in one format: a kept file, or one that is being written as far as it is."""
    form = next((form for form in FORMATS.values() if form.filename == filename), None)
    if form is None:
        raise Http404
    try:
        content = downloads.current(form)
    except downloads.NotReady:
        response = in_preparation().response()
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    return _sent(form, content)


def _sent(form: Format, content: Any) -> HttpResponseBase:
    response: HttpResponseBase
    if isinstance(content, downloads.Kept):
        response = FileResponse(content.path.open("rb"), content_type=form.content_type)
        if not downloads.is_current(content):
            # Its own validators: the newer file that follows must not be taken for this one.
            response["ETag"] = f'W/"{form.key}-{content.version:x}"'
            response["Last-Modified"] = http_date(content.made_at.timestamp())
    else:
        response = StreamingHttpResponse(content, content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{form.filename}"'
    if form.key in _ALREADY_PACKED:
        response["Content-Encoding"] = "identity"  # packing it again would cost time and gain nothing
    return response


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed, the newest first, page by page."""
    before = _position(request.GET.get("truoc", ""))
    found = latest_changes(timezone.now(), CHANGES_PER_PAGE + 1, before)
    shown, more = found[:CHANGES_PER_PAGE], len(found) > CHANGES_PER_PAGE
    last = shown[-1][0] if shown else None
    context = {
        "changes": _only_changes(shown),
        "is_first": before is None,
        "older": write_cursor(last.at.isoformat(), last.source, last.pk) if more and last else "",
    }
    return render(request, "procedures/open_data/changes.html", context)


def _only_changes(found: Sequence[tuple[Position, Change]]) -> list[Change]:
    return [change for _position_, change in found]


def _position(cursor: str) -> Position | None:
    """Where to begin; an address with a word that means nothing begins at the top."""
    if not cursor:
        return None
    try:
        return read_position(cursor)
    except Problem:
        return None
