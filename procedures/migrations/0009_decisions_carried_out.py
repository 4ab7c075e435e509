import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procedures', '0008_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decisionitem',
            name='undone_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hoàn tác lúc'),
        ),
        migrations.AddField(
            model_name='decisionitem',
            name='undone_reason',
            field=models.TextField(blank=True, editable=False, verbose_name='lý do hoàn tác'),
        ),
        migrations.AddField(
            model_name='publicationdecision',
            name='approved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='duyệt thực hiện lúc'),
        ),
        migrations.AddField(
            model_name='publicationdecision',
            name='approved_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt'),
        ),
        migrations.CreateModel(
            name='StandingBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('published', 'Đang áp dụng'), ('amended', 'Đã sửa đổi, bổ sung'), ('replaced', 'Đã được thay thế'), ('abolished', 'Đã bị bãi bỏ')], max_length=10, verbose_name='hiệu lực')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='áp dụng từ ngày')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='áp dụng đến hết ngày')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.publicationdecision')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standing_before', to='procedures.procedurepage')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.procedurepage')),
            ],
            options={
                'verbose_name': 'tình trạng trước các quyết định',
                'verbose_name_plural': 'tình trạng trước các quyết định',
            },
        ),
    ]
