"""How Django finds this room, and what its worker does."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "qingce.shared.files"
    label = "files"

    def ready(self) -> None:
        """Have the worker clear away what nobody took up, and look into what was not looked into."""
        from django.utils.translation import gettext_lazy as _

        from qingce.shared.files.redacting import REDACTED
        from qingce.shared.files.tasks import clear_unattached, look_into_waiting
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import register_acts

        register_acts({REDACTED: _("A part of a file taken out")})
        register_scheduled(Scheduled("clear files nobody took up", timedelta(hours=6), clear_unattached))
        register_scheduled(Scheduled("look into files that wait", timedelta(hours=1), look_into_waiting))
