from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def place_requests(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    requests = apps.get_model("records", "CorrectionRequest")
    records = apps.get_model("records", "Record")
    own = records.objects.filter(pk=OuterRef("record")).values("division")
    requests.objects.update(division=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="correctionrequest",
            name="division",
            field=models.CharField(
                blank=True, default="", help_text="Of the record, which keeps it: GB/T 2260.", max_length=6
            ),
        ),
        migrations.RemoveIndex(model_name="correctionrequest", name="request_queue"),
        migrations.AddIndex(
            model_name="correctionrequest",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["received_at"], name="request_waiting"),
        ),
        migrations.AddIndex(
            model_name="correctionrequest",
            index=models.Index(fields=["division", "received_at"], name="request_place"),
        ),
        migrations.RunPython(place_requests, migrations.RunPython.noop),
    ]
