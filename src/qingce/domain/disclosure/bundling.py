"""What of a panel is to be sent: each record whose explanation is not public as it is written now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingce.domain.disclosure.checking import Finding, findings
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, DisclosureState, Texts
from qingce.domain.disclosure.models import Disclosure, DisclosureLine, Explanation
from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import RecordRow, listed_numbers, rows_by_ids
from qingce.shared.parties.enums import NOBODY


@dataclass(frozen=True)
class Bundle:
    """What would be sent of a panel now.

    Args: open_disclosure: one that was sent and is not settled; None: none. revisions: of the texts, by record.
    """

    records: Sequence[RecordRow]
    texts: Mapping[int, Texts]
    revisions: Mapping[int, int]
    findings: Sequence[Finding]
    open_disclosure: int | None

    @property
    def refusals(self) -> list[Finding]:
        """What stops the sending."""
        return [each for each in self.findings if each.is_refusal]

    @property
    def hints(self) -> list[Finding]:
        """What has to be looked at."""
        return [each for each in self.findings if not each.is_refusal]


def bundle_of(enterprise_id: int, organisation_id: int, record_type: RecordType, *, on: date) -> Bundle:
    """What would be sent of a panel now, newest record first; seven queries."""
    numbers = [pk for pk, kind in listed_numbers(enterprise_id, actor=NOBODY) if kind == record_type]
    public = published_revisions(organisation_id, numbers)
    rows = {row.record_id: row for row in Explanation.objects.filter(organisation=organisation_id)}
    left = [pk for pk in numbers if pk not in public or pk not in rows or rows[pk].revision != public[pk]]
    records = rows_by_ids(left, actor=NOBODY)
    texts = {pk: Texts(*_said(rows[pk])) for pk in left if pk in rows}
    waiting = Disclosure.objects.filter(
        organisation=organisation_id,
        type=record_type,
        state__in=OPEN_DISCLOSURES,
        enterprise__in=family_of([enterprise_id]).values("pk"),
    )
    return Bundle(
        records=records,
        texts=texts,
        revisions={pk: rows[pk].revision for pk in texts},
        findings=findings(texts, records, on=on),
        open_disclosure=waiting.values_list("pk", flat=True).first(),
    )


def published_revisions(organisation_id: int, numbers: Collection[int]) -> dict[int, int]:
    """The revision that is public of each of these records of which any is; one query."""
    rows = DisclosureLine.objects.filter(
        disclosure__organisation=organisation_id, disclosure__state=DisclosureState.PUBLISHED
    ).order_by("disclosure__decided_at", "disclosure")
    wanted = set(numbers)
    return {pk: revision for pk, revision in rows.values_list("record", "revision") if pk in wanted}


def _said(row: Explanation) -> tuple[str, str, str]:
    return row.violation, row.reason, row.corrective_action
