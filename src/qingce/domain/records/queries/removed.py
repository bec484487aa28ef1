"""What cases did to the records of an enterprise: removed after review, restored (REC-7, REC-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.enums import PublicationState, RecordType
from qingce.domain.records.models import StateChange
from qingce.domain.records.permissions import addressable_by
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class CaseChange:
    """A record removed or restored by a case: nothing of what it says.

    Args: state: what it became; `PUBLISHED`: it was restored. path: a `RemovalPath`, where it was removed.
    """

    record: int
    type: RecordType
    state: PublicationState
    clause: str
    case: int
    path: str
    changed_at: datetime

    @property
    def is_restored(self) -> bool:
        """Whether the record came back."""
        return self.state == PublicationState.PUBLISHED


def case_changes_of(enterprise_id: int, *, actor: Actor) -> list[CaseChange]:
    """What cases did to the records of an enterprise and of those merged into it, the newest first; two queries."""
    family = list(family_of([enterprise_id]).values_list("pk", flat=True))
    rows = StateChange.objects.filter(record__enterprise__in=family).exclude(case_number=None)
    columns = ("record_id", "record__type", "current", "clause", "case_number", "path", "changed_at")
    seen = rows.filter(addressable_by(actor, of="record__")).order_by("-changed_at", "-pk").values_list(*columns)
    return [
        CaseChange(pk, RecordType(kind), PublicationState(state), clause, case or 0, path, at)
        for pk, kind, state, clause, case, path, at in seen
    ]
