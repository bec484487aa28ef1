"""The scheduled work of promises."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.disclosure.models import PromisedRecord
from qingce.domain.disclosure.promises.reminding import remind_of_promises
from qingce.domain.disclosure.promises.settling import settle_promises
from qingce.shared.jobs.registry import job


@job(attempts=3)
def follow_promises() -> int:
    """Reckons due days that waited for a year's calendar, and reminds of what is due."""
    at = timezone.now()
    waiting = PromisedRecord.objects.filter(due_on=None, ended_on=None)
    settle_promises(list(waiting.values_list("record", flat=True)), at=at)
    return remind_of_promises(at=at)
