"""The square code on a receipt: the tracking address with the public code, nothing personal."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe


def tracking_url(public_code: str) -> str:
    """The absolute address under which this case is tracked, in the site's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.PUBLIC_BASE_URL}{reverse('tracking:case', args=[public_code])}"


def tracking_qr(public_code: str) -> SafeString:
    """An SVG element without ids, styles or scripts, so a strict policy lets it through."""
    code = segno.make(tracking_url(public_code), error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
    return mark_safe(svg)
