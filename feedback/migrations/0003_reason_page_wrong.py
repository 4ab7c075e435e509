"""A citizen can say that the published page itself is wrong: that reaches the page's editors, see ``worklist``."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODE, LABEL, ORDER = "page_wrong", "Trang thủ tục ghi sai", 7


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Before "something else", which stays last where nobody has moved it."""
    reasons = apps.get_model("feedback", "FeedbackReason")
    reasons.objects.filter(code="other", order=ORDER).update(order=ORDER + 1)
    reasons.objects.get_or_create(code=CODE, defaults={"label": LABEL, "order": ORDER})


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_seed_rules")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
