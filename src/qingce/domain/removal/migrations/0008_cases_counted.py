"""Counts the cases and steps that are there already; from now on each step counts itself."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Count

OWED = ("applied", "submitted", "reviewing", "reported")
NEVER_PUBLIC = ("draft", "discarded")
PIECE = 1_000


def count_cases(apps: Any, schema_editor: Any) -> None:
    """One row for each kind."""
    del schema_editor
    cases = apps.get_model("removal", "Case").objects.order_by()
    steps = apps.get_model("removal", "CaseStep").objects.order_by().exclude(source="draft")
    owed = cases.filter(state__in=OWED)
    for name, rows, columns in (
        ("StateTally", cases.exclude(state__in=NEVER_PUBLIC), ("state", "path", "division")),
        ("DeskTally", owed.exclude(reviewer=None), ("reviewer_id",)),
        ("DueTally", owed.exclude(due_on=None), ("state", "due_on")),
        ("StepTally", steps, ("source", "days", "is_late")),
    ):
        model = apps.get_model("removal", name)
        found = rows.values(*columns).annotate(count=Count("pk"))
        model.objects.bulk_create([model(**each) for each in found], batch_size=PIECE)


class Migration(migrations.Migration):
    dependencies = [("removal", "0007_kept_counts")]

    operations = [migrations.RunPython(count_cases, migrations.RunPython.noop)]
