"""The audit is agreed and held: conditions, quotes, documents, plan, form, team, figures, declaration; and its loss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qingce.domain.documents.enums import Audience
from qingce.domain.removal.accreditation.errors import AgencyNotAccredited, AuditorUnfit
from qingce.domain.removal.actions import (
    QuoteText,
    add_audit_paper,
    agree_to_plan,
    ask_for_quote,
    choose_agency,
    confirm_agency,
    confirm_conditions,
    confirm_readiness,
    decide_team_change,
    go_on_with_audit,
    hand_in_for_audit,
    name_team,
    quote_for_audit,
    save_enterprise_form,
    say_instead,
    sign_declaration,
    state_readiness,
    suspend_accreditation,
    tick_duty,
    write_meeting,
    write_plan,
)
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState, MeetingKind, MeetingText, PlanText
from qingce.domain.removal.audits.errors import (
    AuditElsewhere,
    AuditIncomplete,
    AuditNotFound,
    AuditPaperUnfit,
    AuditTextWrong,
    NotTheObserver,
    NotYourAudit,
    NotYourSignature,
    QuoteWrong,
)
from qingce.domain.removal.audits.lines import document_lines, years_needed
from qingce.domain.removal.audits.papers import audit_file, staff_audit_file
from qingce.domain.removal.models import Audit, Auditor, AuditorTie, AuditPaper, AuditSignature, AuditStep, DutyTick
from qingce.domain.removal.queries import audit_lines, plan_of, quotes_asked_of, signatures_of, team_of
from qingce.pure.rules.errors import InvalidFact
from qingce.shared.parties.enums import Actor
from tests.domain.documents.keeping import paper
from tests.domain.removal.accreditation.accrediting import Agency, accredited, another_auditor
from tests.domain.removal.audits.auditing import Audited, accepted, all_ticked, at_stage, observing, of_organisation
from tests.factories import AT, acting

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-5", "REM-6", "REM-10", "REM-11")]
QUOTE = QuoteText("32,000", "两名审核员到场两天，含报告", "2", is_independent=True)
DAY = date(2026, 11, 20)
PLAN = PlanText(date(2026, 12, 1), date(2026, 12, 2), "第一天查阅文件，第二天查看现场")
READY: dict[str, object] = {
    "is_operating_normally": True, "is_stable": True, "load_percent": "90", "are_facilities_running": True,
    "are_all_records_declared": True,
}  # fmt: skip


@pytest.fixture
def found() -> Audited:
    return accepted(has_parties=False)


@pytest.fixture
def agency() -> Agency:
    return accredited(email="auditing@example.org")


def chosen(found: Audited, agency: Agency) -> None:
    ask_for_quote(found.own.actor, found.audit, agency.organisation, at=AT)
    quote_for_audit(agency.admin, found.audit, QUOTE, at=AT)
    choose_agency(found.own.actor, found.audit, agency.organisation, at=AT)


def done(found: Audited) -> set[str]:
    return set(DutyTick.objects.filter(audit=found.audit, back_at=None).values_list("duty", flat=True))


def shown(found: Audited, document: int) -> int:
    """The number of a document's file, as the parties get it."""
    rows = [each for line in audit_lines(found.audit) for each in line.papers if each.document.id == document]
    return rows[0].document.files[0].id


def test_conditions_are_confirmed_by_the_staff_with_the_reason(found: Audited) -> None:
    with pytest.raises(AuditTextWrong):
        confirm_conditions(found.staff, found.audit, note=" ", at=AT)
    with pytest.raises(AuditNotFound):
        confirm_conditions(found.own.actor, found.audit, note="符合", at=AT)
    confirm_conditions(found.staff, found.audit, note="§2.2.2 (1)", at=AT)
    assert DutyTick.objects.get(duty="confirm-conditions").note == "§2.2.2 (1)"


def test_agency_is_chosen_by_its_quote_and_confirmed(found: Audited, agency: Agency) -> None:
    enterprise = found.own.actor
    with pytest.raises(QuoteWrong):
        choose_agency(enterprise, found.audit, agency.organisation, at=AT)
    ask_for_quote(enterprise, found.audit, agency.organisation, at=AT)
    with pytest.raises(QuoteWrong):
        ask_for_quote(enterprise, found.audit, agency.organisation, at=AT)
    assert [number for number, *_rest in quotes_asked_of(agency.admin)] == [found.audit]
    with pytest.raises(AuditIncomplete):
        confirm_agency(found.staff, found.audit, at=AT)
    quote_for_audit(agency.admin, found.audit, QUOTE, at=AT)
    choose_agency(enterprise, found.audit, agency.organisation, at=AT)
    with pytest.raises(QuoteWrong):
        quote_for_audit(agency.admin, found.audit, QUOTE, at=AT)
    confirm_agency(found.staff, found.audit, at=AT)
    assert found.row.agency_id == agency.organisation
    assert {"choose-agency", "confirm-agency"} <= done(found)
    assert AuditStep.objects.filter(act="audit-agency-chosen").count() == 1


