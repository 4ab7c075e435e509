"""What the review of the catalogue does on the clock: scheduled publications and the check of links."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from procedures.services.links import check_next_pages


@shared_task(name="procedures.publish_scheduled_pages")
def publish_scheduled_pages() -> str:
    """Publish what was approved for a moment that has come, withdraw what was to expire (Wagtail's own command)."""
    call_command("publish_scheduled", verbosity=0)
    return "scheduled pages published"


@shared_task(name="procedures.check_links")
def check_links() -> str:
    """Check the links and files of the pages that were not checked for longest."""
    checked, broken = check_next_pages(timezone.now())
    return f"{checked} pages checked, {broken} broken links"
