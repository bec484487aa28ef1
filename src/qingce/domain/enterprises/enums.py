"""Closed vocabularies of this room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameKind(TextChoices):
    """How a name belongs to an enterprise."""

    CURRENT = "current", _("Current name")
    FORMER = "former", _("Former name")
    VARIANT = "variant", _("Written differently")


class Identity(TextChoices):
    """How sure we are who an enterprise is."""

    USCC = "uscc", _("Identified by its unified social credit code")
    NAME = "name", _("Identified by its name only")
    PSEUDONYM = "pseudonym", _("Pseudonym: the enterprise's real name is withheld")
