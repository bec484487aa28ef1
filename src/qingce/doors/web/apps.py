"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "qingce.doors.web"
    label = "web"
