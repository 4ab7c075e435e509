"""Which of the eight legal parts of a procedure are there (Nghị định 63/2010/NĐ-CP, article 8, paragraph 2).

A part that is missing is a condition on the page's rows, so that one query counts them over the whole catalogue.
The eighth part holds "where it applies": a result and a fee are expected of every procedure and reported, but they
don't count among the seven that every procedure must have. No requirements means there are none, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.choices import AgencyRole, FeeStatus, TimeUnit
from procedures.figures import Share
from procedures.models import (
    DossierItem,
    Fee,
    ProcedureAgency,
    ProcedurePage,
    ProcedureQuerySet,
    ProcedureResult,
    ProcedureStep,
    SubmissionMethod,
    TimeLimit,
)

_SUBJECTS: Final = ProcedurePage.subjects.through


@dataclass(frozen=True)
class Part:
    """A legal part. ``letter`` as in the article; ``place``: where the edit form has it."""

    name: str
    letter: str
    label: Promise
    place: str
    required: bool
    missing: Any

    @property
    def flag(self) -> str:
        """The name of the annotation that says whether a page lacks this part."""
        return f"lacks_{self.name}"


def _without(rows: Any, **conditions: Any) -> Any:
    return ~Exists(rows.filter(page=OuterRef("pk"), **conditions))


PARTS: Final = (
    Part("name", "a", _("Tên thủ tục"), "official_name", True, Q(official_name="")),
    Part("steps", "b", _("Trình tự thực hiện"), "steps", True, _without(ProcedureStep.objects.all())),
    Part(
        "ways",
        "c",
        _("Cách thức thực hiện"),
        "submission_methods",
        True,
        _without(SubmissionMethod.objects.all()),
    ),
    Part(
        "dossier",
        "d",
        _("Thành phần, số lượng hồ sơ"),
        "dossier_cases",
        True,
        Q(dossier_sets=0) | ~Exists(DossierItem.objects.filter(case__page=OuterRef("pk"))),
    ),
    Part(
        "time",
        "đ",
        _("Thời hạn giải quyết"),
        "time_limits",
        True,
        _without(TimeLimit.objects.exclude(unit=TimeUnit.NOT_STATED)),
    ),
    Part(
        "subjects",
        "e",
        _("Đối tượng thực hiện"),
        "subjects",
        True,
        ~Exists(_SUBJECTS.objects.filter(procedurepage=OuterRef("pk"))),
    ),
    Part(
        "agency",
        "g",
        _("Cơ quan thực hiện"),
        "agencies",
        True,
        _without(ProcedureAgency.objects.filter(role=AgencyRole.IMPLEMENTING)),
    ),
    Part("result", "h", _("Kết quả"), "results", False, _without(ProcedureResult.objects.all())),
    Part(
        "fee",
        "h",
        _("Phí, lệ phí"),
        "fees",
        False,
        _without(Fee.objects.exclude(status=FeeStatus.NOT_STATED)),
    ),
)
REQUIRED: Final = tuple(part for part in PARTS if part.required)


def part_named(name: str) -> Part | None:
    """The part with this name."""
    return next((part for part in PARTS if part.name == name), None)


def lacking(pages: ProcedureQuerySet, parts: Iterable[Part] = PARTS) -> ProcedureQuerySet:
    """The pages that lack any of the parts."""
    condition = Q()
    for part in parts:
        condition |= Q(part.missing)
    return pages.filter(condition)


def with_gaps(pages: ProcedureQuerySet) -> ProcedureQuerySet:
    """The pages with a flag for each part, see ``gaps_of``."""
    return pages.annotate(**{part.flag: _flag(part) for part in PARTS})


def _flag(part: Part) -> Any:
    return ExpressionWrapper(Q(part.missing), output_field=BooleanField())


def gaps_of(page: ProcedurePage) -> list[Part]:
    """The parts that a page out of ``with_gaps`` lacks, in the order of the article."""
    return [part for part in PARTS if getattr(page, part.flag)]


@dataclass(frozen=True)
class PartReport:
    """How many published procedures lack a part."""

    part: Part
    missing: int
    share: Share


@dataclass(frozen=True)
class Report:
    """T1: procedures with all seven parts among the published ones; and with the eighth part besides."""

    complete: Share
    with_eighth: Share
    parts: tuple[PartReport, ...]


def published(on: date) -> ProcedureQuerySet:
    """What the figures are about: live pages of procedures that apply on the day."""
    pages: ProcedureQuerySet = ProcedurePage.objects.live().in_force(on)
    return pages


def completeness(pages: ProcedureQuerySet) -> Report:
    """One query over all pages, whatever their number."""
    all_seven, all_eight = Q(), Q()
    for part in PARTS:
        all_eight |= Q(part.missing)
        if part.required:
            all_seven |= Q(part.missing)
    counts = pages.order_by().aggregate(
        total=Count("pk"),
        lacks_any_required=Count("pk", filter=all_seven),
        lacks_any=Count("pk", filter=all_eight),
        **{part.flag: Count("pk", filter=Q(part.missing)) for part in PARTS},
    )
    total = counts["total"]
    return Report(
        complete=Share(total - counts["lacks_any_required"], total),
        with_eighth=Share(total - counts["lacks_any"], total),
        parts=tuple(
            PartReport(part, counts[part.flag], Share(total - counts[part.flag], total)) for part in PARTS
        ),
    )
