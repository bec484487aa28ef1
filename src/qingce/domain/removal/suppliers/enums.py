"""Closed vocabularies of suppliers, and what they hand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SupplierKind(TextChoices):
    """What a supplier does for the enterprise (IPE-2017 §2.2.4 (1))."""

    WASTEWATER = "wastewater", _("Treats its wastewater")
    CARRIES = "carries", _("Carries its hazardous waste")
    TREATS = "treats", _("Treats its hazardous waste")
    STEPS = "steps", _("Takes over polluting steps")


@dataclass(frozen=True)
class SupplierText:
    """A supplier as typed: by name, or by code, which names it surely."""

    kind: str
    name: str
    uscc: str = ""


@dataclass(frozen=True)
class AuditSupplierRow:
    """A supplier of an audited enterprise.

    Args: enterprise: its number here; None: it is not known, and so are its records. records: of its own on the public
        list. explained: of these, those that it explained. asked_at: when an organisation that speaks for it was
        written to.
    """

    id: int
    kind: SupplierKind
    name: str
    uscc: str
    enterprise: int | None
    records: int
    explained: int
    named_at: datetime
    asked_at: datetime | None

    @property
    def owes(self) -> int:
        """How many records it has not explained."""
        return self.records - self.explained


@dataclass(frozen=True)
class AskedSupplier:
    """That an enterprise is asked to explain its records. Args: by: whose audit asks for it."""

    audit: int
    by: str
    owes: int
