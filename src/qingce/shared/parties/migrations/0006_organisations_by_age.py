"""The list of organisations is in the order of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0005_two_people_decide"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["registered_at"], name="organisation_by_age"),
        ),
    ]
