"""Which pages of a house are measured; runs on the house (`House.python`)."""

from __future__ import annotations

import json


def main() -> None:
    """Prints the enterprise with the most records, one with three, and how many each has."""
    from django.db.models import Count

    from qingce.domain.records.models import Record

    counted = Record.objects.values_list("enterprise_id").annotate(count=Count("pk")).order_by("-count")
    few = counted.filter(count__lte=3).first()
    print(json.dumps([list(counted.first() or ()), list(few or ())]))
