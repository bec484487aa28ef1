"""A record may be removed after the review of a case, whose number its changes of state keep."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_one_tally"),
    ]

    operations = [
        migrations.AddField(
            model_name="statechange",
            name="case_number",
            field=models.PositiveIntegerField(help_text="Of the case that removed or restored it.", null=True),
        ),
        migrations.AddField(
            model_name="statechange",
            name="path",
            field=models.CharField(
                blank=True,
                choices=[("off-site", "Off-site document review"), ("on-site", "Third-party on-site audit")],
                default="",
                help_text="Of that case.",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="state",
            field=models.CharField(
                choices=[("published", "Published"), ("withdrawn", "Withdrawn"), ("removed", "Removed after review")],
                default="published",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="current",
            field=models.CharField(
                choices=[("published", "Published"), ("withdrawn", "Withdrawn"), ("removed", "Removed after review")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="former",
            field=models.CharField(
                choices=[("published", "Published"), ("withdrawn", "Withdrawn"), ("removed", "Removed after review")],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(condition=models.Q(("state", "removed")), fields=["batch"], name="record_removed"),
        ),
    ]
