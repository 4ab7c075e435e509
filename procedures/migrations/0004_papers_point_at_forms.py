from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("procedures", "0003_forms_and_publication_rules"),
    ]

    operations = [
        migrations.RemoveField(model_name="dossieritem", name="form"),
        migrations.RenameField(model_name="dossieritem", old_name="new_form", new_name="form"),
    ]
