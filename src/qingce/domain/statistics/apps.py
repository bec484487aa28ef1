"""How Django finds this room, and what it tells the rooms below."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """The room `statistics`."""

    name = "qingce.domain.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Keeps what trends are counted from in step with the records."""
        from qingce.domain.statistics.following import register_trends

        register_trends()
