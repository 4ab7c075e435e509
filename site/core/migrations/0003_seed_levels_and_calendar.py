"""The levels of government, and the state calendar of 2025–2027 as announced or proposed by November 2026.

Facts: 2025 and 2026 as announced (the swap of 2/1/2026 and 10/1/2026 by 12729/VPCP-KGVX of 25/12/2025; 24/11 by
Resolution 28/2026/QH16, reported second-hand). 2027 has not been announced: its rows are provisional.
"""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LEVELS = [
    # code, name, order, vertical, legacy
    ("central", "Cấp trung ương", 10, False, False),
    ("province", "Cấp tỉnh", 20, False, False),
    ("commune", "Cấp xã", 30, False, False),
    ("vertical", "Cơ quan ngành dọc", 40, True, False),
    ("other", "Cơ quan khác", 50, False, False),
    ("district", "Cấp huyện (đã bãi bỏ)", 90, False, True),
]

LABOUR_CODE = "Bộ luật Lao động 2019, Điều 112"
CULTURE_DAY = "Nghị quyết 28/2026/QH16 (theo báo chí, chưa đọc toàn văn)"
NEW_YEAR, TET, KINGS = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
SOUTH, LABOUR, NATIONAL = "Ngày Chiến thắng 30/4", "Ngày Quốc tế lao động", "Quốc khánh"
CULTURE = "Ngày Văn hóa Việt Nam"
SWAPPED_2026 = "12729/VPCP-KGVX ngày 25/12/2025"

# (first day, last day, kind, note, legal basis)
CONFIRMED = [
    ((2025, 1, 1), None, "off", NEW_YEAR, LABOUR_CODE),
    ((2025, 1, 27), (2025, 1, 31), "off", TET, LABOUR_CODE),
    ((2025, 4, 7), None, "off", KINGS, LABOUR_CODE),
    ((2025, 4, 26), None, "work", "Làm bù ngày 2/5", ""),
    ((2025, 4, 30), None, "off", SOUTH, LABOUR_CODE),
    ((2025, 5, 1), None, "off", LABOUR, LABOUR_CODE),
    ((2025, 5, 2), None, "off", "Nghỉ hoán đổi, làm bù 26/4", ""),
    ((2025, 9, 1), (2025, 9, 2), "off", NATIONAL, LABOUR_CODE),
    ((2026, 1, 1), None, "off", NEW_YEAR, LABOUR_CODE),
    ((2026, 1, 2), None, "off", "Nghỉ hoán đổi, làm bù 10/1", SWAPPED_2026),
    ((2026, 1, 10), None, "work", "Làm bù ngày 2/1", SWAPPED_2026),
    ((2026, 2, 16), (2026, 2, 20), "off", TET, LABOUR_CODE),
    ((2026, 4, 27), None, "off", "Nghỉ bù Giỗ Tổ Hùng Vương", LABOUR_CODE),
    ((2026, 4, 30), None, "off", SOUTH, LABOUR_CODE),
    ((2026, 5, 1), None, "off", LABOUR, LABOUR_CODE),
    ((2026, 8, 22), None, "work", "Làm bù ngày 31/8", ""),
    ((2026, 8, 31), None, "off", "Nghỉ hoán đổi, làm bù 22/8", ""),
    ((2026, 9, 1), (2026, 9, 2), "off", NATIONAL, LABOUR_CODE),
    ((2026, 11, 24), None, "off", CULTURE, CULTURE_DAY),
]
PROVISIONAL = [
    ((2027, 1, 1), None, "off", NEW_YEAR, LABOUR_CODE),
    ((2027, 2, 4), (2027, 2, 5), "off", TET, ""),
    ((2027, 2, 8), (2027, 2, 10), "off", TET, ""),
    ((2027, 4, 16), None, "off", KINGS, LABOUR_CODE),
    ((2027, 4, 30), None, "off", SOUTH, LABOUR_CODE),
    ((2027, 5, 3), None, "off", "Nghỉ bù Ngày Quốc tế lao động", LABOUR_CODE),
    ((2027, 9, 2), (2027, 9, 3), "off", NATIONAL, ""),
    ((2027, 11, 24), None, "off", CULTURE, CULTURE_DAY),
]


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Insert the rows."""
    level = apps.get_model("core", "Level")
    for code, name, order, is_vertical, is_legacy in LEVELS:
        level.objects.create(code=code, name=name, order=order, is_vertical=is_vertical, is_legacy=is_legacy)
    day = apps.get_model("core", "WorkCalendarDay")
    for rows, status in ((CONFIRMED, "confirmed"), (PROVISIONAL, "provisional")):
        for first, last, kind, note, basis in rows:
            start = date(*first).toordinal()
            for ordinal in range(start, (date(*last) if last else date(*first)).toordinal() + 1):
                day.objects.create(
                    date=date.fromordinal(ordinal), kind=kind, note=note, legal_basis=basis, status=status
                )


class Migration(migrations.Migration):
    """Rows of fact; an editor may change every one."""

    dependencies = [("core", "0002_media_and_site")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
