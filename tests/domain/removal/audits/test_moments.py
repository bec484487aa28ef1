"""Bad moments of an audit: two at once, a process killed in the midst, the last second, a clock that is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from qingce.domain.records.enums import PublicationState
from qingce.domain.removal.actions import (
    confirm_findings,
    confirm_report,
    release_audits,
    sign_declaration,
    tick_duty,
    write_meeting,
)
from qingce.domain.removal.audits.enums import AuditParty, AuditState, MeetingKind, MeetingText
from qingce.domain.removal.audits.errors import AuditChanged, AuditElsewhere, NotYourSignature
from qingce.domain.removal.models import AuditSignature, DutyTick
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.notices.models import Notice, Objection
from qingce.shared.parties.enums import StaffRole
from tests.domain.removal.audits.auditing import Audited, accepted, at_stage, observing
from tests.domain.removal.audits.reporting import OVER, approver, completed, following_up, noticed
from tests.domain.removal.audits.test_notice import last_second, listed, notice_of
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT
from tests.processes import ROOT, Processes
from tests.shared.notices.making import objected
from tests.together import together

pytestmark = pytest.mark.requirement("REM-4", "REM-7", "REM-8", "LED-1")
P = AuditParty
HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
DONE = (
    HERE
    + """
import time
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import confirm_report, release_audits
from qingce.domain.removal.audits import concluding, releasing
from qingce.domain.removal.models import Audit
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.notices.models import Notice
from tests.domain.removal.audits.reporting import OVER, approver, completed, following_up
from tests.factories import AT

def left():
    acts = [LedgerEntry.objects.filter(act=act).count()
            for act in ("audit-report-confirmed", "audit-passed", "record-removed")]
    notices = Notice.objects.filter(kind="audit-reports").count()
    return [Audit.objects.get().state, Record.objects.get().state, notices, *acts]

def stops_at(room, place):
    def and_wait(*words, **more):
        print("there", flush=True)
        time.sleep(600)
    setattr(room, place, and_wait)

def confirmed():
    audit = Audit.objects.get()
    confirm_report(approver(), audit.pk, seen=audit.version, at=AT)
"""
)


def on_site() -> Audited:
    """One on site, after its opening meeting."""
    found = accepted()
    at_stage(found, AuditState.AUDITING)
    meeting = MeetingText(MeetingKind.OPENING, localdate(AT), "三方", "说明")
    write_meeting(found.agency, found.audit, meeting, at=AT)
    return found


def killed(processes: Processes, doing: str) -> str:
    """What a process said before it was killed in the midst."""
    run = processes.start(f"{DONE}\n{doing}")
    assert run.stdout is not None
    told = "".join(iter(run.stdout.readline, "there\n")).strip()
    run.kill()
    run.wait()
    return told


@pytest.mark.requirement("REC-10")
def test_process_killed_around_publication_and_removal(processes: Processes) -> None:
    """Killed within a step: nothing of it was done. Killed after one: all of it is, and the next one follows."""
    killed(processes, "completed(following_up()); stops_at(concluding, 'announce_report'); confirmed()")
    removing = "stops_at(releasing, 'remove_after_notice'); release_audits(at=OVER)"
    told = killed(processes, f"print(*left()); confirmed(); print(*left()); {removing}")
    assert told.splitlines() == ["follow-up published 0 0 0 0", "notice published 1 1 0 0"]
    after = processes.run(f"{DONE}\nprint(*left())\nprint(release_audits(at=OVER), *left(), release_audits(at=OVER))")
    assert after.splitlines() == ["notice published 1 1 0 0", "1 passed removed 1 1 1 1 0"]


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_for_a_party_at_once_sign_once() -> None:
    found = on_site()
    observing(found.audit, found.observer)
    name = found.observer.name
    told = together(*(
        lambda: sign_declaration(found.observer, found.audit, P.OBSERVER, name=name, is_read=True, at=AT)
        for _ in range(2)
    ))  # fmt: skip
    assert sorted(map(str, told)) == sorted([str(NotYourSignature), "None"])
    assert AuditSignature.objects.filter(void_at=None).count() == 1
    assert LedgerEntry.objects.filter(act="audit-declaration-signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_and_two_who_confirm_at_once_do_it_once() -> None:
    found = on_site()
    told = together(*(
        lambda: tick_duty(found.observer, found.audit, "observe-on-site", P.OBSERVER, at=AT) for _ in range(2)
    ))  # fmt: skip
    assert sorted(map(str, told)) == sorted([str(AuditElsewhere), "None"])
    told = together(*(lambda: confirm_findings(found.observer, found.audit, P.OBSERVER, at=AT) for _ in range(2)))
    assert told == [None, None]
    for duty in ("observe-on-site", "confirm-findings"):
        assert DutyTick.objects.filter(duty=duty, back_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_staff_who_confirm_a_report_at_once_publish_it_once() -> None:
    found = following_up()
    completed(found)
    both, seen = (approver(), reviewing("approve2@example.org", StaffRole.SENIOR_REVIEWER)), found.row.version
    told = together(*(lambda who=who: confirm_report(who, found.audit, seen=seen, at=AT) for who in both))
    assert len([each for each in told if each in (AuditChanged, AuditElsewhere)]) == 1
    assert Notice.objects.filter(kind="audit-reports").count() == 1
    assert LedgerEntry.objects.filter(act="audit-report-confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_objection_in_the_last_second_and_the_removal_exclude_each_other() -> None:
    found = noticed()
    notice, at = notice_of(found).pk, last_second(found)
    together(
        lambda: objected(notice, actor=found.observer, at=at),
        lambda: release_audits(at=at + timedelta(seconds=1)),
    )
    is_removed = listed(found) == PublicationState.REMOVED
    assert is_removed != Objection.objects.filter(notice=notice).exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_remove_once() -> None:
    found = noticed()
    together(*(lambda: release_audits(at=OVER) for _ in range(2)))
    assert LedgerEntry.objects.filter(act="record-removed").count() == 1
    assert found.row.state == AuditState.PASSED


@pytest.mark.django_db
def test_clock_that_was_ahead_makes_the_period_end_later_and_never_earlier() -> None:
    found = following_up()
    completed(found)
    ahead = AT + timedelta(days=30)
    confirm_report(approver(), found.audit, seen=found.row.version, at=ahead)
    assert release_audits(at=OVER) == 0
    assert release_audits(at=ahead + timedelta(days=7)) == 0
    assert release_audits(at=ahead + timedelta(days=8)) == 1


@pytest.mark.django_db
def test_clock_that_was_behind_does_not_shorten_the_period() -> None:
    """The day of the notice is the day that the server then knew; the staff see the last day and prolong it."""
    found = following_up()
    completed(found)
    confirm_report(approver(), found.audit, seen=found.row.version, at=AT)
    assert release_audits(at=AT - timedelta(days=3)) == 0
    assert release_audits(at=AT + timedelta(days=7)) == 0
    assert release_audits(at=AT + timedelta(days=8)) == 1
