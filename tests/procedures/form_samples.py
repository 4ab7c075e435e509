"""Files of forms, made on the spot."""

import zipfile
from io import BytesIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH


def pdf(words: str = "TO KHAI CT01", pages: int = 1) -> bytes:
    """A PDF that says ``words`` (ASCII) on each of its pages."""
    text = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        contents = 5 + 2 * number
        parts.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % contents
        )
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text))
    return _assembled(parts)


def _assembled(parts: list[bytes]) -> bytes:
    out, offsets = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()


def word() -> bytes:
    """A form as offices write it: two columns on top, a bold title, a line to fill in, a table with merged cells."""
    document = docx.Document()
    top = document.add_table(1, 2)
    top.cell(0, 0).text = "UBND TỈNH AN HÒA"
    top.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    title = document.add_paragraph()
    title.add_run("TỜ KHAI ĐĂNG KÝ KHAI SINH").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Họ, chữ đệm, tên người yêu cầu: " + "." * 60)
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Người được khai sinh"
    table.cell(0, 2).text = "Ghi chú"
    table.cell(1, 0).text = "Nam <b>"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


_OPENDOCUMENT = """<office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
  <text:h>GIẤY ỦY QUYỀN</text:h><text:p>Tôi là<text:s/><text:span>người</text:span> ủy quyền.</text:p>
  <table:table><table:table-row><table:table-cell><text:p>Số</text:p></table:table-cell>
  <table:table-cell><text:p>Ngày</text:p></table:table-cell></table:table-row>
  <table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def opendocument() -> bytes:
    """An ODT with a heading, a paragraph and a table."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", _OPENDOCUMENT)
    return out.getvalue()
