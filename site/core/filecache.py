"""The cache in files, for one machine: a disk that is full or can't be written makes it forget, never fail."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger(__name__)


class ForgettingFileCache(FileBasedCache):
    """Django's file cache whose files may be out of reach: then nothing is found and nothing is kept.

    Pages are drawn anew and counts start again, but citizens read and send as before.
    """

    def _createdir(self) -> None:
        try:
            super()._createdir()  # type: ignore[misc]
        except OSError as error:
            _warn(error)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default when it can't be read."""
        try:
            return super().get(key, default, version)
        except OSError as error:
            _warn(error)
            return default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value when that is possible."""
        try:
            super().set(key, value, timeout, version)
        except OSError as error:
            _warn(error)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value that can be read."""
        try:
            return bool(super().has_key(key, version))
        except OSError as error:
            _warn(error)
            return False

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Whether a value was deleted."""
        try:
            return bool(super().delete(key, version))
        except OSError as error:
            _warn(error)
            return False


def _warn(error: OSError) -> None:
    logger.warning("the cache can't be used: %s", error.strerror)
