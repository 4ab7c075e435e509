"""The longest procedure that anybody will publish, on the narrowest screen: 30 fees, 20 cases of 8 papers."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.e2e.conftest import CheckAxe, OpenPage
from tests.e2e.site_under_test import ROOT, RunningSite
from tests.e2e.test_public_pages import CLIPPED

CODE = "9.300020"
FEES, CASES, PAPERS = 30, 20, 8
CHANNELS = ("direct", "online", "post")
# What no line can be broken at, as real lists of papers have it.
UNBROKEN = "Nghị_định_số_118/2025/NĐ-CP_Phụ_lục_II_Mẫu_số_01_Danh_mục_thành_phần_hồ_sơ.docx"
# Whatever of the page's own part begins or ends outside the screen, though it does not scroll by itself.
STICKING_OUT = """() => [...document.querySelectorAll("main *")]
  .filter(e => e.offsetParent && !e.closest(".visually-hidden"))
  .filter(e => { const box = e.getBoundingClientRect();
                 return box.width > 0 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1); })
  .map(e => e.outerHTML.slice(0, 100))"""


def fee(number: int) -> dict[str, Any]:
    """A tariff of one of the ways of filing; every fifth one is still to come."""
    return {
        "channel": CHANNELS[number % 3],
        "kind": "phi",
        "status": "amount",
        "amount_min": 1_000_000 * (number + 1),
        "amount_max": 123_456_789,
        "per_unit": "/giấy phép/lần thẩm định",
        "case_label": f"Nhóm {number + 1}: cơ sở có quy mô từ {number}00 đến dưới {number + 1}00 người",
        "exemption": "Miễn cho người có công, hộ nghèo và người khuyết tật.",
        "legal_basis": "Thông tư 59/2023/TT-BTC",
        "valid_from": "2027-01-01" if number % 5 == 0 else "2024-01-01",
    }


def case(number: int) -> dict[str, Any]:
    """Papers of its own, one with a name that can't be broken."""
    return {
        "name": f"Trường hợp {number + 1}: người nộp ở xa, ủy quyền cho tổ chức khác nộp thay",
        "items": [
            {
                "name": f"Giấy tờ {number + 1}.{paper + 1}: bản chứng thực {UNBROKEN if paper == 3 else ''}",
                "originals": 1,
                "copies": paper,
                "note": "Kèm bản dịch công chứng nếu là tiếng nước ngoài.",
                "form_code": f"Mẫu số {paper + 1:02}",
            }
            for paper in range(PAPERS)
        ],
    }


def long_procedure() -> dict[str, Any]:
    """Real in shape and length: names of several lines, amounts of nine digits, tariffs that change."""
    name = "Cấp, cấp lại, điều chỉnh giấy phép hoạt động đối với cơ sở " * 9
    return {
        "format": "motcua-procedure",
        "version": 1,
        "code": CODE,
        "official_name": f"Thủ tục {name.strip()} ({UNBROKEN})",
        "title": name[:200].strip(),
        "fees": [fee(number) for number in range(FEES)],
        "time_limits": [
            {
                "channel": channel,
                "unit": "working_day",
                "value": 15,
                "committed_unit": "working_day",
                "committed_value": 9,
                "committed_basis": "Quyết định 12/QĐ-UBND",
            }
            for channel in CHANNELS
        ],
        "methods": [{"channel": channel, "note": f"Nộp tại {UNBROKEN}"} for channel in CHANNELS],
        "cases": [case(number) for number in range(CASES)],
        "steps": [{"title": f"Bước {n}", "text": "Nộp hồ sơ và nhận giấy hẹn. " * 8} for n in range(1, 9)],
        "legal_bases": [
            {"code": f"{n}/2025/NĐ-CP", "name": "Nghị định quy định chi tiết"} for n in range(20)
        ],
        "results": ["Giấy phép hoạt động"],
    }


@pytest.fixture(scope="module")
def address(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the procedure stands once it is imported and published."""
    source = tmp_path_factory.mktemp("source") / "dai.jsonl"
    source.write_text(json.dumps(long_procedure(), ensure_ascii=False) + "\n", encoding="utf-8")
    settings = {
        "DJANGO_SETTINGS_MODULE": "motcua.settings.local",
        "VAR_DIR": str(site.var),
        "DATABASE_URL": f"sqlite:///{site.var}/db.sqlite3",
    }
    command = [sys.executable, "manage.py", "import_procedures", str(source), "--publish"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return f"/ma/{CODE}/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_longest_procedure_is_readable_on_the_narrowest_screen(
    address: str, open_page: OpenPage, axe: CheckAxe, javascript: bool
) -> None:
    page = open_page(320, javascript=javascript)
    page.goto(address)
    # A reader opens one case after the other; here all of them stand open at once.
    page.locator("main details").evaluate_all(
        "all => all.forEach(part => { part.removeAttribute('name'); part.open = true; })"
    )
    shown = page.locator("main").inner_text()
    assert shown.count("Nhóm ") >= FEES
    assert shown.count("Giấy tờ ") >= CASES * PAPERS
    assert "30.000.000" in shown
    page.evaluate("document.fonts.ready")
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CLIPPED) == []
    if javascript:  # axe is a script itself
        axe(page)
