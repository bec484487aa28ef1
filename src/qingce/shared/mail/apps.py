"""How Django finds this room, what its worker does, and the one letter of its own."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The room `mail`."""

    name = "qingce.shared.mail"
    label = "mail"

    def ready(self) -> None:
        """Register the letter that tries the settings, and have the worker drop old letters."""
        from django.utils.translation import gettext_lazy as _

        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.mail.registry import MailKind, register_mail
        from qingce.shared.mail.tasks import sweep_old_letters

        register_mail(MailKind("test-mail", ("link",), title=_("Test of the mail settings")))
        register_scheduled(Scheduled("drop old letters", timedelta(hours=6), sweep_old_letters))
