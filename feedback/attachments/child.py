"""The child process of ``isolated``: one file from standard input, its clean form or the refusal on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation

from core.isolated import bound


def main(language: str, cpu_seconds: int) -> None:
    """Clean standard input within the limits. Only the words of refusals need Django, so no app is loaded."""
    bound(cpu_seconds)
    settings.configure(
        LANGUAGE_CODE="vi", USE_I18N=True, LOCALE_PATHS=[Path(__file__).resolve().parents[2] / "locale"]
    )
    django.setup(set_prefix=False)
    translation.activate(language)

    from feedback.attachments.clean import clean_bytes
    from feedback.attachments.isolated import REFUSED
    from feedback.attachments.refusal import FileRefusedError

    try:
        kind, cleaned = clean_bytes(sys.stdin.buffer.read())
    except FileRefusedError as refusal:
        sys.stdout.buffer.write(REFUSED + b"\n" + str(refusal.reason).encode())
    else:
        sys.stdout.buffer.write(kind.value.encode() + b"\n" + cleaned)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
