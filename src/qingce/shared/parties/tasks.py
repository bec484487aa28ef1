"""The scheduled work of this room."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from qingce.shared.jobs.registry import job


@job(attempts=3)
def clear_ended_sessions() -> None:
    """Drops the sessions that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
