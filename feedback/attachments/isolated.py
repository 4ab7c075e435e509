"""Cleaning in a process of its own, with a bound on time and memory: a crafted file costs its sender, not the site.

The parsers of PDF, Word and pictures are the likeliest place for a small file to keep a server busy for minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from feedback.attachments.clean import CleanFile
from feedback.attachments.names import clean_name
from feedback.attachments.refusal import FileRefusedError
from feedback.attachments.sniff import CONTENT_TYPES, FileKind

CPU_SECONDS = 15
# A busy machine gives a process less than its processor time.
WALL_SECONDS = 3 * CPU_SECONDS
TOO_HARD = _("tệp quá phức tạp nên máy chủ không làm sạch được. Bạn hãy chụp ảnh từng trang rồi gửi.")

REFUSED = b"refused"
KINDS = {kind.value.encode(): kind for kind in FileKind}


def clean_isolated(raw_name: str, data: bytes, cpu_seconds: int = CPU_SECONDS) -> CleanFile:
    """As ``clean_file``, in a child process. Raises FileRefusedError also for what takes too much time or memory."""
    shown = clean_name(raw_name)
    command = [sys.executable, "-m", "feedback.attachments.child", get_language() or "vi", str(cpu_seconds)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=WALL_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileRefusedError(TOO_HARD, shown) from None
    outcome, _newline, body = child.stdout.partition(b"\n")
    if outcome == REFUSED:
        raise FileRefusedError(body.decode(), shown)
    if child.returncode or outcome not in KINDS:
        raise FileRefusedError(TOO_HARD, shown)
    kind = KINDS[outcome]
    return CleanFile(clean_name(raw_name, kind.value), CONTENT_TYPES[kind], kind.value, body)
