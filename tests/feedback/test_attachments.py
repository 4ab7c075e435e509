"""What comes out of the cleaning holds what people see and nothing that was hidden; the rest is refused in words."""

import os
import time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from feedback.attachments import FileRefusedError, clean_file, limits
from feedback.attachments.names import clean_name
from feedback.attachments.pdf import strip_jpeg_segments
from tests.feedback import samples


def refusal_of(name: str, data: bytes) -> str:
    with pytest.raises(FileRefusedError) as caught:
        clean_file(name, data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "stored", "content_type"),
    [("JPEG", "jpg", "image/jpeg"), ("PNG", "png", "image/png"), ("HEIC", "jpg", "image/jpeg")],
)
def test_a_photo_loses_place_device_and_comment(kind: str, stored: str, content_type: str) -> None:
    clean = clean_file("Ảnh giấy hẹn.HEIC", samples.photo(kind=kind))
    assert (clean.name, clean.content_type) == (f"Ảnh giấy hẹn.{stored}", content_type)
    assert b"Secret" not in clean.data
    image = Image.open(BytesIO(clean.data))
    assert not image.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile", "Author"} & set(image.info)


def test_a_photo_taken_on_its_side_is_turned_upright() -> None:
    clean = clean_file("a.jpg", samples.photo((60, 40)))
    assert Image.open(BytesIO(clean.data)).size == (40, 60)


def test_a_large_photo_is_made_readable_and_no_larger() -> None:
    clean = clean_file("a.jpg", samples.photo((6000, 1000)))
    assert max(Image.open(BytesIO(clean.data)).size) <= limits.MAX_SIDE


def test_a_transparent_picture_stays_transparent() -> None:
    out = BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(clean_file("a.png", out.getvalue()).data)).mode == "RGBA"


def test_what_a_file_is_decides_its_content_and_not_its_name() -> None:
    assert clean_file("hồ sơ.pdf", samples.photo()).name == "hồ sơ.jpg"
    assert "không phải ảnh hay tài liệu" in refusal_of("ảnh.jpg", b"MZ\x90\x00 an executable")
    assert "không phải ảnh hay tài liệu" in refusal_of("ảnh.jpg", b"<svg xmlns='x'><script/></svg>")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tệp rỗng"),
        (b"GIF89a" + b"x" * 50, "không phải ảnh hay tài liệu"),
        (samples.photo()[:200], "ảnh bị hỏng"),
        (b"\xff\xd8\xff" + b"x" * 50, "ảnh bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "ảnh bị hỏng"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "ảnh bị hỏng"),
        (samples.bomb_png(), "ảnh quá lớn"),
        (b"%PDF-1.7\nnothing", "tệp PDF bị hỏng"),
        (samples.pdf(password="x"), "có mật khẩu"),
        (b"PK\x03\x04 broken", "tệp Word bị hỏng"),
    ],
)
def test_a_file_that_cannot_be_cleaned_is_refused_with_its_name_and_the_reason(
    data: bytes, words: str
) -> None:
    text = refusal_of("C:\\Users\\me\\giấy hẹn.jpg", data)
    assert text.startswith("giấy hẹn.jpg: ")
    assert words in text


def test_a_file_over_ten_megabytes_is_refused() -> None:
    assert "10 MB" in refusal_of("a.jpg", b"\xff\xd8\xff" + b"0" * limits.MAX_BYTES)


def test_a_pdf_keeps_its_pages_and_loses_everything_else() -> None:
    clean = clean_file("đơn.pdf", samples.pdf(pages=3))
    reader = PdfReader(BytesIO(clean.data))
    assert len(reader.pages) == 3
    assert reader.metadata is None
    assert not reader.attachments
    assert set(reader.root_object) <= {"/Type", "/Pages"}
    everything = b"".join(_streams(reader)) + clean.data
    assert b"Secret" not in everything
    assert b"secret.example" not in everything
    assert [note.get_object()["/Subtype"] for note in reader.pages[0]["/Annots"]] == ["/FreeText"]


def _streams(reader: PdfReader) -> list[bytes]:
    found = []
    for number in range(1, len(reader.xref[0]) + 2):
        target = reader.get_object(number)
        if hasattr(target, "get_data"):
            found.append(target._data)
    return found


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.attachments.pdf.MAX_PDF_PAGES", 1)
    assert "trang" in refusal_of("a.pdf", samples.pdf(pages=2, hidden=False))


def test_a_picture_inside_a_pdf_loses_its_place_too() -> None:
    stripped = strip_jpeg_segments(samples.photo())
    assert b"Secret" not in stripped
    assert Image.open(BytesIO(stripped)).size == (60, 40)
    assert strip_jpeg_segments(b"no picture") == b"no picture"


def test_a_word_file_keeps_its_text_and_loses_its_author() -> None:
    clean = clean_file("đơn.docx", samples.docx())
    assert clean.content_type == samples.WORD
    assert "Giấy hẹn ngày 18/11" in samples.part(clean.data, "word/document.xml")
    assert samples.names(clean.data) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    }
    assert "docProps" not in samples.part(clean.data, "[Content_Types].xml")


