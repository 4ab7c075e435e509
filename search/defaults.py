"""The language rows that a new site starts with. Migrations copy them; afterwards editors own the rows. Pure.

None of this is law: it is how people speak. Whoever adds to it asks whether the phrase means the same to everybody.
"""

from __future__ import annotations

from typing import Final


def _listed(lines: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in lines.replace("\n", ",").split(",") if part.strip())


#: Words that carry no meaning for the search.
STOP_PHRASES: Final = _listed(
    """
    tôi, em, e, anh, chị, mình, tui, tụi tui, bọn em, chúng tôi, ad, admin, ạ, a, dạ, vâng, thưa, cho, cho hỏi, hỏi
    xin, xin hỏi, muốn, cần, làm sao, thế nào, như thế nào, ntn, sao, gì, là gì, là, thì, mà, và, với, được, đc, dc
    ko, k, hok, không, hông, có, phải, nộp, hồ sơ, giấy tờ, thủ tục, bao nhiêu, giúp, giúp em, giúp tôi, với ạ, nhé
    nha, nhỉ, vậy, vậy ạ, ai, biết, bạn, bn, mn, mọi người, ơi, các, những, nào, này, rồi, giờ, bây giờ, thực hiện
    tiến hành, trình tự, quy trình, cách, hướng dẫn, về, để, trường hợp, quy định, tôi muốn, em muốn, làm thế nào
    cán bộ, cán bộ ơi, anh chị, cho em hỏi, cho tôi hỏi, cho mình hỏi, cho hỏi là, vui lòng, làm ơn, nhờ, nhờ tư vấn
    tư vấn, nghe nói, hiện nay, hiện tại, ra sao, kiểu gì, đi đâu, thì làm sao, phải làm sao, có được không, được không
    đúng không, phải không, hay không, chưa, sẽ, cũng, nên, mới được, đi, luôn, hết, ủa, dạ em
    """
)

#: What happened or what is wanted, and the official verbs for it.
VERB_RULES: Final = tuple(
    (said, verb)
    for saids, verbs in (
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
    for said in _listed(saids)
    for verb in _listed(verbs)
)

#: Matters that no procedure answers: phrases, then the body that does, and a sentence for the citizen.
OUT_OF_SCOPE: Final = (
    (
        _listed(
            "ly hôn, li hôn, ly dị, li dị, đơn phương ly hôn, thuận tình ly hôn, chia tài sản sau ly hôn"
        ),
        "Tòa án nhân dân khu vực",
        "Ly hôn do Tòa án nhân dân giải quyết, không phải thủ tục hành chính.",
    ),
    (
        _listed("khởi kiện, kiện ra tòa, đi kiện, đòi nợ, bị quỵt nợ, quyền nuôi con sau ly hôn"),
        "Tòa án nhân dân khu vực",
        "Tranh chấp dân sự do Tòa án nhân dân giải quyết khi các bên không tự thỏa thuận được.",
    ),
    (
        _listed("khám sức khỏe, giấy khám sức khỏe, đặt lịch khám, khám bệnh ở đâu"),
        "Cơ sở khám bệnh, chữa bệnh",
        "Giấy khám sức khỏe do bệnh viện, phòng khám đủ điều kiện cấp.",
    ),
    (
        _listed("học lái xe, thi bằng lái, thi bằng lái xe, học bằng lái, đăng ký học lái"),
        "Cơ sở đào tạo lái xe",
        "Học và đăng ký thi sát hạch làm tại cơ sở đào tạo lái xe.",
    ),
    (
        _listed("đăng kiểm, đăng kiểm xe, đi đăng kiểm"),
        "Trung tâm đăng kiểm xe cơ giới",
        "Kiểm định xe làm tại trung tâm đăng kiểm.",
    ),
    (
        _listed("phạt nguội, nộp phạt nguội, tra cứu phạt nguội"),
        "Cảnh sát giao thông",
        "Vi phạm giao thông do Cảnh sát giao thông xử lý; tiền phạt nộp qua Cổng Dịch vụ công quốc gia.",
    ),
    (
        _listed("học bổng, xin học bổng, du học"),
        "Cơ sở giáo dục, tổ chức cấp học bổng",
        "Học bổng do trường hoặc tổ chức cấp học bổng xét.",
    ),
    (
        _listed("xin việc, xin việc làm, tìm việc, tìm việc làm, tuyển dụng"),
        "Trung tâm dịch vụ việc làm",
        "Trung tâm dịch vụ việc làm giới thiệu việc làm miễn phí.",
    ),
    (
        _listed("visa đi, xin visa đi, visa nhật, visa hàn, visa mỹ, visa úc"),
        "Đại sứ quán, lãnh sự quán của nước sẽ đến",
        "Thị thực vào nước khác do cơ quan đại diện của nước đó cấp.",
    ),
    (
        _listed(
            "thời tiết, dự báo thời tiết, trời mưa, trời có mưa, giá vàng, tỷ giá, giá xăng, xổ số, bóng đá"
        ),
        "",
        "Trang này chỉ có thủ tục hành chính.",
    ),
    (
        _listed(
            "mua bảo hiểm xe, mua bảo hiểm xe máy, vay tiền, vay ngân hàng, thẻ tín dụng, mở tài khoản ngân hàng"
        ),
        "Ngân hàng, doanh nghiệp bảo hiểm",
        "Đây là dịch vụ của doanh nghiệp, không phải thủ tục hành chính.",
    ),
)
