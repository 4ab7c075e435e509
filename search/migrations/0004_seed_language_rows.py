"""The first stop phrases, verb rules and matters of other bodies. Editors change them in the admin."""

from typing import Any

from django.db import migrations

STOP_PHRASES = """
tôi, em, e, anh, chị, mình, tui, tụi tui, bọn em, chúng tôi, ad, admin, ạ, a, dạ, vâng, thưa, cho, cho hỏi,
hỏi, xin, xin hỏi, muốn, cần, làm sao, thế nào, như thế nào, ntn, sao, gì, là gì, là, thì, mà, và, với,
được, đc, dc, ko, k, hok, không, hông, có, phải, nộp, hồ sơ, giấy tờ, thủ tục, bao nhiêu, giúp, giúp em,
giúp tôi, với ạ, nhé, nha, nhỉ, vậy, vậy ạ, ai, biết, bạn, bn, mn, mọi người, ơi, các, những, nào, này, rồi,
giờ, bây giờ, thực hiện, tiến hành, trình tự, quy trình, cách, hướng dẫn, về, để, trường hợp, quy định, tôi
muốn, em muốn, làm thế nào, cán bộ, cán bộ ơi, anh chị, cho em hỏi, cho tôi hỏi, cho mình hỏi, cho hỏi là,
vui lòng, làm ơn, nhờ, nhờ tư vấn, tư vấn, nghe nói, hiện nay, hiện tại, ra sao, kiểu gì, đi đâu, thì làm
sao, phải làm sao, có được không, được không, đúng không, phải không, hay không, chưa, sẽ, cũng, nên, mới
được, đi, luôn, hết, ủa, dạ em
"""

# what citizens say → the official verbs
VERB_RULES: tuple[tuple[str, str], ...] = (
    ("mất, bị mất, đánh mất, làm mất, lạc mất, thất lạc, bị thất lạc, rơi mất", "cấp lại"),
    ("hỏng, bị hỏng, hư, bị hư, rách, bị rách, nát, mờ, cháy, ướt, mối ăn", "cấp lại, cấp đổi, đổi"),
    ("xin lại, làm lại, in lại", "cấp lại, đăng ký lại"),
    ("hết hạn, sắp hết hạn, quá hạn, hết hiệu lực, sắp hết hiệu lực", "gia hạn, cấp đổi, đổi, cấp lại"),
    ("kéo dài, kéo dài thêm, xin thêm thời gian", "gia hạn"),
    (
        "sai, bị sai, ghi sai, ghi nhầm, nhầm, bị nhầm, sai sót, viết sai, in sai",
        "cải chính, đính chính, điều chỉnh",
    ),
    ("sửa, sửa lại, chỉnh sửa, chỉnh lại", "cải chính, đính chính, điều chỉnh, thay đổi"),
    ("đổi, thay, đổi lại, cập nhật", "thay đổi, cấp đổi, điều chỉnh"),
    (
        "nghỉ, đóng, đóng cửa, đóng tiệm, giải tán, không làm nữa, không kinh doanh nữa, ngưng hẳn, dẹp",
        "chấm dứt, giải thể",
    ),
    ("tạm nghỉ, tạm đóng, tạm ngưng, nghỉ một thời gian", "tạm ngừng"),
    ("mở lại, hoạt động lại, bán lại", "tiếp tục"),
    ("mở, lập, lập ra, thành lập", "thành lập"),
    ("làm mới, làm lần đầu, lần đầu, cấp mới, xin mới", "cấp, cấp mới, lần đầu"),
    ("bỏ, hủy, huỷ, xóa, rút", "xóa, hủy, chấm dứt"),
    ("rút hồ sơ, rút đơn", "rút"),
    ("sang tên, sang lại, bán, mua, cho tặng", "chuyển nhượng, chuyển quyền"),
    ("chuyển, dời, chuyển đi, dọn đi", "di chuyển, chuyển"),
    ("xin, xin làm, xin cấp, lấy", "cấp"),
    ("xác minh, chứng minh", "xác nhận"),
    ("khiếu kiện", "khiếu nại"),
    ("khai báo", "khai báo, thông báo, đăng ký"),
)

