"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The room `parties`."""

    name = "qingce.shared.parties"
    label = "parties"

    def ready(self) -> None:
        """Puts the room's own work on the schedule."""
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.parties.tasks import clear_ended_sessions

        register_scheduled(Scheduled("clear ended sessions", timedelta(days=1), clear_ended_sessions))
