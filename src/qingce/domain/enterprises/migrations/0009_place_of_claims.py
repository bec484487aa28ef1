"""Claims know the place of their enterprise, so that the queue of a county reads no other county's."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def note_places(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Notes the place of claims that are there."""
    del schema_editor
    own = apps.get_model("enterprises", "Enterprise").objects.filter(pk=OuterRef("enterprise")).values("division")
    apps.get_model("enterprises", "Claim").objects.update(division=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0008_indexes_that_are_used"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="division",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of the enterprise; empty: not known when it was claimed.",
                max_length=6,
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["division", "submitted_at"], name="claim_place"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["submitted_at"], name="claim_by_age"),
        ),
        migrations.RunPython(note_places, migrations.RunPython.noop),
    ]