def test_pictures_in_a_word_file_stay_without_their_place_and_what_leads_out_goes() -> None:
    relation = '<Relationship Id="{id}" Type="t" Target="{target}"{mode}/>'
    data = samples.docx(
        '<w:p><w:ins w:author="SecretName"/><w:hyperlink r:id="rId2"><w:r><w:t>bấm</w:t></w:r></w:hyperlink>'
        '<w:pict><x r:embed="rId1"/></w:pict><w:object r:id="rId3"/>'
        '<w:instrText>DDEAUTO cmd</w:instrText><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>',
        relations="".join(
            (
                relation.format(id="rId1", target="media/a.png", mode=""),
                relation.format(id="rId2", target="https://secret.example", mode=' TargetMode="External"'),
                relation.format(id="rId3", target="embeddings/ole.bin", mode=""),
            )
        ),
        extra={"word/media/a.png": samples.photo(kind="PNG"), "word/embeddings/ole.bin": b"MZ"},
    )
    clean = clean_file("đơn.docx", data)
    document = samples.part(clean.data, "word/document.xml")
    assert "bấm" in document
    assert 'r:embed="rId1"' in document
    for gone in ("SecretName", "DDEAUTO", "INCLUDETEXT", "rId2", "rId3", "w:object"):
        assert gone not in document
    assert "secret.example" not in samples.part(clean.data, "word/_rels/document.xml.rels")
    assert "word/media/a.png" in samples.names(clean.data)
    assert "word/embeddings/ole.bin" not in samples.names(clean.data)
    assert b"SecretAuthor" not in clean.data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (samples.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
        (samples.docx(extra={"word/vbaProject.bin": b"x"}), "macro"),
        (samples.docx(main="application/vnd.ms-excel"), "không phải tệp Word"),
        (samples.docx(extra={f"word/media/{n}.png": b"x" for n in range(600)}), "quá nhiều dữ liệu nén"),
        (samples.docx(extra={"word/media/zeros.bin": b"0" * 80_000_000}), "quá nhiều dữ liệu nén"),
        (
            samples.docx(extra={"word/styles.xml": b"<a>" + b" " * 7_000_000 + b"</a>"}),
            "quá nhiều dữ liệu nén",
        ),
        (samples.docx("<w:p/>" * 400_000), "quá nhiều dữ liệu nén"),
        (samples.docx("<w:p>" * 5_000 + "</w:p>" * 5_000), "quá nhiều dữ liệu nén"),
        (
            samples.docx("<w:p " + " ".join(f'a{n}=""' for n in range(400_000)) + "/>"),
            "quá nhiều dữ liệu nén",
        ),
        (
            samples.docx(extra={f"word/media/{n}.png": samples.flat_png(10_000, 5_000) for n in range(3)}),
            "quá nhiều dữ liệu nén",
        ),
        (samples.docx(extra={"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "bị hỏng"),
        (samples.docx(extra={"word/styles.xml": b"<a><b></a>"}), "bị hỏng"),
    ],
)
def test_a_word_file_that_could_do_harm_is_refused(data: bytes, words: str) -> None:
    assert words in refusal_of("đơn.docx", data)


def test_many_elements_to_drop_are_dropped_in_a_moment() -> None:
    body = "<w:p/>" * 60_000 + "<w:object/>" * 60_000
    start = time.process_time()
    clean = clean_file("đơn.docx", samples.docx(body, extra={"word/notes.bin": os.urandom(20_000)}))
    assert "w:object" not in samples.part(clean.data, "word/document.xml")
    assert time.process_time() - start < 30


def test_another_archive_is_no_word_file() -> None:
    out = samples.docx()
    assert "không phải tệp Word" in refusal_of(
        "a.zip", out.replace(b"word/document.xml", b"word/documant.xml")
    )


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\giấy hẹn.JPG", "giấy hẹn.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ('a"; filename="b.html', "a filename=b.html"),
        ("<script>.png", "script.png"),
        ("   .jpg", "tep.jpg"),
        ("", "tep"),
        ("a" * 500 + ".pdf", "a" * 80 + ".pdf"),
        ("dòng\r\nhai.png", "dònghai.png"),
    ],
)
def test_a_file_name_is_made_safe_to_show(raw: str, safe: str) -> None:
    assert clean_name(raw) == safe


@given(st.text(max_size=300), st.sampled_from(["", "jpg"]))
def test_no_name_keeps_anything_dangerous(raw: str, extension: str) -> None:
    name = clean_name(raw, extension)
    assert name
    assert len(name) < 100
    assert not set(name) & set('/\\<>"\x00\r\n\u202e')


@given(st.binary(max_size=400))
def test_no_bytes_make_the_cleaning_fail_in_another_way(data: bytes) -> None:
    for head in (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        try:
            clean_file("x", head + data)
        except FileRefusedError:
            continue
