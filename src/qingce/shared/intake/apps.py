"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room `intake`."""

    name = "qingce.shared.intake"
    label = "intake"