@pytest.mark.parametrize(
    ("amount", "days"), [("", "2"), ("0", "2"), ("-1", "2"), ("NaN", "2"), ("1e99", "2"), ("9", "0"), ("9", "两天")]
)
def test_quote_names_an_amount_and_days(found: Audited, agency: Agency, amount: str, days: str) -> None:
    ask_for_quote(found.own.actor, found.audit, agency.organisation, at=AT)
    with pytest.raises(QuoteWrong):
        quote_for_audit(agency.admin, found.audit, QuoteText(amount, "含报告", days, is_independent=True), at=AT)


def test_who_was_not_asked_or_is_not_accredited_quotes_nothing(found: Audited, agency: Agency) -> None:
    with pytest.raises(AuditNotFound):
        quote_for_audit(agency.admin, found.audit, QUOTE, at=AT)
    with pytest.raises(AgencyNotAccredited):
        ask_for_quote(found.own.actor, found.audit, found.agency.seats[0].organisation_id, at=AT)
    ask_for_quote(found.own.actor, found.audit, agency.organisation, at=AT)
    with pytest.raises(QuoteWrong):
        quote_for_audit(agency.admin, found.audit, QuoteText("9", "含报告", "2", is_independent=False), at=AT)
    with pytest.raises(AuditNotFound):
        audit_file(found.audit, 1, actor=agency.admin)


