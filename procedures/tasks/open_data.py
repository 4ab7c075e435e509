"""Files of the whole catalogue, made away from the visitors who wait for them."""

from celery import shared_task

from procedures.services.downloads import make
from procedures.services.exports import FORMATS


# 200,000 procedures take minutes; a lost worker's file is asked for again when its mark in the cache has ended.
@shared_task(name="procedures.prepare_download", time_limit=1800, acks_late=False)
def prepare_download(key: str) -> str:
    """Write the file of one format."""
    file = make(FORMATS[key])
    return f"{key}: {file.size} bytes"
