"""How Django finds this room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "qingce.doors.web"
    label = "web"

    def ready(self) -> None:
        """Registers what is checked, and listens to what log-ins do."""
        from qingce.doors.web.account.journaling import connect
        from qingce.doors.web.extracts.kinds import register_extracts

        import_module("qingce.doors.web.checks")
        connect()
        register_extracts()
