"""Procedures and what they need, for tests of any app.

Wagtail reads a whole page again for each row that is saved, to note what the page refers to: a quarter of the time of
tests that look at pages. Nothing but usage counts needs these notes, so what is made here is without; what the tests
do with it afterwards is noted as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import factory
import wagtail_factories
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site
from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
)

from core.models import Department, User
from procedures.models import (
    Agency,
    DossierCase,
    DossierItem,
    Fee,
    Field,
    LegalBasis,
    LifeEvent,
    ProcedureAgency,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureStep,
    PublicationDecision,
    SubjectType,
    SubmissionMethod,
    TimeLimit,
)


@contextmanager
def without_references() -> Iterator[None]:
    """Save without noting what refers to what; Wagtail's own way can't stand inside itself."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Đơn vị {n}")
    kind = "provincial"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")


class FieldFactory(DjangoModelFactory[Field]):
    class Meta:
        model = Field

    code = factory.Sequence(lambda n: f"LV{n}")
    name = factory.Sequence(lambda n: f"Lĩnh vực {n}")


class LifeEventFactory(DjangoModelFactory[LifeEvent]):
    class Meta:
        model = LifeEvent

    name = factory.Sequence(lambda n: f"Sự kiện {n}")


class SubjectTypeFactory(DjangoModelFactory[SubjectType]):
    class Meta:
        model = SubjectType

    code = factory.Sequence(lambda n: f"DT{n}")
    name = factory.Sequence(lambda n: f"Đối tượng {n}")


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Cơ quan {n}")


class LegalBasisFactory(DjangoModelFactory[LegalBasis]):
    class Meta:
        model = LegalBasis

    number = factory.Sequence(lambda n: f"{n}/2025/NĐ-CP")
    title = "Quy định chi tiết"


class DecisionFactory(DjangoModelFactory[PublicationDecision]):
    class Meta:
        model = PublicationDecision

    number = factory.Sequence(lambda n: f"{n}/QĐ-UBND")
    issuer = "UBND tỉnh An Hòa"


@without_references()
def catalogue_index(title: str = "Thủ tục hành chính") -> ProcedureIndexPage:
    """The one index page, live below the site's root."""
    known = ProcedureIndexPage.objects.first()
    if known is not None:
        return known
    root = Site.objects.get(is_default_site=True).root_page
    index = ProcedureIndexPage(title=title, slug="thu-tuc", live=True)
    root.add_child(instance=index)
    return index


class ProcedureFactory(wagtail_factories.PageFactory):
    """A live procedure below the index. Rows are added with ``add_fee`` and its like, then ``page.save()``."""

    class Meta:
        model = ProcedurePage

    code = factory.Sequence(lambda n: f"1.{n + 500000:06d}")
    title = factory.Sequence(lambda n: f"Đăng ký việc số {n}")
    official_name = factory.LazyAttribute(lambda page: page.title)
    slug = ""
    live = True

    @classmethod
    @without_references()
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: dict[str, Any]) -> Page:
        lists = {
            name: kwargs.pop(name)
            for name in ("fields", "levels", "subjects", "life_events", "legal_bases")
            if name in kwargs
        }
        page = super()._create_instance(model_class, parent or catalogue_index(), kwargs)
        for name, rows in lists.items():
            getattr(page, name).set(rows)
        if lists:
            page.save()
        return page


def procedure(**kwargs: Any) -> ProcedurePage:
    """A live procedure page, typed."""
    page: ProcedurePage = ProcedureFactory.create(**kwargs)
    return page


@without_references()
def add_fee(page: ProcedurePage, amount: int | None = None, **kwargs: Any) -> Fee:
    """A saved fee; with an amount its status is ``amount``, without one "not stated" unless given."""
    status = kwargs.pop("status", "amount" if amount is not None else "not_stated")
    return Fee.objects.create(page=page, amount_min=amount, status=status, **kwargs)


@without_references()
def add_time(
    page: ProcedurePage, value: Decimal | int | None = None, unit: str = "working_day", **kwargs: Any
) -> TimeLimit:
    """A saved time limit."""
    return TimeLimit.objects.create(page=page, value=value, unit=unit, **kwargs)


@without_references()
def add_method(page: ProcedurePage, channel: str = "direct", note: str = "") -> SubmissionMethod:
    """A saved way of filing."""
    return SubmissionMethod.objects.create(page=page, channel=channel, note=note)


@without_references()
def add_case(page: ProcedurePage, *names: str, name: str = "", **kwargs: Any) -> DossierCase:
    """A saved dossier case with the papers ``names``."""
    case = DossierCase.objects.create(page=page, name=name)
    for number, paper in enumerate(names):
        DossierItem.objects.create(case=case, name=paper, sort_order=number, **kwargs)
    return case


@without_references()
def add_step(page: ProcedurePage, text: str = "Nộp hồ sơ.", **kwargs: Any) -> ProcedureStep:
    """A saved step."""
    return ProcedureStep.objects.create(page=page, text=text, **kwargs)


@without_references()
def add_agency(page: ProcedurePage, name: str, role: str = "implementing") -> ProcedureAgency:
    """A saved agency row."""
    agency = Agency.objects.filter(name=name).first() or AgencyFactory.create(name=name)
    return ProcedureAgency.objects.create(page=page, agency=agency, role=role)
