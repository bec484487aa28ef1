"""A batch has an area: who brings it answers for rows of that area only, and colleagues there see it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_what_a_file_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="area",
            field=models.CharField(
                blank=True,
                default="",
                help_text="GB/T 2260: where its rows lie; empty: the whole country.",
                max_length=6,
            ),
        ),
        migrations.RemoveConstraint(model_name="batch", name="one_batch_per_file_and_mapping"),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=Q(("state__in", ("queued", "running", "stopped", "done", "undoing"))),
                fields=("sha256", "mapping_sha256", "area"),
                name="one_batch_per_file_mapping_area",
            ),
        ),
    ]
