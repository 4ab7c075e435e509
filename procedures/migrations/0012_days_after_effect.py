"""Decisions on rules made in the shortened way: three days after the effective day (article 15)."""

from django.db import migrations, models

UNITS = [("day", "ngày"), ("working_day", "ngày làm việc")]
BASIS = "Điều 24 Nghị định 63/2010/NĐ-CP"


def seed_days(apps, schema_editor):
    """Rows that somebody has changed since stay as they are, and the new days aren't said to be verified."""
    rule = apps.get_model("procedures", "PublicationRule")
    rule.objects.filter(is_shortened=True, legal_basis=BASIS, is_verified=False).update(
        after_effect_days=3, legal_basis=f"Điều 15 và {BASIS}"
    )


class Migration(migrations.Migration):
    dependencies = [("procedures", "0011_import_leases")]

    operations = [
        migrations.AddField(
            "publicationrule",
            "after_effect_days",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text=(
                    "Số ngày nhiều nhất từ ngày có hiệu lực đến ngày ký, khi văn bản ban hành theo trình tự rút gọn; "
                    "để trống nếu luật không định."
                ),
                null=True,
                verbose_name="công bố sau ngày hiệu lực",
            ),
        ),
        migrations.AddField(
            "publicationrule",
            "after_effect_unit",
            models.CharField(choices=UNITS, default="day", max_length=12, verbose_name="đơn vị"),
        ),
        migrations.RunPython(seed_days, migrations.RunPython.noop),
    ]
