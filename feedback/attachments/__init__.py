"""Files from strangers: recognised by content, rewritten without what is hidden in them, or refused."""

from feedback.attachments.clean import CleanFile, clean_file
from feedback.attachments.isolated import clean_isolated
from feedback.attachments.limits import ACCEPT, MAX_BYTES, MAX_FILES
from feedback.attachments.refusal import FileRefusedError

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MAX_FILES",
    "CleanFile",
    "FileRefusedError",
    "clean_file",
    "clean_isolated",
]
