"""Pages with everything below them, unsaved, for the tests of the bulk path and its benchmark."""

from datetime import date
from decimal import Decimal

from core.models import Department, Level
from procedures.models import (
    Agency,
    DossierCase,
    DossierItem,
    Fee,
    Field,
    LegalBasis,
    LifeEvent,
    ProcedureAgency,
    ProcedurePage,
    ProcedureResult,
    ProcedureStep,
    PublicationDecision,
    SubjectType,
    SubmissionMethod,
    TimeLimit,
)


def _named(model: type, code: str, name: str) -> object:
    return model.objects.get_or_create(code=code, defaults={"name": name})[0]


def rich_page(number: int, *, cases: int = 2) -> ProcedurePage:
    """An unsaved page with some twenty rows of every kind; the rows of lists that it names are saved."""
    page = ProcedurePage(
        code=f"9.{number:06d}",
        title=f"Cấp bản sao giấy chứng nhận số {number}",
        official_name=f"Thủ tục cấp bản sao giấy chứng nhận số {number} tại Ủy ban nhân dân cấp xã",
        summary="Bạn nhận được bản sao có giá trị như bản chính.",
        requirements="Có yêu cầu của người được cấp.",
        return_methods=["at_counter", "online"],
        responsible_department=Department.objects.first(),
        decision=PublicationDecision.objects.get_or_create(number="7/QĐ-UBND", issuer="UBND tỉnh An Hòa")[0],
    )
    page.fields = [_named(Field, "LV1", "Hộ tịch"), _named(Field, "LV2", "Chứng thực")]
    page.subjects = [_named(SubjectType, "DT1", "Công dân Việt Nam")]
    page.levels = list(Level.objects.filter(code__in=["commune", "province"]))
    page.life_events = [LifeEvent.objects.get_or_create(name="Sinh con")[0]]
    page.legal_bases = [
        LegalBasis.objects.get_or_create(number=f"{year}/NĐ-CP")[0] for year in ("123/2015", "87/2020")
    ]
    page.steps = [ProcedureStep(sort_order=n, text=f"Bước {n}: nộp hồ sơ.") for n in range(3)]
    page.submission_methods = [
        SubmissionMethod(sort_order=n, channel=channel)
        for n, channel in enumerate(("direct", "online", "post"))
    ]
    page.time_limits = [
        TimeLimit(sort_order=n, channel=channel, value=Decimal(f"{n + 1}.00"), unit="working_day")
        for n, channel in enumerate(("direct", "online"))
    ]
    page.fees = [
        Fee(sort_order=0, channel="direct", status="amount", amount_min=8000, valid_from=date(2026, 7, 1)),
        Fee(sort_order=1, channel="online", status="free"),
    ]
    page.results = [ProcedureResult(sort_order=0, name="Bản sao")]
    page.agencies = [
        ProcedureAgency(sort_order=n, agency=Agency.objects.get_or_create(folded_name=folded, name=name)[0])
        for n, (folded, name) in enumerate(
            [("uy ban nhan dan cap xa", "Ủy ban nhân dân cấp xã"), ("so tu phap", "Sở Tư pháp")]
        )
    ]
    page.dossier_cases = [_case(n) for n in range(cases)]
    return page


def _case(number: int) -> DossierCase:
    case = DossierCase(sort_order=number, name=f"Trường hợp {number}")
    case.items = [DossierItem(sort_order=n, name=f"Giấy tờ {n}", copies=n) for n in range(3)]
    return case
