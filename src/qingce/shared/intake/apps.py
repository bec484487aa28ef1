"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room `intake`."""

    name = "qingce.shared.intake"
    label = "intake"

    def ready(self) -> None:
        """Names the room's acts and puts its own work on the schedule."""
        from qingce.shared.intake.acts import ACTS
        from qingce.shared.intake.tasks import sweep_uploads
        from qingce.shared.intake.transitions import BATCHES
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import register_acts, register_machine

        register_acts(ACTS)
        register_machine(BATCHES)
        register_scheduled(Scheduled("sweep uploads", timedelta(hours=6), sweep_uploads))
