"""Photos: decoded within limits, turned upright, written anew without place, device or thumbnail."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from feedback.attachments.limits import MAX_PIXELS, MAX_SIDE
from feedback.attachments.refusal import FileRefusedError
from feedback.attachments.sniff import FileKind

_BROKEN = _("ảnh bị hỏng hoặc chưa tải lên hết. Bạn hãy chụp lại hoặc lưu lại dưới dạng JPG.")
_TOO_LARGE = _("ảnh quá lớn (trên 50 triệu điểm ảnh). Bạn hãy giảm kích thước ảnh rồi gửi lại.")


def clean_image(data: bytes, kind: FileKind) -> bytes:
    """The picture in new bytes: JPEG for JPEG and HEIC, PNG for PNG. Raises FileRefusedError."""
    try:
        image = _open(data, kind)
        if image.width * image.height > MAX_PIXELS:
            raise FileRefusedError(_TOO_LARGE)
        return _encode(image, kind)
    except FileRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(_TOO_LARGE) from error
    except Exception as error:
        # Parsers fail in many ways on what strangers send, and each of them means: not cleaned.
        raise FileRefusedError(_BROKEN) from error


def pixels_of(data: bytes) -> int:
    """How many pixels a JPEG or PNG says it has, without decoding it. Raises FileRefusedError."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            return image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(_TOO_LARGE) from error
    except Exception as error:
        raise FileRefusedError(_BROKEN) from error


def _open(data: bytes, kind: FileKind) -> Image.Image:
    if kind is not FileKind.HEIC:
        return Image.open(BytesIO(data), formats=("JPEG", "PNG"))
    heif = pillow_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    width, height = heif.size
    if width * height > MAX_PIXELS:
        raise FileRefusedError(_TOO_LARGE)
    return heif.to_pillow()


def _encode(image: Image.Image, kind: FileKind) -> bytes:
    if kind is FileKind.JPEG:
        # The decoder itself scales down, which saves memory on large photos.
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    mode = "RGBA" if kind is FileKind.PNG and image.has_transparency_data else "RGB"
    # Smaller first, then turned: each step on a full-sized photo costs another 200 MB.
    picture = image if image.mode == mode else image.convert(mode)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    ImageOps.exif_transpose(picture, in_place=True)
    # A new image carries no info dictionary: no EXIF, XMP, IPTC, comment or profile can slip through.
    bare = Image.new(mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if kind is FileKind.PNG:
        bare.save(out, "PNG", optimize=False)
    else:
        bare.save(out, "JPEG", quality=85)
    return out.getvalue()
