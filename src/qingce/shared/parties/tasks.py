"""The scheduled work of this room."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from qingce.shared.jobs.registry import job
from qingce.shared.parties.terms import parties_terms


@job(attempts=3)
def clear_ended_sessions() -> None:
    """Drops the sessions that have ended with what was kept of them, and wrong passwords past their term."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    for session in UserSession.objects.order_by("pk").iterator():
        if not store().exists(session.session_key):
            session.delete()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - parties_terms().failures_kept).delete()
