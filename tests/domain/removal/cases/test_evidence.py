"""Evidence with a restoration: seen by the second person first, stated in the ledger, closed unless marked public."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from qingce.domain.removal.actions import propose_restoration
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere, CaseIncomplete, CaseNotFound, TooManyOfCase
from qingce.domain.removal.enums import EVIDENCE
from qingce.domain.removal.models import RestorationFile
from qingce.domain.removal.queries import (
    case_file,
    case_terms,
    get_case,
    public_case,
    public_evidence_file,
    staff_case_detail,
    staff_evidence_file,
)
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.models import StoredFile
from qingce.shared.ledger.finding import entries_of
from qingce.shared.parties.actions import confirm_proposal, refuse_proposal
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.errors import AlreadyProposed
from qingce.shared.parties.queries import get_proposal
from tests import hostile_files
from tests.domain.removal.cases.applying import NOISE, Applied, approved, reported, submitted
from tests.factories import AT, acting, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-9", "LED-1")]
DAY = timedelta(days=1)


def kept(text: str = "伪造") -> int:
    """A file that waits to become evidence."""
    content = [hostile_files.plain_pdf() + f"\n% {text}\n".encode()]
    return keep_upload(
        content, name=f"{text}.pdf", accepts=(FileType.PDF,), purpose=EVIDENCE, at=AT, largest_mb=5
    ).id  # fmt: skip


def passed() -> Applied:
    found = reported(NOISE)
    approved(found)
    return found


def proposed(found: Applied, *files: int, is_public: bool = False) -> int:
    return propose_restoration(
        found.reviewer, found.case, reason="监测报告系伪造", files=files, is_public=is_public, at=AT + DAY
    )  # fmt: skip


def test_second_person_sees_the_evidence_before_confirming_and_the_ledger_states_it() -> None:
    found, files = passed(), [kept("一"), kept("二")]
    proposal = proposed(found, *files)
    effect = get_proposal(proposal, actor=found.approver).effect
    assert effect is not None
    assert [str(line.after).partition(" ")[0] for line in effect.lines[2:]] == ["一.pdf", "二.pdf"]
    seen = staff_case_detail(found.case, actor=found.approver).evidence
    assert [(each.file.id, each.is_confirmed) for each in seen] == [(files[0], False), (files[1], False)]
    assert staff_evidence_file(found.case, files[1], actor=found.approver).id == files[1]
    confirm_proposal(found.approver, proposal, at=AT + 2 * DAY)
    assert found.row.state == CaseState.RESTORED
    entry = [each.entry for each in entries_of("case", found.case) if each.entry.act == "case-restored"][-1]
    sums = [StoredFile.objects.get(pk=each).sha256 for each in files]
    digest = hashlib.sha256("".join(f"{each}\n" for each in sums).encode()).hexdigest()
    assert digest in bytes(entry.body).decode()
    assert RestorationFile.objects.exclude(confirmed_at=None).count() == 2


@pytest.mark.parametrize("is_public", [True, False])
def test_evidence_is_closed_until_confirmed_and_then_unless_marked_public(is_public: bool) -> None:
    found, file = passed(), kept()
    proposal = proposed(found, file, is_public=is_public)
    with pytest.raises(FileNotFound):
        public_evidence_file(found.case, file)
    assert public_case(found.case).evidence == ()
    confirm_proposal(found.approver, proposal, at=AT + 2 * DAY)
    assert [each.is_public for each in public_case(found.case).evidence] == [is_public]
    if is_public:
        assert public_evidence_file(found.case, file).id == file
    else:
        with pytest.raises(FileNotFound):
            public_evidence_file(found.case, file)


def test_evidence_of_a_refused_proposal_stays_closed() -> None:
    found, file = passed(), kept()
    refuse_proposal(found.approver, proposed(found, file, is_public=True), reason="不足", at=AT + 2 * DAY)
    with pytest.raises(FileNotFound):
        public_evidence_file(found.case, file)
    proposal = proposed(found, kept("新"), is_public=True)
    confirm_proposal(found.approver, proposal, at=AT + 3 * DAY)
    assert len(public_case(found.case).evidence) == 1


def test_wrong_person_reads_no_evidence_and_proposes_nothing() -> None:
    found, file = passed(), kept()
    proposed(found, file)
    far = acting(staff_member(StaffRole.REVIEWER, email="far@example.org", area="540000"))
    with pytest.raises(CaseNotFound):
        staff_evidence_file(found.case, file, actor=far)
    with pytest.raises(CaseNotFound):
        propose_restoration(far, found.case, reason="伪造", files=[file], at=AT)
    assert get_case(found.case, actor=found.own.actor).evidence == ()
    with pytest.raises(FileNotFound):
        case_file(found.case, file, actor=found.own.actor)


def test_no_proposal_goes_without_evidence() -> None:
    found = passed()
    with pytest.raises(CaseIncomplete) as told:
        proposed(found)
    assert told.value.params["cause"] == "evidence"


def test_nothing_is_attached_by_a_proposal_that_is_refused_at_the_door() -> None:
    found, first, second = passed(), kept("一"), kept("二")
    proposed(found, first)
    with pytest.raises(AlreadyProposed):
        proposed(found, second)
    assert StoredFile.objects.get(pk=second).attached_at is None
    with pytest.raises(TooManyOfCase):
        proposed(found, *range(1, case_terms().evidence_most + 2))


def test_nothing_is_proposed_where_nothing_was_removed() -> None:
    found = submitted(NOISE)
    with pytest.raises(CaseElsewhere):
        proposed(found)