def test_plan_is_agreed_by_three_and_a_change_asks_all_anew(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    with pytest.raises(AuditIncomplete):
        write_plan(agency.admin, found.audit, PlanText(None, None, "计划"), at=AT)
    write_plan(agency.admin, found.audit, PLAN, at=AT)
    agree_to_plan(found.own.actor, found.audit, AuditParty.ENTERPRISE, 1, at=AT)
    assert "agree-plan" not in done(found)
    agree_to_plan(found.staff, found.audit, AuditParty.PLATFORM, 1, at=AT)
    assert "agree-plan" in done(found)
    with pytest.raises(AuditTextWrong):
        write_plan(agency.admin, found.audit, PLAN, at=AT)
    write_plan(agency.admin, found.audit, PlanText(PLAN.from_on, PLAN.until_on, "改期", "企业检修"), at=AT)
    assert "agree-plan" not in done(found)
    plan = plan_of(found.audit)
    assert plan is not None
    assert set(plan.agreed) == {AuditParty.AGENCY}
    with pytest.raises(AuditIncomplete):
        agree_to_plan(found.own.actor, found.audit, AuditParty.ENTERPRISE, 1, at=AT)


def test_documents_stay_with_the_parties(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    enterprise = found.own.actor
    site = paper(found.own, "drawing", title="厂区总平面图")
    closed = paper(found.own, "drawing", title="保密图", audience=Audience.CLOSED)
    with pytest.raises(AuditPaperUnfit):
        add_audit_paper(enterprise, found.audit, "site", closed, at=AT)
    with pytest.raises(AuditPaperUnfit):
        add_audit_paper(enterprise, found.audit, "yearly-data", site, at=AT)
    add_audit_paper(enterprise, found.audit, "site", site, at=AT)
    with pytest.raises(AuditPaperUnfit):
        add_audit_paper(enterprise, found.audit, "site", site, at=AT)
    file = shown(found, site)
    for party in (enterprise, agency.admin):
        assert audit_file(found.audit, file, actor=party).id == file
    assert staff_audit_file(found.audit, file, actor=found.staff).id == file
    for ask, actor in ((audit_file, found.staff), (staff_audit_file, agency.admin)):
        with pytest.raises(AuditNotFound):
            ask(found.audit, file, actor=actor)
    stranger = of_organisation("other@example.org", "样例其他机构", found.agency.seats[0].kind)
    with pytest.raises(AuditNotFound):
        audit_file(found.audit, file, actor=stranger)


def test_two_years_of_data_are_asked_for(found: Audited) -> None:
    enterprise, row = found.own.actor, found.row
    assert years_needed(row) == (2025, 2024)
    for line in document_lines(row.rules):
        if line.id != "yearly-data":
            say_instead(enterprise, found.audit, line.id, "见现场", at=AT)
    for year in years_needed(row):
        with pytest.raises(AuditIncomplete):
            hand_in_for_audit(enterprise, found.audit, at=AT)
        number = paper(found.own, "yearly-data", title=f"{year}年", covers_from=date(year, 1, 1),
                       covers_until=date(year, 12, 31))  # fmt: skip
        add_audit_paper(enterprise, found.audit, "yearly-data", number, at=AT)
    hand_in_for_audit(enterprise, found.audit, at=AT)
    assert "hand-in-documents" in done(found)
    say_instead(enterprise, found.audit, "site", "", at=AT)
    assert "hand-in-documents" not in done(found)


def test_form_on_the_enterprise_is_sent_when_it_is_whole(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    with pytest.raises(AuditIncomplete):
        save_enterprise_form(agency.admin, found.audit, {"identity": "样例"}, sends=True, at=AT)
    texts = {line.id: "样例" for line in document_lines(found.row.rules)}
    save_enterprise_form(agency.admin, found.audit, texts, sends=True, at=AT)
    assert "send-enterprise-form" in done(found)


def test_team_needs_a_lead_and_changes_only_if_confirmed(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    second = another_auditor(agency, "second@example.org").pk
    with pytest.raises(AuditorUnfit):
        name_team(agency.admin, found.audit, [second], at=AT)
    assert name_team(agency.admin, found.audit, [agency.lead], at=AT)
    with pytest.raises(AuditTextWrong):
        name_team(agency.admin, found.audit, [agency.lead, second], at=AT)
    assert not name_team(agency.admin, found.audit, [agency.lead, second], reason="增加人手", at=AT)
    assert team_of(found.audit) == [agency.lead]
    decide_team_change(found.staff, found.audit, is_confirmed=True, at=AT)
    assert team_of(found.audit) == [agency.lead, second]
    assert AuditStep.objects.get(act="audit-team-changed").reason == "增加人手"


def test_auditor_who_worked_for_the_enterprise_is_kept_out(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    tied = another_auditor(agency, "tied@example.org", is_lead=True).pk
    declared(agency, tied, found)
    with pytest.raises(AuditorUnfit):
        name_team(agency.admin, found.audit, [agency.lead, tied], at=AT)


def declared(agency: Agency, auditor: int, found: Audited) -> None:
    AuditorTie.objects.create(
        organisation_id=agency.organisation, auditor_id=auditor, kind="worked", enterprise_id=found.own.enterprise,
        enterprise_name="样例", declared_by="#T", declared_at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("load", "explanation", "outcome"),
    [("75", "", "not-ready"), ("75.1", "", "ready"), ("175", "", "ask"), ("175", "新增生产线未更新设计能力", "ready"),
     ("60", "检修", "not-ready")],
)  # fmt: skip
def test_load_decides_whether_it_may_begin(found: Audited, load: str, explanation: str, outcome: str) -> None:
    at_stage(found, AuditState.AUDITING)
    facts = {**READY, "load_percent": load}
    assert state_readiness(found.own.actor, found.audit, facts, explanation=explanation, at=AT) == outcome


@pytest.mark.parametrize("load", ["", "很高", "-1", "1001"])
def test_load_is_a_figure(found: Audited, load: str) -> None:
    at_stage(found, AuditState.AUDITING)
    with pytest.raises((AuditIncomplete, InvalidFact)):
        state_readiness(found.own.actor, found.audit, {**READY, "load_percent": load}, at=AT)


def test_record_left_out_is_declared_first(found: Audited) -> None:
    at_stage(found, AuditState.AUDITING)
    facts = {**READY, "are_all_records_declared": False}
    assert state_readiness(found.own.actor, found.audit, facts, at=AT) == "not-ready"


def auditing(found: Audited, agency: Agency) -> None:
    """On site, after the opening meeting, with a team and an observer."""
    chosen(found, agency)
    name_team(agency.admin, found.audit, [agency.lead], at=AT)
    Audit.objects.filter(pk=found.audit).update(
        state=AuditState.AUDITING, observer=found.observer.seats[0].organisation_id
    )
    observing(found.audit, found.observer)
    write_meeting(agency.admin, found.audit, MeetingText(MeetingKind.OPENING, DAY, "三方", "说明流程"), at=AT)


def lead_of(agency: Agency) -> Actor:
    return acting(Auditor.objects.get(pk=agency.lead).person)


def test_agency_confirms_what_was_stated_last(found: Audited, agency: Agency) -> None:
    auditing(found, agency)
    state_readiness(found.own.actor, found.audit, {**READY, "load_percent": "60"}, at=AT)
    first = found.row.readiness.get().pk
    with pytest.raises(AuditIncomplete):
        confirm_readiness(agency.admin, found.audit, first, at=AT)
    state_readiness(found.own.actor, found.audit, READY, at=AT)
    with pytest.raises(AuditIncomplete):
        confirm_readiness(agency.admin, found.audit, first, at=AT)
    row = found.row.readiness.latest("pk")
    confirm_readiness(agency.admin, found.audit, row.pk, at=AT)
    assert "confirm-operation" in done(found)
    state_readiness(found.own.actor, found.audit, {**READY, "is_stable": False}, at=AT)
    assert "confirm-operation" not in done(found)


def test_declaration_is_signed_by_the_right_person_with_the_own_name(found: Audited, agency: Agency) -> None:
    auditing(found, agency)
    lead = lead_of(agency)

    def signs(actor: Actor, party: AuditParty, name: str = "", *, is_read: bool = True) -> Callable[[], None]:
        return lambda: sign_declaration(actor, found.audit, party, name=name or actor.name, is_read=is_read, at=AT)

    wrong = [
        (signs(found.own.actor, AuditParty.AGENCY), NotYourAudit),
        (signs(lead, AuditParty.ENTERPRISE), NotYourAudit),
        (signs(found.own.actor, AuditParty.OBSERVER), NotYourAudit),
        (signs(found.staff, AuditParty.PLATFORM), NotTheObserver),
        (signs(found.own.actor, AuditParty.ENTERPRISE, "别人"), NotYourSignature),
        (signs(found.own.actor, AuditParty.ENTERPRISE, is_read=False), AuditIncomplete),
    ]
    for sign, error in wrong:
        with pytest.raises(error):
            sign()
    for actor, party in ((found.own.actor, AuditParty.ENTERPRISE), (lead, AuditParty.AGENCY),
                         (found.observer, AuditParty.OBSERVER)):  # fmt: skip
        signs(actor, party)()
        with pytest.raises(NotYourSignature):
            signs(actor, party)()
    assert {"enterprise-sign", "agency-sign", "platform-sign"} <= done(found)
    assert [each.visited_on for each in signatures_of(found.audit)] == [DAY] * 3


def test_nothing_is_signed_before_the_opening_meeting(found: Audited) -> None:
    at_stage(found, AuditState.AUDITING)
    with pytest.raises(AuditIncomplete):
        sign_declaration(
            found.own.actor, found.audit, AuditParty.ENTERPRISE, name=found.own.actor.name, is_read=True, at=AT
        )


@pytest.mark.parametrize("day", [None, date(2026, 11, 19), date(2026, 11, 21)])
def test_meeting_has_a_day_that_can_be(found: Audited, agency: Agency, day: date | None) -> None:
    chosen(found, agency)
    with pytest.raises(AuditIncomplete):
        write_meeting(agency.admin, found.audit, MeetingText(MeetingKind.BEFORE, day, "三方", "说明"), at=AT)


def test_meeting_belongs_to_its_stage(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    with pytest.raises(AuditElsewhere):
        write_meeting(agency.admin, found.audit, MeetingText(MeetingKind.CLOSING, DAY, "三方", "说明"), at=AT)


def test_agency_that_loses_its_accreditation_is_out_and_papers_stay(found: Audited, agency: Agency) -> None:
    say_instead(found.own.actor, found.audit, "site", "见图", at=AT)
    auditing(found, agency)
    name = found.own.actor.name
    sign_declaration(found.own.actor, found.audit, AuditParty.ENTERPRISE, name=name, is_read=True, at=AT)
    tick_duty(found.observer, found.audit, "observe-on-site", AuditParty.OBSERVER, at=AT)
    suspend_accreditation(agency.approver, agency.pk, reason="资质存疑", seen=agency.seen, at=AT)
    row = found.row
    assert (row.state, row.agency_id) == (AuditState.CONFIRMING, None)
    assert AuditStep.objects.get(act=AuditAct.LOSE_AGENCY).reason == "资质存疑"
    assert AuditPaper.objects.filter(audit=row).count() == 1
    assert (team_of(found.audit), signatures_of(found.audit)) == ([], ())
    assert AuditSignature.objects.count() == 1
    assert done(found) == {"accept-audit", "provide-staff", "be-truthful", "promise-openness", "bear-cost"}
    with pytest.raises(AgencyNotAccredited):
        choose_again(found, agency)
    other = accredited(name="样例审核乙有限公司", email="agency2@example.org")
    chosen(found, other)
    assert found.row.agency_id == other.organisation


def choose_again(found: Audited, agency: Agency) -> None:
    quote_for_audit(agency.admin, found.audit, QUOTE, at=AT)


def test_whole_walk_from_acceptance_to_the_preliminary_report(found: Audited, agency: Agency) -> None:
    chosen(found, agency)
    name_team(agency.admin, found.audit, [agency.lead], at=AT)
    Audit.objects.filter(pk=found.audit).update(observer=found.observer.seats[0].organisation_id)
    observing(found.audit, found.observer)
    whole = Audited(found.found, found.audit, agency.admin, found.observer)
    all_ticked(whole)
    go_on_with_audit(agency.admin, found.audit, seen=found.row.version, at=AT)
    all_ticked(whole)
    go_on_with_audit(agency.admin, found.audit, seen=found.row.version, at=AT)
    assert found.row.state == AuditState.REPORTING
