"""Rows of law and the lists of reasons that every installation starts with. Editors own them afterwards.

``is_verified`` stands only where the text of the law itself was read. A number without a law is the site's own
rule and says so in its source.
"""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

START = date(2025, 7, 1)
DECREE_20 = "Nghị định 20/2008/NĐ-CP (sửa đổi bởi Nghị định 48/2013/NĐ-CP), Điều 9 khoản 1 điểm d"
PORTAL = (
    "Quyết định 766/QĐ-TTg (Bộ chỉ số) và quy chế Cổng Dịch vụ công quốc gia; "
    "chưa đối chiếu với Quyết định 29/2026/QĐ-TTg"
)
ACCESS = "Luật Tiếp cận thông tin 104/2016/QH13, Điều 30"
OWN = "Quy định riêng của trang, chưa có văn bản pháp luật ấn định"

# kind ("" = every kind), step, amount, unit, source, verified
DEADLINES = [
    ("", "acknowledge", 2, "working_day", OWN, False),
    ("info_request", "acknowledge", 3, "working_day", ACCESS, True),
    ("", "reject", 2, "working_day", PORTAL, False),
    ("", "forward", 5, "working_day", OWN, False),
    ("pakn_regulation", "forward", 5, "working_day", DECREE_20, True),
    ("pakn_conduct", "forward", 5, "working_day", DECREE_20, True),
    ("", "return", 2, "working_day", PORTAL, False),
    ("", "need_info_ask", 5, "working_day", PORTAL, False),
    ("", "need_info_wait", 15, "day", OWN, False),
    ("", "accept", 2, "working_day", OWN, False),
    ("scene_report", "accept", 1, "working_day", OWN, False),
    ("pakn_regulation", "answer", 15, "working_day", PORTAL, False),
    ("pakn_conduct", "answer", 15, "working_day", PORTAL, False),
    ("suggestion", "answer", 15, "working_day", OWN, False),
    ("scene_report", "answer", 7, "working_day", OWN, False),
    ("question", "answer", 3, "working_day", OWN, False),
    ("info_request", "answer", 15, "working_day", ACCESS, True),
    ("", "extension", 10, "working_day", OWN, False),
    ("info_request", "extension", 15, "day", ACCESS, True),
    ("", "review", 1, "working_day", OWN, False),
    ("", "publish", 2, "working_day", PORTAL, False),
    ("", "reopen_window", 30, "day", OWN, False),
    ("pakn_regulation", "reopen_answer", 7, "working_day", OWN, False),
    ("pakn_conduct", "reopen_answer", 7, "working_day", OWN, False),
    ("suggestion", "reopen_answer", 7, "working_day", OWN, False),
]

FEEDBACK_REASONS = [
    ("late", "Trễ hẹn"),
    ("extra_paper", "Đòi thêm giấy tờ"),
    ("extra_fee", "Thu thêm tiền"),
    ("attitude", "Thái độ không đúng mực"),
    ("refused", "Từ chối mà không nêu lý do"),
    ("no_answer", "Không trả lời"),
    ("other", "Điều khác"),
]

# code, label, what the sender can do, source
REJECT_REASONS = [
    (
        "requirements",
        "Chưa đủ họ tên, địa chỉ, cách liên lạc hoặc không viết bằng tiếng Việt",
        "Gửi lại phản ánh và điền đủ các mục bắt buộc.",
        "Nghị định 20/2008/NĐ-CP, Điều 7",
    ),
    (
        "no_content",
        "Nội dung không rõ, không xác định được việc gì",
        "Gửi lại và nêu rõ: việc gì, ở đâu, ngày nào, bạn mong muốn điều gì.",
        "Nghị định 20/2008/NĐ-CP, Điều 7",
    ),
    (
        "out_of_scope",
        "Không thuộc phạm vi tiếp nhận phản ánh, kiến nghị",
        "Xem trang hướng dẫn để biết nơi giải quyết việc của bạn.",
        "Nghị định 20/2008/NĐ-CP, Điều 1 và Điều 5",
    ),
    (
        "duplicate",
        "Trùng với phản ánh đang được xử lý",
        "Theo dõi phản ánh đã gửi trước bằng mã tra cứu của phản ánh đó.",
        OWN,
    ),
    (
        "already_answered",
        "Việc đã được trả lời và không có tình tiết mới",
        "Nếu có tình tiết mới, gửi phản ánh mới và nêu rõ tình tiết đó.",
        OWN,
    ),
    (
        "insulting",
        "Nội dung xúc phạm, vi phạm pháp luật",
        "Gửi lại phản ánh, chỉ nêu sự việc.",
        OWN,
    ),
]


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the rows that aren't there yet."""
    rules = apps.get_model("feedback", "DeadlineRule")
    for kind, step, amount, unit, source, verified in DEADLINES:
        rules.objects.get_or_create(
            kind=kind,
            step=step,
            valid_from=START,
            defaults={"amount": amount, "unit": unit, "legal_source": source, "is_verified": verified},
        )
    reasons = apps.get_model("feedback", "FeedbackReason")
    for order, (code, label) in enumerate(FEEDBACK_REASONS, start=1):
        reasons.objects.get_or_create(code=code, defaults={"label": label, "order": order})
    rejections = apps.get_model("feedback", "RejectReason")
    for order, (code, label, guidance, source) in enumerate(REJECT_REASONS, start=1):
        rejections.objects.get_or_create(
            code=code,
            defaults={"label": label, "guidance": guidance, "legal_source": source, "order": order},
        )


class Migration(migrations.Migration):
    """The first rows."""

    dependencies = [("feedback", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
