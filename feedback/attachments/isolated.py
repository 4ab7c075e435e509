"""Cleaning in a process of its own, with a bound on time and memory, see ``core.isolated``."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.isolated import TooHardError, run_isolated
from feedback.attachments.clean import CleanFile
from feedback.attachments.names import clean_name
from feedback.attachments.refusal import FileRefusedError
from feedback.attachments.sniff import CONTENT_TYPES, FileKind

CPU_SECONDS = 15
TOO_HARD = _("tệp quá phức tạp nên máy chủ không làm sạch được. Bạn hãy chụp ảnh từng trang rồi gửi.")

REFUSED = b"refused"
KINDS = {kind.value.encode(): kind for kind in FileKind}


def clean_isolated(raw_name: str, data: bytes, cpu_seconds: int = CPU_SECONDS) -> CleanFile:
    """As ``clean_file``, in a child process. Raises FileRefusedError also for what takes too much time or memory."""
    shown = clean_name(raw_name)
    language = get_language() or "vi"
    try:
        output = run_isolated("feedback.attachments.child", language, data=data, cpu_seconds=cpu_seconds)
    except TooHardError:
        raise FileRefusedError(TOO_HARD, shown) from None
    outcome, _newline, body = output.partition(b"\n")
    if outcome == REFUSED:
        raise FileRefusedError(body.decode(), shown)
    if outcome not in KINDS:
        raise FileRefusedError(TOO_HARD, shown)
    kind = KINDS[outcome]
    return CleanFile(clean_name(raw_name, kind.value), CONTENT_TYPES[kind], kind.value, body)
