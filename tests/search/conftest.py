"""A small catalogue and an index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings
from wagtail.models import Page, Site

from core.models import Level
from procedures.models import (
    Agency,
    Fee,
    Field,
    ProcedureAgency,
    ProcedureIndexPage,
    ProcedurePage,
    ProcedureStep,
    SubjectType,
    SubmissionMethod,
    TimeLimit,
)
from search import engines
from search.services import upkeep

MakePage = Callable[..., ProcedurePage]


@pytest.fixture(autouse=True)
def own_index(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Give the test an index file of its own, not built yet."""
    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    engines.forget_engines()
    cache.clear()
    yield settings.SEARCH_INDEX_PATH
    engines.forget_engines()
    cache.clear()


@pytest.fixture
def catalogue(db: None) -> ProcedureIndexPage:
    root: Page = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=ProcedureIndexPage(title="Thủ tục", slug="thu-tuc"))


@pytest.fixture
def make_page(catalogue: ProcedureIndexPage) -> MakePage:
    """Make a published procedure in the field "Hộ tịch", of the commune, free, due in 3 working days."""

    def make(
        code: str, title: str, *, field: str = "Hộ tịch", level: str = "commune", **values: object
    ) -> ProcedurePage:
        fee = values.pop("fee", {"status": "free"})
        page = ProcedurePage(
            code=code, title=title, official_name=title, slug=f"p-{code.replace('.', '-')}", **values
        )
        page.fields = [Field.objects.get_or_create(name=field, defaults={"code": field[:40]})[0]]
        page.levels = [Level.objects.get_or_create(code=level, defaults={"name": level})[0]]
        page.subjects = [
            SubjectType.objects.get_or_create(code="citizen", defaults={"name": "Công dân Việt Nam"})[0]
        ]
        page.fees = [Fee(**fee)]  # type: ignore[arg-type]
        page.time_limits = [TimeLimit(value=3, unit="working_day")]
        page.submission_methods = [SubmissionMethod(channel="direct"), SubmissionMethod(channel="post")]
        page.steps = [ProcedureStep(title="Nộp hồ sơ", text="Người dân nộp hồ sơ.")]
        agency = Agency.objects.get_or_create(name="Ủy ban nhân dân cấp xã")[0]
        page.agencies = [ProcedureAgency(agency=agency, role="implementing")]
        catalogue.add_child(instance=page)
        return page

    return make


@pytest.fixture
def birth(make_page: MakePage) -> ProcedurePage:
    return make_page("1.001193", "Thủ tục đăng ký khai sinh", summary="Giấy khai sinh cho trẻ mới sinh.")


@pytest.fixture
def indexed(birth: ProcedurePage, make_page: MakePage) -> ProcedureIndexPage:
    """Four procedures, indexed."""
    make_page("1.004194", "Đăng ký tạm trú", field="Cư trú", fee={"status": "amount", "amount_min": 15000})
    make_page("1.000689", "Đăng ký khai sinh kết hợp nhận cha, mẹ, con", online_level="full")
    make_page(
        "1.012783",
        "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
        field="Đất đai",
        level="province",
        fee={"status": "set_by_province"},
    )
    upkeep.reindex()
    parent: ProcedureIndexPage = birth.get_parent().specific
    return parent
