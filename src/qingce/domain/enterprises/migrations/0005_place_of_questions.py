"""Questions know the place that their description names, so that each is asked of those who answer for it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_places(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Notes the place of questions that are there."""
    del schema_editor
    questions = apps.get_model("enterprises", "MatchQuestion").objects
    for pk, description in questions.values_list("pk", "description").iterator(chunk_size=1000):
        if place := description.get("division"):
            questions.filter(pk=pk).update(division=place)


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0004_claims"),
        ("intake", "0004_area_of_batches"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchquestion",
            name="division",
            field=models.CharField(blank=True, default="", help_text="Of the description: GB/T 2260.", max_length=6),
        ),
        migrations.AddIndex(
            model_name="matchquestion",
            index=models.Index(fields=["division", "state"], name="matchquestion_division"),
        ),
        migrations.RunPython(note_places, migrations.RunPython.noop),
    ]
