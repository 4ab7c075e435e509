"""Where attachments lie. The first migration names the storage from here."""

from core.storage import private_storage

__all__ = ["private_storage"]
