"""What an enterprise had to publish for its audit, as the page of a record shows it."""

from __future__ import annotations

from datetime import date

from qingce.domain.cleaner_production.queries import Judged, judge_publication
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import matter_of
from qingce.shared.parties.enums import NOBODY
from qingce.shared.rulebooks.errors import NoReleaseInForce


def judged_publication(pk: int, record_type: RecordType, *, on: date) -> Judged | None:
    """The fields of a public record of an audit; None: it is of another type, or no rules are in force.

    Cost: none of another type; six queries at most.
    """
    if record_type != RecordType.CLEANER_PRODUCTION:
        return None
    try:
        return judge_publication(matter_of(pk, actor=NOBODY).details, on=on)
    except NoReleaseInForce:
        return None
