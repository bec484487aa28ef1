"""How Django finds this room, and what it tells the rooms below."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room `records`."""

    name = "qingce.domain.records"
    label = "records"

    def ready(self) -> None:
        """Has records and enterprises searched."""
        from qingce.domain.records.search import register_search

        register_search()
