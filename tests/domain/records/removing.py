"""Two people of the staff who decide a case, and what they do to a record."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.records.actions import remove_record, restore_record
from qingce.domain.records.models import Record
from qingce.shared.parties.enums import Actor, Pair, StaffRole, paired
from tests.factories import AT, acting, staff_member

CLAUSE = "IPE-2017 §2.1 (3)"
CASE = 12


def a_reviewer() -> Actor:
    """Somebody of the province who reviews."""
    return acting(staff_member(StaffRole.REVIEWER, name="审阅人", email="x@example.org", area="330000"))


def a_pair(first: Actor | None = None) -> Pair:
    """A reviewer, and somebody who approves in Shaoxing."""
    second = staff_member(StaffRole.SENIOR_REVIEWER, name="批准人", email="y@example.org", area="330600")
    return paired(first or a_reviewer(), acting(second))


def remove(record: Record, actor: Actor, *, case: int = CASE, path: str = "off-site", at: datetime = AT) -> None:
    """Removes a record as the approval of a case does."""
    remove_record(record.pk, case=case, path=path, clause=CLAUSE, reason="整改完成，文件齐全", actor=actor, at=at)


def restore(record: Record, actor: Actor, *, at: datetime = AT) -> None:
    """Restores it as the same case does later."""
    restore_record(record.pk, case=CASE, reason="整改报告系伪造", actor=actor, at=at)
