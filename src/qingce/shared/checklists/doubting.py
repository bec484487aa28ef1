"""What speaks against a piece of evidence, from what its camera and its device said of themselves."""

from __future__ import annotations

from datetime import date
from math import asin, cos, radians, sin, sqrt

from django.utils.timezone import localdate

from qingce.shared.checklists.enums import EvidenceDoubt
from qingce.shared.checklists.models import Evidence
from qingce.shared.checklists.registry import ChecklistSubject
from qingce.shared.checklists.terms import checklist_terms

_EARTH_KM = 6371.0


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places are apart on the globe. Args: latitude and longitude, degrees."""
    (south, west), (north, east) = (map(radians, each) for each in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def doubts_of(row: Evidence, subject: ChecklistSubject) -> tuple[tuple[EvidenceDoubt, int], ...]:
    """What speaks against it, each with its figure: days off, kilometres away, minutes wrong."""
    terms, found = checklist_terms(), []
    if days := _days_off(row, subject):
        found.append((EvidenceDoubt.TIME, days))
    if row.photo_latitude is not None and row.photo_longitude is not None and subject.place is not None:
        away = distance_km((row.photo_latitude, row.photo_longitude), subject.place)
        if away > terms.far_km:
            found.append((EvidenceDoubt.PLACE, round(away)))
    minutes = abs(row.clock_s or 0) // 60
    if minutes >= terms.clock_minutes:
        found.append((EvidenceDoubt.CLOCK, minutes))
    return tuple(found)


def _days_off(row: Evidence, subject: ChecklistSubject) -> int:
    if row.photo_at is None:
        return 0
    on = localdate(row.photo_at)
    return min(_days_outside(on, *span) for span in ((subject.since, subject.until), *subject.further))


def _days_outside(on: date, since: date | None, until: date | None) -> int:
    """How many days lie between a day and a span; None: that end is not known."""
    if since is not None and on < since:
        return (since - on).days
    return (on - until).days if until is not None and on > until else 0
