"""Private files: a folder that no URL serves."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files that only a view with a permission check may hand out."""

    def url(self, name: str | None) -> str:
        """Refuse: a private file has no address."""
        raise ValueError("A private file has no URL; serve it through a permission-checked view.")


def private_storage() -> PrivateStorage:
    """Return the storage below PRIVATE_MEDIA_ROOT, readable by the server's own user only."""
    return PrivateStorage(
        location=str(settings.PRIVATE_MEDIA_ROOT),
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )
