"""What the survey says besides its matrix, in words of the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.queries import table
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.templatetags.qingce_web import is_chinese

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FINDINGS: dict[str, StrOrPromise] = {
    "sampled": _("Enterprises sampled"),
    "published": _("Published something"),
    "complete": _("Published all that its ground asks"),
    "incomplete": _("Published only part of it"),
    "cannot-be-judged": _("Published, but the roster names no ground: cannot be judged"),
    "telephoned": _("Enterprises telephoned"),
    "telephone-secret": _("Said that it is under secrecy"),
    "telephone-will-not": _("Said that it will not publish"),
    "telephone-parent": _("Left it to its parent company"),
    "telephone-not-reached": _("Not reached"),
    "telephone-does-not-know": _("Knew nothing of it"),
}


@dataclass(frozen=True)
class CountWords:
    """A count of the survey. Args: is_derived: what is left of others; not printed."""

    label: str
    count: int
    is_derived: bool


@dataclass(frozen=True)
class NamedEnterprise:
    """An enterprise that the survey names. Args: unit: empty: none is printed. points_to: of its name."""

    name: str
    unit: str
    points_to: str


def count_words() -> list[CountWords]:
    """The counts of all units together."""
    rows = [row for row in table("enterprise_counts") if not row["unit"]]
    return [CountWords(str(FINDINGS[row["about"]]), int(row["count"]), row["told"] == "derived") for row in rows]


def finding_words() -> list[tuple[str, Sequence[NamedEnterprise]]]:
    """The enterprises that are named, by what was found of them."""
    found: dict[str, list[NamedEnterprise]] = {}
    for row in table("enterprises"):
        unit = unit_name(row["printed_unit"]) if row["printed_unit"] else ""
        points_to = unit_name(row["name_points_to"]) if row["name_points_to"] else ""
        found.setdefault(row["finding"], []).append(NamedEnterprise(row["name"], unit, points_to))
    return [(str(FINDINGS[name]), each) for name, each in found.items()]


def prefecture_words() -> list[tuple[str, str]]:
    """What is said of the prefectures of a unit as a whole."""
    return [(unit_name(row["unit"]), row["zh"] if is_chinese() else row["en"]) for row in table("prefecture_counts")]
