"""Cleaning in a process of its own: the same outcome as in place, and an end to what would never end."""

from __future__ import annotations

import pytest
from django.utils import translation

from feedback.attachments import FileRefusedError, clean_file, clean_isolated
from feedback.attachments.isolated import TOO_HARD
from tests.feedback import samples


@pytest.mark.parametrize(
    ("name", "data"),
    [("giấy hẹn.jpg", samples.photo()), ("đơn.pdf", samples.pdf(pages=2)), ("đơn.docx", samples.docx())],
    ids=["photo", "pdf", "docx"],
)
def test_the_outcome_is_that_of_cleaning_in_place(name: str, data: bytes) -> None:
    isolated, direct = clean_isolated(name, data), clean_file(name, data)
    assert (isolated.name, isolated.content_type, isolated.extension) == (
        direct.name,
        direct.content_type,
        direct.extension,
    )
    assert isolated.size > 0


@pytest.mark.parametrize(("language", "words"), [("vi", "tệp rỗng"), ("en", "empty")])
def test_a_refusal_comes_back_in_the_readers_language(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(FileRefusedError, match=words) as refused:
        clean_isolated("ảnh.jpg", b"")
    assert refused.value.name == "ảnh.jpg"


def busy_pdf() -> bytes:
    """A well-formed PDF whose catalogue holds one string of millions of escapes, slow to read."""
    catalogue = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X(" + b"\\1" * 4_000_000 + b")>>\nendobj\n"
    pages = b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    offsets = b"0000000000 65535 f \n0000000009 00000 n \n%010d 00000 n \n" % len(catalogue)
    start = len(catalogue) + len(pages)
    ending = b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF" % start
    return catalogue + pages + b"xref\n0 3\n" + offsets + ending


def test_a_pdf_made_to_keep_the_server_busy_is_refused_in_time() -> None:
    with pytest.raises(FileRefusedError) as refused:
        clean_isolated("đơn.pdf", busy_pdf(), cpu_seconds=2)
    assert refused.value.reason == TOO_HARD