# phrases, the body that answers, the answer
OUT_OF_SCOPE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        (
            "ly hôn",
            "li hôn",
            "ly dị",
            "li dị",
            "đơn phương ly hôn",
            "thuận tình ly hôn",
            "chia tài sản sau ly hôn",
        ),
        "Tòa án nhân dân khu vực",
        "Ly hôn do Tòa án nhân dân giải quyết, không phải thủ tục hành chính.",
    ),
    (
        ("khởi kiện", "kiện ra tòa", "đi kiện", "đòi nợ", "bị quỵt nợ", "quyền nuôi con sau ly hôn"),
        "Tòa án nhân dân khu vực",
        "Tranh chấp dân sự do Tòa án nhân dân giải quyết khi các bên không tự thỏa thuận được.",
    ),
    (
        ("khám sức khỏe", "giấy khám sức khỏe", "đặt lịch khám", "khám bệnh ở đâu"),
        "Cơ sở khám bệnh, chữa bệnh",
        "Giấy khám sức khỏe do bệnh viện, phòng khám đủ điều kiện cấp.",
    ),
    (
        ("học lái xe", "thi bằng lái", "thi bằng lái xe", "học bằng lái", "đăng ký học lái"),
        "Cơ sở đào tạo lái xe",
        "Học và đăng ký thi sát hạch làm tại cơ sở đào tạo lái xe.",
    ),
    (
        ("đăng kiểm", "đăng kiểm xe", "đi đăng kiểm"),
        "Trung tâm đăng kiểm xe cơ giới",
        "Kiểm định xe làm tại trung tâm đăng kiểm.",
    ),
    (
        ("phạt nguội", "nộp phạt nguội", "tra cứu phạt nguội"),
        "Cảnh sát giao thông",
        "Vi phạm giao thông do Cảnh sát giao thông xử lý; tiền phạt nộp qua Cổng Dịch vụ công quốc gia.",
    ),
    (
        ("học bổng", "xin học bổng", "du học"),
        "Cơ sở giáo dục, tổ chức cấp học bổng",
        "Học bổng do trường hoặc tổ chức cấp học bổng xét.",
    ),
    (
        ("xin việc", "xin việc làm", "tìm việc", "tìm việc làm", "tuyển dụng"),
        "Trung tâm dịch vụ việc làm",
        "Trung tâm dịch vụ việc làm giới thiệu việc làm miễn phí.",
    ),
    (
        ("visa đi", "xin visa đi", "visa nhật", "visa hàn", "visa mỹ", "visa úc"),
        "Đại sứ quán, lãnh sự quán của nước sẽ đến",
        "Thị thực vào nước khác do cơ quan đại diện của nước đó cấp.",
    ),
    (
        (
            "thời tiết",
            "dự báo thời tiết",
            "trời mưa",
            "trời có mưa",
            "giá vàng",
            "tỷ giá",
            "giá xăng",
            "xổ số",
            "bóng đá",
        ),
        "",
        "Trang này chỉ có thủ tục hành chính.",
    ),
    (
        (
            "mua bảo hiểm xe",
            "mua bảo hiểm xe máy",
            "vay tiền",
            "vay ngân hàng",
            "thẻ tín dụng",
            "mở tài khoản ngân hàng",
        ),
        "Ngân hàng, doanh nghiệp bảo hiểm",
        "Đây là dịch vụ của doanh nghiệp, không phải thủ tục hành chính.",
    ),
)


def seed(apps: Any, schema_editor: Any) -> None:
    stop, verb, topic = (
        apps.get_model("search", name) for name in ("StopPhrase", "VerbRule", "OutOfScopeTopic")
    )
    phrases = [phrase.strip() for phrase in STOP_PHRASES.replace("\n", " ").split(",")]
    stop.objects.bulk_create([stop(phrase=phrase) for phrase in phrases], ignore_conflicts=True)
    verb.objects.bulk_create(
        [verb(said=said, verbs=verbs) for said, verbs in VERB_RULES], ignore_conflicts=True
    )
    topic.objects.bulk_create(
        topic(phrases="\n".join(lines), body_name=body, text=text) for lines, body, text in OUT_OF_SCOPE
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_language_rows_and_counts")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
