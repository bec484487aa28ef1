"""Which privacy notice a person agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """As of the room's models."""

    dependencies: ClassVar = [("parties", "0003_shared_counts")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="person",
            name="privacy_agreed_on",
            field=models.DateField(help_text="The day of the privacy notice that was agreed to.", null=True),
        ),
    ]
