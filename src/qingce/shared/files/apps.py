"""How Django finds this room, and what its worker does."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "qingce.shared.files"
    label = "files"

    def ready(self) -> None:
        """Have the worker clear away what nobody took up."""
        from qingce.shared.files.tasks import clear_unattached
        from qingce.shared.jobs.registry import Scheduled, register_scheduled

        register_scheduled(Scheduled("clear files nobody took up", timedelta(hours=6), clear_unattached))
