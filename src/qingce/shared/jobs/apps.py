"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs`."""

    name = "qingce.shared.jobs"
    label = "jobs"
