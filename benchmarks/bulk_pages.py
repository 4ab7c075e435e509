"""A catalogue of any size for the benchmarks: rich procedure pages, the same for the same number.

``python benchmarks/bulk_pages.py 20000`` fills the database of the settings up to that many pages. Every page has
fees, time limits, papers, steps, agencies and legal bases as an everyday one does; names are made of real words.
"""

import itertools
import os
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings.dev")

VERBS = (
    "Đăng ký|Cấp|Cấp lại|Cấp đổi|Gia hạn|Thu hồi|Xác nhận|Công nhận|Thẩm định|Phê duyệt|Điều chỉnh|Chấp thuận|"
    "Giải quyết|Thông báo|Sửa đổi, bổ sung|Trích lục|Chứng thực|Miễn, giảm|Chuyển đổi|Khai báo"
).split("|")
OBJECTS = (
    "khai sinh|kết hôn|khai tử|giấy phép xây dựng|giấy chứng nhận quyền sử dụng đất|thường trú|tạm trú|hộ kinh doanh|"
    "doanh nghiệp|giấy phép lái xe|chứng chỉ hành nghề khám bệnh|giấy phép môi trường|trợ cấp xã hội hằng tháng|"
    "bảo hiểm thất nghiệp|chế độ người có công|con nuôi|di chúc|giấy phép bán lẻ thuốc|quảng cáo|lao động nước ngoài|"
    "khai thác khoáng sản|giống cây trồng|tàu cá|phương tiện thủy nội địa|trường mầm non|trung tâm ngoại ngữ|"
    "hoạt động in|thư viện|di tích|lễ hội|phòng cháy chữa cháy|hợp tác xã|hóa chất|điện lực|viễn thông|nhà ở xã hội"
).split("|")
QUALIFIERS = (
    "|có yếu tố nước ngoài|lưu động|tại khu vực biên giới|cho tổ chức|cho cá nhân|trực tuyến|đã bị mất, hư hỏng|"
    "thuộc thẩm quyền của Sở|thuộc thẩm quyền của Ủy ban nhân dân cấp xã|đối với người khuyết tật|lần đầu|hết hạn|"
    "trên phạm vi hai tỉnh trở lên|theo đề nghị của Tòa án|cho doanh nghiệp nhỏ và vừa|trong khu công nghiệp"
).split("|")
PAPERS = (
    "Tờ khai theo mẫu|Giấy tờ chứng minh thông tin về cư trú|Bản sao giấy chứng nhận|Văn bản ủy quyền|Ảnh 4 x 6 cm|"
    "Bản vẽ thiết kế|Giấy xác nhận của cơ quan có thẩm quyền|Căn cước công dân|Hợp đồng|Báo cáo kết quả hoạt động"
).split("|")
CHUNK = 250


def records(first: int, count: int) -> Iterator[object]:
    """The records of the pages ``first`` to ``first + count - 1``."""
    for number in range(first, first + count):
        yield _record(number, Random(number))  # noqa: S311 - the same page every time


def _record(number: int, random: Random) -> object:
    from procedures.importing import records as form

    name = " ".join(filter(None, map(random.choice, (VERBS, OBJECTS, QUALIFIERS))))
    name = f"{name} ({number})"
    return form.ProcedureRecord(
        code=f"{number % 3 + 1}.{number + 100_000:06}"[-8:],
        title=name,
        official_name=f"Thủ tục {name[0].lower()}{name[1:]}",
        summary=f"Bạn nhận được kết quả của việc {name.lower()}.",
        requirements=_text(random, 40),
        decision=form.DecisionRecord(f"{number % 200 + 1}/QĐ-UBND", "UBND tỉnh An Hòa"),
        fields=(form.Named(f"LV{number % 120}", f"Lĩnh vực {number % 120}"),),
        subjects=(form.Named(f"DT{number % 8}", f"Đối tượng {number % 8}"),),
        levels=(("province", "commune")[number % 2],),
        life_events=(f"Sự kiện {number % 20}",) if number % 4 == 0 else (),
        legal_bases=tuple(form.Named(f"{(number + n) % 400 + 1}/2025/NĐ-CP", "Nghị định") for n in range(3)),
        agencies=(
            form.AgencyRecord("implementing", f"Sở số {number % 25}"),
            form.AgencyRecord("coordinating", "Thuế tỉnh"),
        ),
        results=(f"Giấy chứng nhận số {number}",),
        **_rows(number, random),
    )


def _rows(number: int, random: Random) -> dict[str, Any]:
    """Ways, times, fees, steps and papers: some 25 rows."""
    from procedures.importing import records as form

    cases = random.choice((1, 1, 1, 2, 3))
    return {
        "methods": tuple(form.MethodRecord(channel, _text(random, 12)) for channel in CHANNELS),
        "time_limits": tuple(
            form.TimeRecord(channel, "working_day", Decimal(random.randint(1, 30))) for channel in CHANNELS
        ),
        "fees": (
            form.FeeRecord("direct", "le_phi", "amount", random.randint(1, 90) * 5000, verbatim="Mỗi lần"),
            form.FeeRecord("online", "le_phi", ("free", "not_stated", "set_by_province")[number % 3]),
        ),
        "steps": tuple(form.StepRecord(f"Bước {n}", _text(random, 60)) for n in range(1, 5)),
        "cases": tuple(
            form.CaseRecord(
                f"Trường hợp {n}" if cases > 1 else "",
                tuple(
                    form.ItemRecord(f"{paper} {number}", originals=1) for paper in random.sample(PAPERS, 4)
                ),
            )
            for n in range(cases)
        ),
    }


CHANNELS = ("direct", "online", "post")


def _text(random: Random, words: int) -> str:
    parts = itertools.chain.from_iterable(
        f"{random.choice(VERBS).lower()} {random.choice(OBJECTS)}".split() for _ in range(words // 3)
    )
    return " ".join(parts).capitalize() + "."


def fill(total: int, *, quiet: bool = False, chunk: int = CHUNK) -> float:
    """Bring the catalogue to ``total`` pages, all published; returns the seconds it took."""
    from django.db import transaction
    from django.utils import timezone
    from tqdm import tqdm

    from procedures.models import ProcedurePage
    from procedures.services.imports.creating import create_pages, prepare
    from procedures.services.writing import PageWriter

    parent, writer = catalogue(), PageWriter()
    there = ProcedurePage.objects.count()
    start = time.perf_counter()
    for first in tqdm(range(there, total, chunk), disable=quiet, unit_scale=chunk, unit=" pages"):
        pages = []
        for record in records(first, min(chunk, total - first)):
            page = ProcedurePage()
            writer.write(page, record)
            prepare(page, goes_live=True, user=None, now=timezone.now())
            pages.append(page)
        with transaction.atomic():
            create_pages(pages, parent, user=None, now=timezone.now())
    return time.perf_counter() - start


def catalogue() -> object:
    """The catalogue's index page on a site of its own where there is none yet."""
    from wagtail.models import Page, Site

    from home.models import HomePage
    from procedures.models import ProcedureIndexPage

    known = ProcedureIndexPage.objects.first()
    if known is not None:
        return known
    home = HomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="Một Cửa Mở", slug="mot-cua-mo"))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home, "site_name": "Một Cửa Mở"},
        )
    return home.add_child(instance=ProcedureIndexPage(title="Thủ tục hành chính", slug="thu-tuc"))


def ready() -> None:
    """Django set up, and the database of the settings migrated."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    ready()
    print(f"{fill(int(sys.argv[1])):.0f} s")
