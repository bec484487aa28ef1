"""The newest entries of one kind, also of a time, are found without reading those of other kinds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_public_log"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["subject_kind", "number"], name="ledger_kind"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["act", "at"], name="ledger_act_at"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["subject_kind", "at"], name="ledger_kind_at"),
        ),
    ]
