"""Closed vocabularies of the public database (REC-1, REC-10)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecordType(TextChoices):
    """The 18 types of environmental supervision records (BMD pp. 1, last); `types.py` says what each needs."""

    SUPERVISION = "supervision", _("Environmental supervision record")
    RECTIFICATION = "rectification", _("Rectification order")
    CREDIT_RATING = "credit-rating", _("Environmental credit rating")
    AUTOMATED_MONITORING = "automated-monitoring", _("Automated monitoring data")
    FEEDBACK = "feedback", _("Enterprise feedback")
    EMISSIONS = "emissions", _("Emissions data")
    KEY_ENTITY = "key-entity", _("Key monitored entity")
    PERFORMANCE = "performance", _("Government performance grading")
    EXEMPLARY = "exemplary", _("Exemplary list")
    EXEMPTED = "exempted", _("Exempted from production restriction")
    CLEANER_PRODUCTION = "cleaner-production", _("Cleaner production audit")
    ACCIDENT_RISK = "accident-risk", _("Environmental accident risk")
    MONITORING = "monitoring", _("Monitoring data")
    SUSPENSION = "suspension", _("Production suspension or restriction")
    ACCIDENT = "accident", _("Accident")
    SAFETY = "safety", _("Safety supervision record")
    EIA = "eia", _("Environmental impact assessment")
    INSPECTION = "inspection", _("Inspection report")


class PublicationState(TextChoices):
    """Whether the public list shows a record; nothing is ever deleted (REC-10)."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")  # ours: it was wrong to list it
    REMOVED = "removed", _("Removed after review")  # theirs: a case showed that the cause is put right (IPE-2017 §2)


CASE = "case"  # what the ledger calls a case that removes records


class RemovalPath(TextChoices):
    """How a case showed it; the words are those of the rulebook's outcomes (IPE-2017 §2.1, §2.2)."""

    OFF_SITE = "off-site", _("Off-site document review")
    ON_SITE = "on-site", _("Third-party on-site audit")


class Status(TextChoices):
    """What a reader sees of a record's state."""

    OPEN = "open", _("Listed")
    CORRECTED = "corrected", _("Listed, corrected since")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REMOVED = "removed", _("Removed after review")

    @property
    def is_listed(self) -> bool:
        """Whether the public list shows the record; else its number answers with why it does not (REC-10)."""
        return self in (Status.OPEN, Status.CORRECTED)


class ViolationCategory(TextChoices):
    """What was violated; the coded half of a violation, beside its text."""

    WATER = "water", _("Water pollution")
    AIR = "air", _("Air pollution")
    SOLID_WASTE = "solid-waste", _("Solid waste")
    HAZARDOUS_WASTE = "hazardous-waste", _("Hazardous waste")
    NOISE = "noise", _("Noise")
    SOIL = "soil", _("Soil and groundwater")
    RADIATION = "radiation", _("Nuclear and radiation safety")
    EIA = "eia", _("Environmental impact assessment")
    THREE_SYNCHRONISATIONS = "three-synchronisations", _("Three synchronisations and acceptance")
    PERMIT = "permit", _("Discharge permit")
    MONITORING = "monitoring", _("Monitoring and its equipment")
    DATA_FRAUD = "data-fraud", _("Falsified data")
    IDLE_FACILITY = "idle-facility", _("Treatment facility not in proper use")
    HEAVY_POLLUTION_DAY = "heavy-pollution-day", _("Measures on heavily polluted days")
    ECOLOGY = "ecology", _("Damage to nature")
    DISCLOSURE = "disclosure", _("Duty to disclose")
    OTHER = "other", _("Other")


class SourceKind(TextChoices):
    """Where a record was read."""

    GOVERNMENT_SITE = "government-site", _("Government website")
    DISCLOSURE_PLATFORM = "disclosure-platform", _("Statutory disclosure platform")
    MIRROR = "mirror", _("Copy of a government page on another site")
    MEDIA = "media", _("News media or reprint")
    SYNTHETIC = "synthetic", _("Synthetic data for tests")
    OTHER = "other", _("Other")
