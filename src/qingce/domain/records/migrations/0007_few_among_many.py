"""Withdrawn and corrected records are found without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_place_of_requests"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(condition=models.Q(("state", "withdrawn")), fields=["batch"], name="record_withdrawn"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(condition=models.Q(("is_corrected", True)), fields=["batch"], name="record_corrected"),
        ),
    ]
