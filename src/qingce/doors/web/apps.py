"""How Django finds this room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "qingce.doors.web"
    label = "web"

    def ready(self) -> None:
        """Register what is checked."""
        import_module("qingce.doors.web.checks")
