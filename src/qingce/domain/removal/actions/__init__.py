"""Confirming facts, deciding otherwise, every step of a case and of its audit: every write is one function here."""

from qingce.domain.removal.actions.confirming import confirm_facts
from qingce.domain.removal.actions.overriding import end_override, override_determination
from qingce.domain.removal.audits.duties import take_duty_back, tick_duty
from qingce.domain.removal.audits.going_on import go_on_with_audit, withdraw_audit, withdraw_case
from qingce.domain.removal.audits.opening import open_audit
from qingce.domain.removal.audits.sweeping import sweep_audits
from qingce.domain.removal.cases.confirming import decline_case, determine_case
from qingce.domain.removal.cases.deciding import approve_report, send_report_back
from qingce.domain.removal.cases.handing_in import excuse_line, hand_in_paper, submit_papers, take_out_paper
from qingce.domain.removal.cases.messages import say_as_enterprise, say_as_staff
from qingce.domain.removal.cases.opening import (
    answer_question,
    apply_for_removal,
    choose_records,
    declare_unlisted,
    discard_case,
    prepare_case,
    take_back_unlisted,
)
from qingce.domain.removal.cases.reviewing import (
    ask_for_more,
    assign_case,
    decide_excuse,
    finish_report,
    judge_claims,
    judge_paper,
    return_papers,
    save_report,
    take_up_case,
)
from qingce.domain.removal.cases.sweeping import sweep_cases

__all__ = [
    "answer_question",
    "apply_for_removal",
    "approve_report",
    "ask_for_more",
    "assign_case",
    "choose_records",
    "confirm_facts",
    "decide_excuse",
    "declare_unlisted",
    "decline_case",
    "determine_case",
    "discard_case",
    "end_override",
    "excuse_line",
    "finish_report",
    "go_on_with_audit",
    "hand_in_paper",
    "judge_claims",
    "judge_paper",
    "open_audit",
    "override_determination",
    "prepare_case",
    "return_papers",
    "save_report",
    "say_as_enterprise",
    "say_as_staff",
    "send_report_back",
    "submit_papers",
    "sweep_audits",
    "sweep_cases",
    "take_back_unlisted",
    "take_duty_back",
    "take_out_paper",
    "take_up_case",
    "tick_duty",
    "withdraw_audit",
    "withdraw_case",
]
