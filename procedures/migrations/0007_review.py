"""The rules of review and the second person's task. What Wagtail made in English gets a Vietnamese name."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORKFLOWS = {"Moderators approval": "Duyệt trang thông tin"}
TASKS = {"Moderators approval": "Người duyệt trang xem"}
GROUPS = {"Moderators": "Duyệt trang thông tin", "Editors": "Biên tập trang thông tin"}


def rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only rows that still carry the name they were made with; a name that is taken is left alone."""
    for app, model, names in (
        ("wagtailcore", "Workflow", WORKFLOWS),
        ("wagtailcore", "Task", TASKS),
        ("auth", "Group", GROUPS),
    ):
        rows = apps.get_model(app, model).objects
        for english, vietnamese in names.items():
            if not rows.filter(name=vietnamese).exists():
                rows.filter(name=english).update(name=vietnamese)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("procedures", "0006_form_previews_and_agency_merges"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('require_two_people', models.BooleanField(default=True, help_text='Người sửa không tự xuất bản được: một người khác phải duyệt. Quản trị hệ thống vẫn xuất bản được khi khẩn cấp, và việc đó được ghi vào lịch sử của trang.', verbose_name='bắt buộc hai người')),
                ('review_every_days', models.PositiveSmallIntegerField(default=180, help_text='Số ngày. Trang không sửa, không rà soát lâu hơn thế vào danh sách “Cần rà soát”.', verbose_name='rà soát lại sau')),
                ('check_outside_links', models.BooleanField(default=False, help_text='Máy chủ sẽ gọi tới các trang ngoài, mỗi địa chỉ nhiều nhất một lần một ngày.', verbose_name='kiểm tra cả liên kết ra ngoài')),
            ],
            options={
                'verbose_name': 'quy tắc biên tập',
            },
        ),
        migrations.CreateModel(
            name='SecondPersonTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'duyệt bởi người thứ hai',
                'verbose_name_plural': 'duyệt bởi người thứ hai',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
