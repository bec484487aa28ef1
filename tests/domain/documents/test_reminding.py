"""Telling that a paper expires: once for each term, to the members of today, whatever runs twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from qingce.domain.documents.actions import replace_document, withdraw_document
from qingce.domain.documents.enums import DocumentText
from qingce.domain.documents.models import Reminder
from qingce.domain.documents.reminding import remind
from qingce.domain.documents.tasks import remind_of_expiry
from qingce.domain.enterprises.actions import end_claim
from qingce.domain.enterprises.models import Claim
from qingce.shared.jobs.registry import scheduled_jobs
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import MemberRole
from tests.domain.documents.keeping import Kept, grantor, paper
from tests.factories import AT, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "SVC-4")]

ON = localdate(AT)


def letters() -> list[tuple[str, str]]:
    """To whom it was written, and in which language."""
    return list(Letter.objects.filter(kind="document-expires").order_by("pk").values_list("to", "language"))


def test_it_is_told_at_60_30_and_7_days_and_once_each(own: Kept) -> None:
    pk = paper(own, expires_on=ON + timedelta(days=61))
    told = [day for day in range(63) if remind(at=AT + timedelta(days=day))]
    assert told == [1, 31, 54]
    assert list(Reminder.objects.order_by("pk").values_list("document", "days", "letters")) == [
        (pk, days, 1) for days in (60, 30, 7)
    ]
    assert len(letters()) == 3


def test_running_twice_tells_once(own: Kept) -> None:
    paper(own, expires_on=ON + timedelta(days=30))
    assert (remind(at=AT), remind(at=AT), remind(at=AT + timedelta(hours=6))) == (1, 0, 0)
    assert len(letters()) == 1


def test_paper_that_comes_late_is_told_of_once_for_the_nearest_term(own: Kept) -> None:
    paper(own, expires_on=ON + timedelta(days=5))
    assert [remind(at=AT + timedelta(days=day)) for day in range(7)] == [1, 0, 0, 0, 0, 0, 0]
    assert list(Reminder.objects.values_list("days", flat=True)) == [7]


@pytest.mark.parametrize("days", [None, -1, 61])
def test_what_does_not_expire_soon_is_not_told(own: Kept, days: int | None) -> None:
    paper(own, expires_on=None if days is None else ON + timedelta(days=days))
    assert (remind(at=AT), letters()) == (0, [])


def test_all_members_of_today_get_it_and_nobody_else(own: Kept) -> None:
    paper(own, expires_on=ON)
    reader = somebody("reader@example.org")
    member(own.organisation, reader, MemberRole.READER)
    somebody("other@example.org")
    assert remind(at=AT) == 1
    assert sorted(to for to, _ in letters()) == ["b@example.org", "reader@example.org"]
    (letter, *_) = Letter.objects.filter(kind="document-expires")
    assert letter.params == {
        "enterprise": "绍兴样甲印染有限公司",
        "title": "排污许可证",
        "until": ON.isoformat(),
        "days": 0,
        "document": Reminder.objects.get().document_id,
    }
    assert JournalEntry.objects.get(act="document-expiry-told").detail == {"days": 7, "letters": 2}


def test_renewed_paper_is_told_of_anew_and_a_withdrawn_one_never(own: Kept) -> None:
    pk = paper(own, expires_on=ON + timedelta(days=20))
    assert remind(at=AT) == 1
    said = DocumentText("discharge-permit", expires_on=ON + timedelta(days=50))
    replace_document(own.actor, pk, said, files=[], reason="延续", seen=1, at=AT)
    assert (remind(at=AT), remind(at=AT)) == (1, 0)
    withdraw_document(own.actor, pk, reason="注销", at=AT)
    assert remind(at=AT + timedelta(days=45)) == 0


def test_nobody_is_written_to_when_nobody_speaks_for_the_enterprise(own: Kept) -> None:
    paper(own, expires_on=ON)
    end_claim(grantor(), Claim.objects.get().pk, reason="转让", at=AT)
    remind(at=AT)
    assert letters() == []


def test_worker_does_it_by_itself(own: Kept) -> None:
    assert remind_of_expiry in [each.task for each in scheduled_jobs()]
