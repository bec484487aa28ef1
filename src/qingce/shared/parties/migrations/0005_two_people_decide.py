"""What a proposer looked at, and that nobody confirms an own proposal."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """As of the room's models."""

    dependencies: ClassVar = [("parties", "0004_privacy_agreed_on")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="proposal",
            name="seen",
            field=models.CharField(default="", help_text="Version of what the proposer looked at.", max_length=100),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="two_people_decide",
            ),
        ),
    ]
