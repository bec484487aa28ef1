"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The room `changes`."""

    name = "qingce.shared.changes"
    label = "changes"

    def ready(self) -> None:
        """Have the worker number changes and run followers all the time, and prune old ones daily."""
        from qingce.shared.changes.tasks import feed_step, prune_old_changes
        from qingce.shared.jobs.registry import Scheduled, register_loop, register_scheduled

        register_loop("changes", feed_step)
        register_scheduled(Scheduled("prune old changes", timedelta(days=1), prune_old_changes))
