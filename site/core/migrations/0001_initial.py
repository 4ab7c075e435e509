"""Accounts, departments, places, the calendar and the outbox.

Wagtail's own tables point at the account, so nothing here may depend on Wagtail's: see 0002.
"""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=100, verbose_name='tên')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('is_vertical', models.BooleanField(default=False, verbose_name='ngành dọc')),
                ('is_legacy', models.BooleanField(default=False, verbose_name='đã bãi bỏ')),
            ],
            options={
                'verbose_name': 'cấp thực hiện',
                'verbose_name_plural': 'cấp thực hiện',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='WorkerHeartbeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AdministrativeUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=150, verbose_name='tên')),
                ('kind', models.CharField(choices=[('province', 'Tỉnh, thành phố'), ('ward', 'Phường'), ('commune', 'Xã'), ('special_zone', 'Đặc khu'), ('district', 'Huyện (đã bãi bỏ)')], max_length=20, verbose_name='loại')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='có từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('is_legacy', models.BooleanField(default=False, verbose_name='đơn vị cũ')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='core.administrativeunit', verbose_name='sáp nhập vào')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='core.administrativeunit', verbose_name='trực thuộc')),
            ],
            options={
                'verbose_name': 'đơn vị hành chính',
                'verbose_name_plural': 'đơn vị hành chính',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('short_name', models.CharField(blank=True, max_length=100, verbose_name='tên ngắn')),
                ('kind', models.CharField(choices=[('committee', 'Ủy ban nhân dân'), ('office', 'Văn phòng'), ('provincial', 'Sở, ban, ngành'), ('centre', 'Trung tâm phục vụ hành chính công'), ('division', 'Phòng, bộ phận'), ('vertical', 'Cơ quan ngành dọc'), ('public_company', 'Đơn vị cung cấp dịch vụ')], max_length=20, verbose_name='loại')),
                ('functions', models.TextField(blank=True, verbose_name='chức năng')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='địa chỉ')),
                ('opening_hours', models.CharField(blank=True, max_length=255, verbose_name='giờ làm việc')),
                ('is_fallback', models.BooleanField(default=False, help_text='Phản ánh không khớp quy tắc chuyển nào sẽ về đơn vị này. Chỉ một đơn vị.', verbose_name='nhận phản ánh chưa rõ nơi')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='hoạt động từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('administrative_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='core.administrativeunit', verbose_name='địa bàn')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='core.department', verbose_name='cấp trên')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='core.department', verbose_name='đơn vị kế thừa')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('position', models.CharField(blank=True, max_length=100, verbose_name='chức vụ')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('department', models.ForeignKey(blank=True, help_text='Người này chỉ thấy phản ánh và thủ tục của đơn vị này và các đơn vị trực thuộc.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='core.department', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'người dùng',
                'verbose_name_plural': 'người dùng',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='OutboundMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, verbose_name='kênh')),
                ('template', models.CharField(max_length=100, verbose_name='mẫu')),
                ('recipient', models.CharField(max_length=255, verbose_name='người nhận')),
                ('payload', models.JSONField(default=dict, verbose_name='dữ liệu')),
                ('related', models.CharField(blank=True, db_index=True, max_length=60, verbose_name='về')),
                ('state', models.CharField(choices=[('queued', 'Chờ gửi'), ('sent', 'Đã gửi'), ('failed', 'Không gửi được'), ('suppressed', 'Không gửi (kênh đang tắt)')], default='queued', max_length=20, verbose_name='tình trạng')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('next_attempt_at', models.DateTimeField(verbose_name='thử lại lúc')),
                ('provider_id', models.CharField(blank=True, max_length=200, verbose_name='mã của nhà cung cấp')),
                ('error', models.TextField(blank=True, verbose_name='lỗi')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='gửi lúc')),
            ],
            options={
                'verbose_name': 'tin nhắn đi',
                'verbose_name_plural': 'tin nhắn đi',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='core_outbox_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='core_outbox_sent_has_time')],
            },
        ),
        migrations.CreateModel(
            name='WorkCalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='ngày')),
                ('kind', models.CharField(choices=[('off', 'Nghỉ'), ('work', 'Làm việc'), ('half', 'Làm buổi sáng')], max_length=10, verbose_name='loại')),
                ('note', models.CharField(help_text='Người dân đọc lý do này, ví dụ: Giỗ Tổ Hùng Vương', max_length=150, verbose_name='lý do')),
                ('legal_basis', models.CharField(blank=True, max_length=255, verbose_name='căn cứ')),
                ('status', models.CharField(choices=[('provisional', 'Dự kiến'), ('confirmed', 'Đã công bố')], default='provisional', max_length=20, verbose_name='tình trạng')),
                ('department', models.ForeignKey(blank=True, help_text='Để trống nếu áp dụng cho mọi đơn vị.', null=True, on_delete=django.db.models.deletion.CASCADE, to='core.department', verbose_name='chỉ cho đơn vị')),
            ],
            options={
                'verbose_name': 'ngày trong lịch làm việc',
                'verbose_name_plural': 'lịch làm việc',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('morning_start', models.TimeField(default='07:30', verbose_name='sáng, từ')),
                ('morning_end', models.TimeField(default='11:30', verbose_name='sáng, đến')),
                ('afternoon_start', models.TimeField(default='13:30', verbose_name='chiều, từ')),
                ('afternoon_end', models.TimeField(default='17:30', verbose_name='chiều, đến')),
                ('receipt_closes_at', models.TimeField(default='17:00', help_text='Gửi sau giờ này tính là nhận vào ngày làm việc kế tiếp.', verbose_name='hết giờ tiếp nhận')),
                ('same_day_cutoff', models.TimeField(default='15:00', help_text='Việc trả trong ngày nhận sau giờ này thì trả vào ngày làm việc kế tiếp (Nghị định 118/2025).', verbose_name='giờ chốt trả trong ngày')),
            ],
            options={
                'verbose_name': 'giờ làm việc',
                'constraints': [models.CheckConstraint(condition=models.Q(('morning_start__lt', models.F('morning_end')), ('morning_end__lte', models.F('afternoon_start')), ('afternoon_start__lt', models.F('afternoon_end'))), name='core_hours_in_order', violation_error_message='Các giờ phải theo thứ tự từ sáng đến chiều.')],
            },
        ),
        migrations.AddConstraint(
            model_name='administrativeunit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='core_unit_validity', violation_error_message='Ngày hết hiệu lực phải bằng hoặc sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='core_department_validity', violation_error_message='Ngày hết hiệu lực phải bằng hoặc sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.UniqueConstraint(condition=models.Q(('is_fallback', True)), fields=('is_fallback',), name='core_department_one_fallback', violation_error_message='Đã có đơn vị khác nhận phản ánh chưa rõ nơi.'),
        ),
        migrations.AddConstraint(
            model_name='workcalendarday',
            constraint=models.UniqueConstraint(condition=models.Q(('department__isnull', True)), fields=('date',), name='core_calendar_common_day_once', violation_error_message='Ngày này đã có trong lịch chung.'),
        ),
        migrations.AddConstraint(
            model_name='workcalendarday',
            constraint=models.UniqueConstraint(fields=('date', 'department'), name='core_calendar_department_day_once', violation_error_message='Ngày này đã có trong lịch của đơn vị.'),
        ),
    ]
