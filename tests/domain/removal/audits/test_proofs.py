"""Evidence of a duty: by who ticked it, for the parties and the staff only (REM-4, REM-11)."""

from __future__ import annotations

import pytest

from qingce.domain.removal.actions import prove_duty, take_duty_back, tick_duty
from qingce.domain.removal.audits.enums import PROOF, AuditParty, AuditState
from qingce.domain.removal.audits.errors import (
    AuditElsewhere,
    AuditNotFound,
    AuditTextWrong,
    DutyOfAnother,
    NotTheObserver,
    NotYourAudit,
)
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.models import DutyProof, DutyTick
from qingce.domain.removal.queries import get_audit, proof_file, public_audit
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import FileNotFound
from qingce.shared.ledger.models import JournalEntry
from tests import hostile_files
from tests.domain.removal.audits.auditing import Audited, accepted, at_stage, reader_of
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-11")]
P = AuditParty


@pytest.fixture
def found() -> Audited:
    return accepted()


def upload(purpose: str = PROOF) -> int:
    kept = keep_upload([hostile_files.plain_pdf()], name="转账凭证.pdf", accepts=FileType, purpose=purpose, at=AT)
    return kept.id


def proves(found: Audited, note: str = "已转账", *, files: tuple[int, ...] = (), duty: str = "pay") -> None:
    prove_duty(found.own.actor, found.audit, duty, P.ENTERPRISE, note=note, files=files, at=AT)


def test_note_and_files_tick_a_duty_and_more_may_follow(found: Audited) -> None:
    first = upload()
    proves(found, files=(first,))
    proves(found, "收据", files=(upload(), upload()))
    standing = next(each for each in get_audit(found.audit, actor=found.agency).duties if each.duty.id == "pay")
    assert standing.tick
    assert [(each.note, each.name) for each in standing.tick.proofs] == [
        ("已转账", "转账凭证.pdf"), ("收据", "转账凭证.pdf"), ("", "转账凭证.pdf"),
    ]  # fmt: skip
    acts = JournalEntry.objects.filter(subject_kind="audit").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["audit-opened", "audit-duty-done", "audit-duty-proved", "audit-duty-proved"]


def test_duty_that_its_act_ticked_takes_evidence_and_an_undone_one_does_not(found: Audited) -> None:
    with pytest.raises(DutyOfAnother) as error:
        proves(found, duty="choose-agency")
    assert error.value.params["cause"] == "act"
    proves(found, duty="provide-staff")
    assert DutyProof.objects.get().tick.duty == "provide-staff"


def test_nothing_or_too_much_or_a_strange_file_is_refused_and_ticks_nothing(found: Audited) -> None:
    for note, files, error in (
        (" ", (), AuditTextWrong),
        ("x", (999_999,), FileNotFound),
        ("x", (upload("case-evidence"),), FileNotFound),
    ):
        with pytest.raises(error):
            proves(found, note, files=files)
    assert not DutyTick.objects.filter(duty="pay").exists()
    for _each in range(audit_terms().proofs_most):
        proves(found)
    with pytest.raises(AuditTextWrong) as many:
        proves(found)
    assert many.value.params["cause"] == "proofs"


def test_nobody_proves_anothers_duty(found: Audited) -> None:
    for actor, party, error in (
        (found.agency, P.AGENCY, DutyOfAnother),
        (found.agency, P.ENTERPRISE, NotYourAudit),
        (found.staff, P.PLATFORM, DutyOfAnother),
        (acting(somebody("stranger@example.org")), P.ENTERPRISE, AuditNotFound),
    ):
        with pytest.raises(error):
            prove_duty(actor, found.audit, "pay", party, note="样例", files=(), at=AT)
    at_stage(found, AuditState.AUDITING)
    with pytest.raises(AuditElsewhere):
        proves(found)
    with pytest.raises(NotTheObserver):
        prove_duty(found.staff, found.audit, "observe-on-site", P.PLATFORM, note="样例", files=(), at=AT)
    prove_duty(found.observer, found.audit, "observe-on-site", P.OBSERVER, note="到场", files=(), at=AT)
    with pytest.raises(NotTheObserver):
        prove_duty(found.staff, found.audit, "observe-on-site", P.PLATFORM, note="样例", files=(), at=AT)


def test_parties_and_staff_read_it_and_nobody_else(found: Audited) -> None:
    file = upload()
    proves(found, "账号尾数一二", files=(file,))
    for actor in (found.own.actor, found.agency, found.observer, found.staff, reader_of(found, P.AGENCY)):
        assert proof_file(found.audit, file, actor=actor).id == file
    with pytest.raises(AuditNotFound):
        proof_file(found.audit, file, actor=acting(somebody("stranger@example.org")))
    with pytest.raises(FileNotFound):
        proof_file(found.audit, upload(), actor=found.own.actor)
    assert all(each.tick is None or each.tick.proofs == () for each in public_audit(found.audit).duties)


def test_evidence_stays_with_a_tick_that_was_taken_back(found: Audited) -> None:
    proves(found)
    take_duty_back(found.own.actor, found.audit, "pay", P.ENTERPRISE, reason="退回", at=AT)
    tick_duty(found.own.actor, found.audit, "pay", P.ENTERPRISE, at=AT)
    standing = next(each for each in get_audit(found.audit, actor=found.agency).duties if each.duty.id == "pay")
    assert standing.tick
    assert standing.tick.proofs == ()
    assert DutyProof.objects.get().tick.back_reason == "退回"
