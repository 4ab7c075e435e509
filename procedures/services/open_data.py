"""The catalogue as everybody may read and reuse it: which procedures, and what stands around each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from core.models import Department, SiteIdentity
from core.text import fold
from procedures.choices import Scope
from procedures.exports.private import public_record
from procedures.exports.surroundings import (
    FormLink,
    LegalText,
    Office,
    Publisher,
    Successor,
    Surroundings,
)
from procedures.importing.records import (
    AgencyRecord,
    FeeRecord,
    MethodRecord,
    Named,
    ProcedureRecord,
    TimeRecord,
)
from procedures.models import Form, LegalBasis, LifeEvent, ProcedurePage, ProcedureQuerySet
from procedures.services.records import as_records, record_of, with_rows
from procedures.titles import PLACEHOLDER_PREFIX

BATCH: Final = 200
# Small, so that a download begins at once.
FIRST_BATCH: Final = 10
LICENSE_NAME: Final = "CC BY 4.0"
LICENSE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Entry:
    """One procedure for the public: its record without the house's notes, and what stands around it."""

    pk: int
    record: ProcedureRecord
    around: Surroundings


def open_procedures() -> ProcedureQuerySet:
    """Live, public, under a real code, not internal to the administration; in force or not (its status says so)."""
    pages: ProcedureQuerySet = (
        ProcedurePage.objects.live().public().for_citizens().exclude(code__startswith=PLACEHOLDER_PREFIX)
    )
    return pages


def is_open(page: ProcedurePage) -> bool:
    """The same rule for a page in memory, whose reader may read it."""
    return page.live and page.scope != Scope.INTERNAL and page.has_real_code


def publisher(request: HttpRequest | None = None) -> Publisher:
    """Who publishes, as the site's identity says; kept on ``request`` where there is one."""
    site = None if request else Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    if request is not None:
        identity = SiteIdentity.for_request(request)
    return Publisher(
        name=identity.responsible_body or identity.administration_name or identity.site_name,
        area=identity.administration_name,
        base_url=settings.PUBLIC_BASE_URL,
    )


def absolute(path: str) -> str:
    """The public address of a path of this site."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_BASE_URL}{path}"


def entries(pages: ProcedureQuerySet, batch: int = BATCH) -> Iterator[Entry]:
    """Every procedure of ``pages`` in the order of its primary key: the same queries for each batch, flat memory.

    Each batch asks anew which pages are open, so a page that is unpublished meanwhile is not told any more.
    """
    last, size = 0, min(FIRST_BATCH, batch)
    by = publisher()
    while chunk := list(with_rows(pages.filter(pk__gt=last)).order_by("pk")[:size]):
        yield from entries_of(chunk, by)
        last, size = chunk[-1].pk, batch


def entries_of(pages: Sequence[ProcedurePage], by: Publisher | None = None) -> list[Entry]:
    """The entries of pages in memory (read ``with_rows``), in their order, in a constant number of queries."""
    by = by or publisher()
    records = [public_record(record_of(page)) for page in pages]
    near = _Neighbours(pages, records)
    return [
        Entry(page.pk, record, near.around(page, record, by))
        for page, record in zip(pages, records, strict=True)
    ]


def page_address(page: ProcedurePage, root_path: str) -> str:
    """The public address of a page, without a query: ``root_path`` is the tree path of the site's root page."""
    return f"{settings.PUBLIC_BASE_URL}/{page.url_path.removeprefix(root_path)}"


def root_path() -> str:
    """The tree path of the default site's root page, with its slash at the end."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.url_path if site else "/"


def service_of(page: ProcedurePage, request: HttpRequest | None) -> tuple[ProcedureRecord, Surroundings]:
    """What schema.org tells of one page. Rows are read into the page, where the page's own view finds them again."""
    if not getattr(page, "_cluster_related_objects", None):
        prefetch_related_objects([page], *_TOLD_BY_SERVICE)
    department = page.responsible_department
    record = ProcedureRecord(
        code=page.code,
        official_name=page.official_name,
        title=page.title,
        summary=page.summary,
        portal_url=page.portal_url,
        status=page.status,
        effective_from=page.effective_from,
        effective_to=page.effective_to,
        contact_office=page.contact_office,
        contact_phone=page.contact_phone,
        fields=tuple(Named(row.code, row.name) for row in page.fields.all()),
        subjects=tuple(Named(row.code, row.name) for row in page.subjects.all()),
        legal_bases=tuple(Named(row.number, row.title) for row in page.legal_bases.all()),
        agencies=tuple(AgencyRecord(row.role, row.agency.name) for row in page.agencies.all()),
        results=tuple(row.name for row in page.results.all()),
        methods=as_records(MethodRecord, page.submission_methods.all()),
        time_limits=as_records(TimeRecord, page.time_limits.all()),
        fees=as_records(FeeRecord, page.fees.all()),
    )
    around = Surroundings(
        url=absolute(page.get_url(request) or ""),
        publisher=publisher(request),
        office=_office(department) if department else None,
    )
    return record, around


_TOLD_BY_SERVICE: Final = (
    "fields",
    "subjects",
    "legal_bases",
    "agencies__agency",
    "results",
    "submission_methods",
    "time_limits",
    "fees",
)


def _office(row: Department) -> Office:
    return Office(row.code, row.name, row.phone, row.email, row.address)


class _Neighbours:
    """Departments, successors, forms, legal texts and life events of a batch, each kind read once."""

    def __init__(self, pages: Sequence[ProcedurePage], records: Sequence[ProcedureRecord]) -> None:
        self.root = root_path()
        self.offices = {
            row.pk: _office(row)
            for row in Department.objects.filter(pk__in={page.responsible_department_id for page in pages})
        }
        self.successors = {
            page.pk: Successor(page.code, page.title, page_address(page, self.root))
            for page in open_procedures().filter(pk__in={page.replaced_by_id for page in pages})
        }
        codes = {item.form_code for record in records for case in record.cases for item in case.items}
        self.forms = {
            fold(row.code): FormLink(
                row.code, row.name, absolute(reverse("procedures:form", args=[row.slug]))
            )
            for row in Form.objects.filter(code__in=codes - {""})
        }
        numbers = {row.code for record in records for row in record.legal_bases}
        self.texts = {
            row.number: LegalText(
                row.number,
                row.title,
                row.issuer,
                row.issued_on,
                row.valid_to,
                row.replaced_by.number if row.replaced_by else "",
            )
            for row in LegalBasis.objects.filter(number__in=numbers).select_related("replaced_by")
        }
        names = {name for record in records for name in record.life_events}
        self.events = {
            row.name: absolute(f"/su-kien/{row.slug}/") for row in LifeEvent.objects.filter(name__in=names)
        }

    def around(self, page: ProcedurePage, record: ProcedureRecord, by: Publisher) -> Surroundings:
        """What stands around one page of the batch."""
        return Surroundings(
            url=page_address(page, self.root),
            publisher=by,
            first_published_at=page.first_published_at,
            updated_at=page.last_published_at,
            office=self.offices.get(page.responsible_department_id),
            successor=self.successors.get(page.replaced_by_id),
            forms=self.forms,
            legal_texts=self.texts,
            event_urls={name: self.events[name] for name in record.life_events if name in self.events},
        )
