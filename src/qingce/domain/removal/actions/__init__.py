"""Confirming facts, deciding otherwise, every step of a case and of its audit: every write is one function here."""

from qingce.domain.removal.accreditation.applying import (
    add_agency_papers,
    apply_for_accreditation,
    begin_accreditation,
    discard_accreditation,
    give_up_accreditation,
    save_competence,
)
from qingce.domain.removal.accreditation.auditors import add_auditor, declare_tie, end_auditor, end_tie, set_named
from qingce.domain.removal.accreditation.deciding import (
    Granted,
    ask_agency,
    check_accreditation,
    grant_accreditation,
    judge_auditor,
    lift_suspension,
    refuse_accreditation,
    send_accreditation_back,
    suspend_accreditation,
)
from qingce.domain.removal.accreditation.sweeping import sweep_accreditations
from qingce.domain.removal.actions.confirming import confirm_facts
from qingce.domain.removal.actions.overriding import end_override, override_determination
from qingce.domain.removal.alliance.costs import confirm_cost_paid, declare_cost, declare_nothing_else, take_cost_back
from qingce.domain.removal.alliance.inviting import (
    accept_observation,
    decline_observation,
    end_observation,
    invite_observer,
    sweep_observations,
)
from qingce.domain.removal.alliance.members import claim_place, decide_place, set_regions
from qingce.domain.removal.alliance.persons import dismiss_observer, name_observer
from qingce.domain.removal.audits.agreeing import (
    agree_to_plan,
    confirm_conditions,
    save_enterprise_form,
    write_meeting,
    write_plan,
)
from qingce.domain.removal.audits.choosing import (
    QuoteText,
    ask_for_quote,
    choose_agency,
    confirm_agency,
    decline_quote,
    quote_for_audit,
)
from qingce.domain.removal.audits.concluding import confirm_report, take_conclusion_back
from qingce.domain.removal.audits.declaration_document import issue_declaration
from qingce.domain.removal.audits.declaring import check_declaration, hand_declaration_in, own_signature
from qingce.domain.removal.audits.duties import take_duty_back, tick_duty
from qingce.domain.removal.audits.findings import call_visit, hand_remedy_in, judge_remedy, tell_visit
from qingce.domain.removal.audits.form_acts import confirm_findings
from qingce.domain.removal.audits.going_on import go_on_with_audit, withdraw_audit, withdraw_case
from qingce.domain.removal.audits.on_site import confirm_readiness, sign_declaration, state_readiness
from qingce.domain.removal.audits.opening import open_audit
from qingce.domain.removal.audits.papers import add_audit_paper, hand_in_for_audit, say_instead, take_out_audit_paper
from qingce.domain.removal.audits.proving import prove_duty
from qingce.domain.removal.audits.releasing import release_audits
from qingce.domain.removal.audits.reporting import (
    answer_comment,
    comment_on_report,
    complete_final,
    hand_report_over,
    save_audit_report,
)
from qingce.domain.removal.audits.sweeping import sweep_audits
from qingce.domain.removal.audits.teaming import decide_team_change, name_team
from qingce.domain.removal.cases.absences import end_absence, say_absence
from qingce.domain.removal.cases.confirming import decline_case, determine_case
from qingce.domain.removal.cases.counting import mend_counts
from qingce.domain.removal.cases.deciding import approve_report, send_report_back
from qingce.domain.removal.cases.evidence import propose_restoration
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
from qingce.domain.removal.suppliers.naming import name_supplier, take_supplier_back

__all__ = [
    "Granted",
    "QuoteText",
    "accept_observation",
    "add_agency_papers",
    "add_audit_paper",
    "add_auditor",
    "agree_to_plan",
    "answer_comment",
    "answer_question",
    "apply_for_accreditation",
    "apply_for_removal",
    "approve_report",
    "ask_agency",
    "ask_for_more",
    "ask_for_quote",
    "assign_case",
    "begin_accreditation",
    "call_visit",
    "check_accreditation",
    "check_declaration",
    "choose_agency",
    "choose_records",
    "claim_place",
    "comment_on_report",
    "complete_final",
    "confirm_agency",
    "confirm_conditions",
    "confirm_cost_paid",
    "confirm_facts",
    "confirm_findings",
    "confirm_readiness",
    "confirm_report",
    "decide_excuse",
    "decide_place",
    "decide_team_change",
    "declare_cost",
    "declare_nothing_else",
    "declare_tie",
    "declare_unlisted",
    "decline_case",
    "decline_observation",
    "decline_quote",
    "determine_case",
    "discard_accreditation",
    "discard_case",
    "dismiss_observer",
    "end_absence",
    "end_auditor",
    "end_observation",
    "end_override",
    "end_tie",
    "excuse_line",
    "finish_report",
    "give_up_accreditation",
    "go_on_with_audit",
    "grant_accreditation",
    "hand_declaration_in",
    "hand_in_for_audit",
    "hand_in_paper",
    "hand_remedy_in",
    "hand_report_over",
    "invite_observer",
    "issue_declaration",
    "judge_auditor",
    "judge_claims",
    "judge_paper",
    "judge_remedy",
    "lift_suspension",
    "mend_counts",
    "name_observer",
    "name_supplier",
    "name_team",
    "open_audit",
    "override_determination",
    "own_signature",
    "prepare_case",
    "propose_restoration",
    "prove_duty",
    "quote_for_audit",
    "refuse_accreditation",
    "release_audits",
    "return_papers",
    "save_audit_report",
    "save_competence",
    "save_enterprise_form",
    "save_report",
    "say_absence",
    "say_as_enterprise",
    "say_as_staff",
    "say_instead",
    "send_accreditation_back",
    "send_report_back",
    "set_named",
    "set_regions",
    "sign_declaration",
    "state_readiness",
    "submit_papers",
    "suspend_accreditation",
    "sweep_accreditations",
    "sweep_audits",
    "sweep_cases",
    "sweep_observations",
    "take_back_unlisted",
    "take_conclusion_back",
    "take_cost_back",
    "take_duty_back",
    "take_out_audit_paper",
    "take_out_paper",
    "take_supplier_back",
    "take_up_case",
    "tell_visit",
    "tick_duty",
    "withdraw_audit",
    "withdraw_case",
    "write_meeting",
    "write_plan",
]
