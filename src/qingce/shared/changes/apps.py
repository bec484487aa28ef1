"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The room `changes`."""

    name = "qingce.shared.changes"
    label = "changes"
