"""PDF: the first page as a picture, the text of the first pages."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pypdfium2

from procedures.previews.blocks import Block, Preview, gathered, paragraph

# Sharp on a phone of three pixels to the point, and some 60 KB.
IMAGE_WIDTH: Final = 1000
# A page of a metre by ten would be a picture of a gigabyte.
MAX_IMAGE_HEIGHT: Final = 3000
TEXT_PAGES: Final = 5


def preview_pdf(data: bytes) -> Preview:
    """Raises what the renderer raises for a broken or locked file."""
    document = pypdfium2.PdfDocument(data)
    blocks, is_cut = gathered(_lines(document))
    pages = len(document)
    return Preview(blocks, _picture(document[0]), pages, is_cut or pages > TEXT_PAGES)


def _picture(page: Any) -> bytes:
    width, height = page.get_size()
    scale = min(IMAGE_WIDTH / width, MAX_IMAGE_HEIGHT / height)
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
    out = BytesIO()
    # Sixteen greys are enough for print, and half the bytes on 3G.
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(document: Any) -> Iterator[Block]:
    for number in range(min(len(document), TEXT_PAGES)):
        for line in document[number].get_textpage().get_text_range().splitlines():
            yield paragraph(line)
