"""Write imported records into the catalogue: one transaction a record, matched by code, safe to run twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from procedures.importing.facts import record_digest
from procedures.importing.records import Issue, Parsed, ProcedureRecord, Severity
from procedures.models import ProcedureIndexPage, ProcedurePage
from procedures.services.writing import PageWriter
from procedures.titles import procedure_slug


class Outcome(StrEnum):
    """What became of one record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass
class ImportReport:
    """What an import did, record by record and in numbers."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    published: int = 0
    drafts: int = 0
    issues: list[Issue] = field(default_factory=list)

    @property
    def usable(self) -> int:
        """Records that could be read and written."""
        return sum(self.outcomes.values()) - self.outcomes[Outcome.REJECTED]

    def as_json(self) -> dict[str, Any]:
        """Plain data for a report file."""
        return {
            **{outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "published": self.published,
            "drafts": self.drafts,
            "issues": [asdict(issue) for issue in self.issues],
        }


class NoRoot(Exception):
    """There is no site to hang the catalogue's index page under."""


@contextmanager
def rehearsal(*, dry_run: bool) -> Iterator[None]:
    """Undo everything at the end of a dry run: it does exactly what the real run would do, and keeps nothing."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def catalogue_index() -> ProcedureIndexPage:
    """The catalogue's index page, made and published below the site's root if there is none yet."""
    index = ProcedureIndexPage.objects.first()
    if index is not None:
        return index
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise NoRoot
    index = ProcedureIndexPage(title="Thủ tục hành chính", slug="thu-tuc")
    site.root_page.specific.add_child(instance=index)
    index.save_revision().publish()
    return index


class Importer:
    """Applies parsed records below ``index``. ``publish``: clean records go live, doubtful ones stay drafts."""

    def __init__(self, index: ProcedureIndexPage, *, publish: bool) -> None:
        self.index = index
        self.publish = publish
        self.writer = PageWriter()
        self.report = ImportReport()
        self._done: dict[str, str] = {}

    def apply(self, parsed: Parsed) -> Outcome:
        """One record. A record that the database refuses is rejected with the reason, and the next goes on."""
        self.report.issues.extend(parsed.issues)
        outcome = self._apply(parsed)
        self.report.outcomes[outcome] += 1
        return outcome

    def _apply(self, parsed: Parsed) -> Outcome:
        record = parsed.procedure
        if record is None:
            return Outcome.REJECTED
        first = self._done.setdefault(record.code, parsed.source)
        if first != parsed.source:
            return self._reject(parsed, record, "code", "duplicate", f"mã này đã đọc ở {first}")
        try:
            # Wagtail would rebuild the page's references once for each row saved; once a page is enough.
            with transaction.atomic(), disable_reference_index_auto_update():
                return self._write(parsed, record)
        except ValidationError as problem:
            return self._reject(
                parsed, record, ", ".join(_fields(problem)), "refused", "; ".join(problem.messages)
            )
        except DatabaseError as problem:
            return self._reject(parsed, record, "", "refused", f"cơ sở dữ liệu từ chối: {problem!s:.200}")

    def _reject(self, parsed: Parsed, record: ProcedureRecord, place: str, kind: str, reason: str) -> Outcome:
        self.report.issues.append(Issue(parsed.source, record.code, place, Severity.ERROR, kind, reason))
        return Outcome.REJECTED

    def _write(self, parsed: Parsed, record: ProcedureRecord) -> Outcome:
        page = ProcedurePage.objects.filter(code=record.code).first()
        goes_live = self.publish and not parsed.doubtful
        if page is None:
            self._create(record, goes_live=goes_live)
            return Outcome.CREATED
        if page.source_digest == record_digest(record):
            return Outcome.UNCHANGED
        self._update(page, parsed, record, goes_live=goes_live)
        return Outcome.UPDATED

    def _create(self, record: ProcedureRecord, *, goes_live: bool) -> None:
        """Save a new page and its first revision. Going through Wagtail's publish would write every row twice."""
        now = timezone.now() if goes_live else None
        page = ProcedurePage(live=goes_live, has_unpublished_changes=not goes_live)
        page.first_published_at = page.last_published_at = now
        self.writer.write(page, record)
        page.source_digest = record_digest(record)
        page.slug = procedure_slug(record.title, record.code)
        if self._slug_taken(page.slug):
            page.slug = ""
        self.index.add_child(instance=page)
        self.writer.write_aliases(page, record)
        revision = page.save_revision(clean=False, changed=not goes_live)
        if goes_live:
            page.live_revision = revision
            ProcedurePage.objects.filter(pk=page.pk).update(live_revision=revision)
            page_published.send(sender=ProcedurePage, instance=page, revision=revision)
        self._count(page, goes_live=goes_live)

    def _slug_taken(self, slug: str) -> bool:
        return self.index.get_children().filter(slug=slug).exists()

    def _update(
        self, page: ProcedurePage, parsed: Parsed, record: ProcedureRecord, *, goes_live: bool
    ) -> None:
        """A page made or edited here, or with an unpublished draft, gets a draft: nothing of people's is lost."""
        made_here = not page.source_digest
        edited = (
            made_here or page.has_unpublished_changes or page.revisions.filter(user__isnull=False).exists()
        )
        if edited and page.live:
            reason = "trang đã được sửa tại đây: bản nhập mới lưu thành bản nháp"
            self.report.issues.append(
                Issue(parsed.source, record.code, "", Severity.DOUBT, "edited_here", reason)
            )
        newest = page.get_latest_revision_as_object()
        self.writer.write(newest, record)
        newest.source_digest = record_digest(record)
        self.writer.write_aliases(page, record)
        self._save_revision(newest, goes_live=goes_live and not edited)
        ProcedurePage.objects.filter(pk=page.pk).update(source_digest=newest.source_digest)

    def _save_revision(self, page: ProcedurePage, *, goes_live: bool) -> None:
        revision = page.save_revision(clean=False)
        if goes_live:
            revision.publish()
        self._count(page, goes_live=goes_live)

    def _count(self, page: ProcedurePage, *, goes_live: bool) -> None:
        self.report.published += goes_live
        self.report.drafts += not goes_live
        ReferenceIndex.create_or_update_for_object(page)


def _fields(problem: ValidationError) -> list[str]:
    return sorted(problem.message_dict) if hasattr(problem, "error_dict") else []
