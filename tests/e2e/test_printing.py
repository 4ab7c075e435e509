"""What people take along on paper: a procedure on two sheets at most, a receipt on one."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Citizen

WARD = "phường An Lộc"


def printed(page: Page) -> list[str]:
    """The text of each A4 sheet that the browser prints."""
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]


@pytest.mark.parametrize("code", ["1.001193", "1.004194", "2.000815", "1.000894"])
def test_an_everyday_procedure_fits_on_two_sheets(code: str, page_1280: Page) -> None:
    page_1280.goto(f"/ma/{code}/")
    sheets = printed(page_1280)
    assert len(sheets) <= 2, [sheet[-200:] for sheet in sheets]
    assert code in "".join(sheets)


def test_the_receipt_fits_on_one_sheet_with_both_codes(open_page: OpenPage) -> None:
    citizen = Citizen(open_page(360))
    citizen.find("dang ky khai sinh", "Đăng ký khai sinh")
    citizen.write_about_this_procedure()
    citizen.fill_in(place=WARD, email="giay-in@example.vn")
    receipt = citizen.send()
    sheets = printed(citizen.page)
    assert len(sheets) == 1
    assert receipt.code in sheets[0]
    assert receipt.secret in sheets[0]
