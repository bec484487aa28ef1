"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs`."""

    name = "qingce.shared.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Put the room's own work on the schedule."""
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.jobs.tasks import prune_finished_jobs

        register_scheduled(Scheduled("prune finished jobs", timedelta(days=1), prune_finished_jobs))
