"""The outbox and what is known of an index, for each engine and collection.

The rows of before are not carried over: an index without a row of its own is built whole by the next drain.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_seed_language_rows"),
    ]

    operations = [
        migrations.DeleteModel(name="IndexLock"),
        migrations.DeleteModel(name="IndexTask"),
        migrations.CreateModel(
            name="IndexTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engine", models.CharField(max_length=120, verbose_name="công cụ tìm kiếm")),
                ("collection", models.CharField(max_length=40, verbose_name="bộ dữ liệu")),
                ("object_id", models.BigIntegerField(verbose_name="đối tượng")),
                ("queued_at", models.DateTimeField(auto_now_add=True, verbose_name="xếp hàng lúc")),
            ],
            options={
                "verbose_name": "việc cập nhật chỉ mục",
                "verbose_name_plural": "việc cập nhật chỉ mục",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["engine", "collection", "id"], name="search_task_in_order")],
            },
        ),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engine", models.CharField(max_length=120, verbose_name="công cụ tìm kiếm")),
                ("collection", models.CharField(max_length=40, verbose_name="bộ dữ liệu")),
                ("holder", models.CharField(blank=True, max_length=32, verbose_name="tiến trình đang ghi")),
                ("held_until", models.DateTimeField(null=True, verbose_name="giữ lượt đến")),
                ("is_complete", models.BooleanField(default=False, verbose_name="đã dựng đủ")),
                ("audited_at", models.DateTimeField(null=True, verbose_name="đối chiếu lúc")),
                ("audited_to", models.BigIntegerField(default=0, verbose_name="đã đối chiếu đến")),
                (
                    "differences",
                    models.PositiveIntegerField(default=0, verbose_name="số mục lệch lần gần nhất"),
                ),
                ("differed_at", models.DateTimeField(null=True, verbose_name="thấy lệch lúc")),
            ],
            options={
                "verbose_name": "tình trạng chỉ mục",
                "verbose_name_plural": "tình trạng chỉ mục",
                "constraints": [
                    models.UniqueConstraint(fields=("engine", "collection"), name="search_index_state_unique")
                ],
            },
        ),
    ]
