"""What an enterprise under a mandatory audit has to publish, and what it did, field by field (办法第十一条)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.shared.rulebooks.queries import book_of, release_at

BOOK = "cleaner-production"
REQUIREMENTS = {"over-limits": "over-limits-fields", "energy": "energy-fields", "toxic": "toxic-fields"}
NAMED = "enterprise-name"  # who is named in a publication has published its name
_LIST_MARK = "、"


class FieldState(TextChoices):
    """Whether a field was published."""

    PUBLISHED = "published", _("published")
    NOT_PUBLISHED = "not-published", _("not published")
    NOT_TOLD = "not-told", _("the source does not tell")


class Verdict(TextChoices):
    """What the fields come to."""

    COMPLETE = "complete", _("Complete")
    INCOMPLETE = "incomplete", _("Incomplete")
    CANNOT_BE_JUDGED = "cannot-be-judged", _("Cannot be judged")
    NOT_ASKED = "not-asked", _("Nothing was to be published")


@dataclass(frozen=True)
class JudgedField:
    """A field that the rules ask for. Args: zh, en: its title. clause: of the first ground that asks it."""

    id: str
    zh: str
    en: str
    clause: str
    state: FieldState


@dataclass(frozen=True)
class Judged:
    """All fields of an enterprise, by the rulebook of a version."""

    verdict: Verdict
    fields: Sequence[JudgedField]
    version: str


def judge_publication(details: Mapping[str, str], *, on: date) -> Judged:
    """Judges what a record of an audit says of the enterprise's publication; two grounds ask for the fields of both.

    One field that is known not to be published makes it incomplete; without a ground, or where the source does not
    tell of a field, it cannot be judged.

    Args: details: of the record, field → text; lists parted by semicolons.
    Returns: the fields in the order of the rules; one query, two for a rulebook that is not in memory.
    Raises: NoReleaseInForce.
    """
    release = release_at(BOOK, on=on)
    requirements = book_of(release.digest).requirements
    grounds = [each for each in details.get("grounds", "").split(";") if each in REQUIREMENTS]
    asked = {
        item.id: item
        for ground in REQUIREMENTS
        if ground in grounds
        for item in requirements[REQUIREMENTS[ground]].item
    }
    known = told_by(details)
    fields = [
        JudgedField(each.id, each.title.zh, each.title.en, each.clause, known.get(each.id, FieldState.NOT_TOLD))
        for each in asked.values()
    ]
    is_voluntary = details.get("obligation") == "voluntary" and not grounds
    verdict = Verdict.NOT_ASKED if is_voluntary else verdict_of([each.state for each in fields])
    return Judged(verdict, fields, release.version)


def verdict_of(found: Sequence[FieldState]) -> Verdict:
    """What the states of all fields come to; of no fields, that it cannot be judged."""
    states = set(found)
    if FieldState.NOT_PUBLISHED in states:
        return Verdict.INCOMPLETE
    return Verdict.COMPLETE if states == {FieldState.PUBLISHED} else Verdict.CANNOT_BE_JUDGED


def told_by(details: Mapping[str, str]) -> dict[str, FieldState]:
    """What the record of a publication tells of its fields; a part that is missing tells of all its fields.

    Returns: nothing of a line of a roster, which tells of no publication.
    """
    if details.get("listed") and not details.get("published") and not details.get("not_published"):
        return {}
    found = {NAMED: FieldState.PUBLISHED}
    for written, state, column in (
        (details.get("published", ""), FieldState.PUBLISHED, "if_published"),
        (details.get("not_published", ""), FieldState.NOT_PUBLISHED, "if_not_published"),
    ):
        for part in written.split(_LIST_MARK):
            row = _parts().get(part.strip())
            found |= dict.fromkeys(row[column].split(";"), state) if row else {}
    return found


@cache
def _parts() -> Mapping[str, Mapping[str, str]]:
    text = files("qingce.domain.cleaner_production").joinpath("data/published_parts.csv").read_text("utf-8")
    return {row["part"]: row for row in csv.DictReader(text.splitlines())}
