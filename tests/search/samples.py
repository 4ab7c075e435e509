"""A handful of procedures as an index has them, and searching among them."""

from __future__ import annotations

from dataclasses import replace

from search.engines.base import Document, EngineResult, SearchReader
from search.language import Language
from search.understanding import understand

BIRTH = Document(
    id=1,
    code="1.001193",
    title="Thủ tục đăng ký khai sinh",
    aliases=("giấy khai sinh", "làm giấy khai sinh cho bé"),
    context=("Hộ tịch", "Ủy ban nhân dân cấp xã"),
    body="Người đi đăng ký xuất trình giấy chứng sinh.",
    facets={"level": ("commune",), "fee": ("free",), "field": ("ho-tich",)},
    popularity=10,
)
BIRTH_ABROAD = Document(
    id=2,
    code="2.000528",
    title="Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    context=("Hộ tịch",),
    facets={"level": ("commune",), "fee": ("amount",), "field": ("ho-tich",)},
)
BIRTH_LONG = Document(
    id=3,
    code="1.000689",
    title="Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con",
    official_name="Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con " + "và các việc khác " * 60,
    facets={"level": ("commune",), "fee": ("free",), "field": ("ho-tich",)},
)
RESIDENCE = Document(
    id=4,
    code="1.004194",
    title="Đăng ký tạm trú",
    context=("Cư trú",),
    body="Công an cấp xã kiểm tra hồ sơ.",
    facets={"level": ("commune",), "fee": ("amount",), "field": ("cu-tru",)},
)
LAND = Document(
    id=5,
    code="1.012783",
    title="Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    facets={"level": ("province",), "fee": ("set_by_province",), "field": ("dat-dai",)},
)
SHIPS = Document(id=6, code="1.002645", title="Đăng ký tàu biển tạm thời", facets={"level": ("central",)})
ALL = (BIRTH, BIRTH_ABROAD, BIRTH_LONG, RESIDENCE, LAND, SHIPS)


def find(engine: SearchReader, text: str, **options: object) -> EngineResult:
    understood = understand(text, Language.prepare([("sổ đỏ", "giấy chứng nhận quyền sử dụng đất")]))
    return engine.search(replace(understood.query, **options))  # type: ignore[arg-type]


def ids(result: EngineResult) -> list[int]:
    return [hit.id for hit in result.hits]
