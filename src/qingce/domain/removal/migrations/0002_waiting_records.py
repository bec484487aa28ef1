import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_statements"),
        ("removal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingRecord",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                (
                    "division",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Of the record, else of its enterprise: GB/T 2260.",
                        max_length=6,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["division", "record"], name="waitingrecord_division")],
            },
        ),
    ]
