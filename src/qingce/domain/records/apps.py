"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room `records`."""

    name = "qingce.domain.records"
    label = "records"
