"""Confirming facts, deciding otherwise, and every step of a case: every write is one function here."""

from qingce.domain.removal.actions.confirming import confirm_facts
from qingce.domain.removal.actions.overriding import end_override, override_determination
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
    withdraw_case,
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
    "hand_in_paper",
    "judge_claims",
    "judge_paper",
    "override_determination",
    "prepare_case",
    "return_papers",
    "save_report",
    "say_as_enterprise",
    "say_as_staff",
    "send_report_back",
    "submit_papers",
    "sweep_cases",
    "take_back_unlisted",
    "take_out_paper",
    "take_up_case",
    "withdraw_case",
]
