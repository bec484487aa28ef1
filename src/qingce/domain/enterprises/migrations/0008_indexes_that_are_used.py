"""Indexes that nobody uses, or another one covers, are dropped; questions are counted and listed by indexes."""

from decimal import Decimal

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_rivals(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Notes how likely the second likeliest is, in questions that are there."""
    del schema_editor
    questions = apps.get_model("enterprises", "MatchQuestion").objects
    for pk, ranked in questions.values_list("pk", "ranked").iterator(chunk_size=1000):
        if len(ranked) > 1:
            questions.filter(pk=pk).update(rival_score=Decimal(ranked[1]["score"]))


def _enterprise() -> models.ForeignKey:  # type: ignore[type-arg]  # of a historical model
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="enterprises.enterprise",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0007_bodies_of_names"),
        ("intake", "0004_area_of_batches"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="enterprise", name="enterprise_name_key"),
        migrations.RemoveIndex(model_name="enterprise", name="enterprise_division"),
        migrations.RemoveIndex(model_name="merge", name="merge_into"),
        migrations.RemoveIndex(model_name="matchquestion", name="matchquestion_open"),
        migrations.AlterField(model_name="enterprisename", name="enterprise", field=_enterprise()),
        migrations.AlterField(
            model_name="matchquestion",
            name="batch",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.batch"
            ),
        ),
        migrations.AddField(
            model_name="matchquestion",
            name="rival_score",
            field=models.DecimalField(
                decimal_places=3, help_text="Of the second likeliest; null: there is none.", max_digits=4, null=True
            ),
        ),
        migrations.RunPython(note_rivals, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="matchquestion",
            index=models.Index(fields=["state", "batch", "rows", "asked_at"], name="matchquestion_counted"),
        ),
        migrations.AddIndex(
            model_name="matchquestion",
            index=models.Index(fields=["state", "-best_score", "id"], name="matchquestion_turn"),
        ),
    ]
