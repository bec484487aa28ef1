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


class TraitKind(TextChoices):
    """What several enterprises may share."""

    ADDRESS = "address", _("Address")
    TELEPHONE = "telephone", _("Telephone")
    PERSON = "person", _("Legal representative")


class QuestionState(TextChoices):
    """Where a question of the match review stands."""

    OPEN = "open", _("Open")
    PASSED_ON = "passed-on", _("Passed on to a colleague")
    SAME = "same", _("Known enterprise")
    NEW = "new", _("New enterprise")
    VOID = "void", _("No longer asked: its batch was undone")


WAITING = (QuestionState.OPEN, QuestionState.PASSED_ON)
