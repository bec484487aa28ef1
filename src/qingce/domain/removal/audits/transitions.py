"""The machine of an audit: the five stages of IPE-2017 §2.2.4; a stage ends only when each of its duties is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere
from qingce.domain.removal.audits.guards import check_stage
from qingce.domain.removal.audits.report_guards import check_notice, check_passing, check_report
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.models import Audit
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Term, Touched

S, A = AuditState, AuditAct
_ENTERPRISE, _AGENCY, _CLOCK = (
    (AuditParty.ENTERPRISE.value,),
    (AuditParty.AGENCY.value,),
    (AuditParty.CLOCK.value,),
)
_PLATFORM = (AuditParty.PLATFORM.value,)
_CLAUSE = "IPE-2017 §2.2.4 审核结论说明公示"
_GOING_ON = (S.CONFIRMING, S.AUDITING, S.REPORTING, S.FOLLOW_UP)


def _row(source: AuditState, act: AuditAct, target: AuditState, parties: tuple[str, ...], **more: str) -> Transition:
    return Transition(source, act, target, parties, public_act=act, **more)


MACHINE = Machine(
    "on-site-audit",
    S.CONFIRMING,
    (
        _row(S.CONFIRMING, A.BEGIN, S.AUDITING, _AGENCY, guard="duties-done", deadline="stage",
             clause="IPE-2017 §2.2.4 实施现场审核"),
        _row(S.AUDITING, A.LEAVE, S.REPORTING, _AGENCY, guard="duties-done", deadline="stage",
             clause="IPE-2017 §2.2.4 编制初步报告"),
        _row(S.REPORTING, A.FOLLOW, S.FOLLOW_UP, _AGENCY, guard="duties-done", deadline="stage",
             clause="IPE-2017 §2.2.4 后续跟进"),
        _row(S.FOLLOW_UP, A.CONFIRM, S.NOTICE, _PLATFORM, guard="report-passes", clause=_CLAUSE),
        _row(S.FOLLOW_UP, A.FAIL, S.NOT_PASSED, _PLATFORM, guard="report-complete", clause=_CLAUSE),
        _row(S.NOTICE, A.PASS, S.PASSED, _CLOCK, guard="notice-over", clause=_CLAUSE),
        _row(S.NOTICE, A.REOPEN, S.FOLLOW_UP, _PLATFORM, deadline="stage", clause="IPE-2017 §2.2.4 后续跟进"),
        _row(S.NOTICE, A.FAIL, S.NOT_PASSED, _PLATFORM, clause=_CLAUSE),
        *(_row(state, A.WITHDRAW, S.STOPPED, _ENTERPRISE) for state in _GOING_ON),
        *(_row(state, A.LOSE_AGENCY, S.CONFIRMING, _CLOCK, deadline="stage", clause="IPE-2017 §2.2.4 (2)")
          for state in _GOING_ON),
        *(_row(state, A.STOP, S.STOPPED, _CLOCK) for state in _GOING_ON),
    ),
    frozenset({S.STOPPED, S.PASSED, S.NOT_PASSED}),
)  # fmt: skip


def stage_ends_on(at: datetime) -> date:
    """The last day of a stage that begins at a moment."""
    return localdate(at) + timedelta(days=audit_terms().stage_days)


def _elsewhere(row: Audit) -> AuditElsewhere:
    state = AuditState(row.state)
    return AuditElsewhere(f"The audit is at “{state.label}” by now; look at it again.", state=str(state.label))


AUDITS = Stateful(
    machine=MACHINE,
    model=Audit,
    kind="audit",
    title=_("On-site audit"),
    states={each.value: each.label for each in AuditState if each in MACHINE.states},
    parties={each.value: each.label for each in AuditParty if each in MACHINE.parties and each != AuditParty.CLOCK},
    guards={
        "duties-done": Guard(_("Each duty of the stage is done"), check_stage),
        "report-complete": Guard(_("The final report is completed as the platform commented"), check_report),
        "report-passes": Guard(_("Each duty is done, the final report is completed and passes"), check_passing),
        "notice-over": Guard(_("The notice is over, each objection is answered"), check_notice),
    },
    terms={"stage": Term(_("The stage ends"), "due_on", lambda _row, at: stage_ends_on(at))},
    touches=lambda row: Touched((("audit", row.pk), ("case", row.case_id)), organisation=row.case.organisation_id),
    not_open=_elsewhere,
)
