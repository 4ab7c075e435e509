"""Files that papers pointed at become forms; the law's days for publishing decisions come in as rows."""

from django.db import migrations

# NĐ 63/2010/NĐ-CP (amended by 48/2013 and 92/2017), article 15 (before the effective day) and article 24 (upload).
# issuer, shortened, days before effect, unit, days for the upload, unit, legal basis
RULES = [
    ("ministry", False, 20, "day", 10, "working_day", "Điều 15 và Điều 24 Nghị định 63/2010/NĐ-CP"),
    ("province", False, 5, "day", 5, "working_day", "Điều 15 và Điều 24 Nghị định 63/2010/NĐ-CP"),
    ("ministry", True, None, "day", 2, "working_day", "Điều 24 Nghị định 63/2010/NĐ-CP"),
    ("province", True, None, "day", 2, "working_day", "Điều 24 Nghị định 63/2010/NĐ-CP"),
]


def seed_rules(apps, schema_editor):
    rule = apps.get_model("procedures", "PublicationRule")
    for issuer, shortened, before, before_unit, upload, upload_unit, basis in RULES:
        rule.objects.get_or_create(
            issuer_type=issuer,
            is_shortened=shortened,
            defaults={
                "before_effect_days": before,
                "before_effect_unit": before_unit,
                "upload_days": upload,
                "upload_unit": upload_unit,
                "legal_basis": basis,
            },
        )


def documents_to_forms(apps, schema_editor):
    """One form for each file in use, with its first version; papers and stored revisions point at it."""
    item = apps.get_model("procedures", "DossierItem")
    form = apps.get_model("procedures", "Form")
    version = apps.get_model("procedures", "FormVersion")
    forms = {}
    for row in item.objects.filter(form__isnull=False).select_related("form").order_by("pk"):
        document = row.form
        if document.pk not in forms:
            code = row.form_code or getattr(document, "form_code", "") or f"mau-{document.pk}"
            if form.objects.filter(code=code[:120]).exists():
                code = f"{code[:100]} ({document.pk})"
            made = form.objects.create(code=code[:120], slug=f"mau-{document.pk}", name=document.title)
            version.objects.create(form=made, document_id=document.pk)
            forms[document.pk] = made.pk
        item.objects.filter(pk=row.pk).update(new_form_id=forms[document.pk])
    if forms:
        _rewrite_revisions(apps, forms)


def _rewrite_revisions(apps, forms):
    revision = apps.get_model("wagtailcore", "Revision")
    pages = revision.objects.filter(content_type__app_label="procedures", content_type__model="procedurepage")
    for row in pages.iterator():
        papers = [
            paper
            for case in row.content.get("dossier_cases") or []
            for paper in case.get("items") or []
            if paper.get("form") is not None
        ]
        for paper in papers:
            paper["form"] = forms.get(paper["form"])
        if papers:
            row.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ("procedures", "0002_national_catalogue"),
    ]

    operations = [
        migrations.RunPython(seed_rules, migrations.RunPython.noop),
        migrations.RunPython(documents_to_forms, migrations.RunPython.noop),
    ]
