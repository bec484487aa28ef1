"""What an audit asks to be published, what is known of it, by whom it is said, and whether in time (CPA-2)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import PublicationText, note_publication, publish_fields
from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.errors import AuditNotSpokenFor, PublicationNotFound, PublicationWrong
from qingce.domain.cleaner_production.judging import Verdict
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.queries import (
    PublicationDuty,
    Timing,
    audit_histories,
    audit_line,
    duties_of,
    publication_copy,
)
from qingce.domain.records.models import Record
from qingce.pure.kernel.canonical import canonical_json
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import MemberRole, StaffRole
from qingce.shared.parties.errors import OutOfArea, RoleTooSmall
from tests import hostile_files
from tests.domain.cleaner_production.auditing import audited
from tests.domain.cleaner_production.rostering import STAFF
from tests.domain.documents.keeping import kept
from tests.factories import AT, acting, member, release_rules, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-2")]
FIELDS, RESULTS, DISCLOSURE = PublicationKind.FIELDS, PublicationKind.RESULTS, PublicationKind.DISCLOSURE
TOXIC = {
    "legal-representative": "样某", "address": "样例路1号", "toxic-materials": "氰化钠 2 吨，电镀",
    "toxic-substances": "总铬 0.1 mg/L", "hazardous-waste": "HW17 3 吨，委托处置", "risk-prevention": "应急预案已备案",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _rules(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    release_rules("cleaner-production")


def duty(record: int, kind: PublicationKind = FIELDS, *, on: date = date(2022, 6, 1)) -> PublicationDuty:
    return next(each for each in duties_of([audit_line(record)], on=on)[record] if each.kind == kind)


def noted(record: int, *, on: date, is_all: bool = False, **texts: str) -> int:
    said = PublicationText(
        FIELDS, on, {name.replace("_", "-"): text for name, text in texts.items()}, is_all, "样例官网"
    )
    return note_publication(STAFF, record, said, at=AT)


def test_nothing_known_is_no_verdict_and_the_term_is_a_calendar_month() -> None:
    found = duty(audited())
    assert (found.verdict, found.due_on, found.timing) == (Verdict.CANNOT_BE_JUDGED, date(2022, 2, 28), None)
    assert duty(audited("listed=roster; obligation=mandatory")).fields == []


def test_fruitless_search_is_overdue_after_the_term_and_running_before() -> None:
    record = audited()
    noted(record, on=date(2022, 2, 1), is_all=True)
    assert (duty(record).verdict, duty(record).timing) == (Verdict.INCOMPLETE, Timing.OVERDUE)
    assert duty(record, on=date(2022, 2, 28)).timing == Timing.RUNNING


@pytest.mark.parametrize(("day", "timing"), [(28, Timing.IN_TIME), (1, Timing.LATE)])
def test_all_fields_are_complete_in_time_or_late(day: int, timing: Timing) -> None:
    record = audited()
    on = date(2022, 2 if day == 28 else 3, day)
    note_publication(STAFF, record, PublicationText(FIELDS, on, TOXIC, place="样例官网"), at=AT)
    found = duty(record)
    assert (found.verdict, found.timing) == (Verdict.COMPLETE, timing)
    assert {each.asked.id: each.text for each in found.fields} == {"enterprise-name": ""} | TOXIC


def test_last_field_decides_the_day_and_a_missing_one_makes_it_incomplete() -> None:
    record = audited()
    noted(record, on=date(2022, 2, 10), address="样例路1号")
    assert (duty(record).verdict, duty(record).timing) == (Verdict.CANNOT_BE_JUDGED, Timing.IN_TIME)
    noted(record, on=date(2022, 2, 11), is_all=True, address="样例路2号")
    found = duty(record)
    assert found.verdict == Verdict.INCOMPLETE
    assert next(each for each in found.fields if each.asked.id == "address").text == "样例路2号"
    note_publication(STAFF, record, PublicationText(FIELDS, date(2022, 4, 1), TOXIC, place="样例官网"), at=AT)
    assert (duty(record).verdict, duty(record).timing) == (Verdict.COMPLETE, Timing.LATE)


def test_several_grounds_ask_for_the_fields_of_all() -> None:
    found = duty(audited("listed=roster; obligation=mandatory; grounds=1+2+3"))
    assert [each.asked.id for each in found.fields] == [
        "enterprise-name", "legal-representative", "address", "pollutants", "discharge-manner",
        "concentration-and-total", "exceedances", "energy-use", "energy-per-value", "energy-per-product",
        "energy-exceedance", "toxic-materials", "toxic-substances", "hazardous-waste", "risk-prevention",
    ]  # fmt: skip


def test_voluntary_audit_asks_the_authority_and_a_result_asks_nothing() -> None:
    record = audited("listed=roster; obligation=voluntary")
    (found,) = duties_of([audit_line(record)], on=date(2022, 6, 1))[record]
    assert (found.kind, [each.asked.id for each in found.fields]) == (
        PublicationKind.AGREEMENT,
        ["enterprise", "results"],
    )
    result = audited("listed=results; result=pass; obligation=mandatory")
    assert duties_of([audit_line(result)], on=date(2022, 6, 1)) == {}
    assert [each.asked.id for each in duty(audited(), DISCLOSURE).fields] == [
        "audit-reason",
        "audit-implementation",
        "acceptance-result",
    ]


def test_what_staff_note_is_public_with_its_copy_and_in_the_log() -> None:
    record = audited()
    said = PublicationText(RESULTS, date(2022, 5, 1), {"publish-results": "审核结果公示"}, place="样例日报")
    pk = note_publication(STAFF, record, said, at=AT, copy=("报纸.pdf", [hostile_files.plain_pdf()]))
    assert publication_copy(pk).name == "报纸.pdf"
    assert duty(record, RESULTS).verdict == Verdict.COMPLETE
    entry = LedgerEntry.objects.get(act="cleaner-published")
    digest = hashlib.sha256(canonical_json({"publish-results": "审核结果公示"})).hexdigest()
    assert (entry.subject_id, digest in bytes(entry.body).decode()) == (pk, True)
    with pytest.raises(PublicationNotFound):
        publication_copy(pk + 1)


def test_enterprise_publishes_in_its_own_name_and_nobody_else_does() -> None:
    owner = kept()
    editor, reader = acting(owner.person), somebody("reader@example.org", name="读者")
    member(owner.organisation, reader, MemberRole.READER)
    record = audited()
    Record.objects.filter(pk=record).update(enterprise=owner.enterprise)
    pk = publish_fields(editor, record, FIELDS, TOXIC, at=AT)
    row = Publication.objects.get(pk=pk)
    assert (row.organisation_id, row.published_on, row.is_all) == (owner.organisation, date(2026, 11, 20), True)
    assert duty(record, on=date(2026, 11, 20)).timing == Timing.LATE
    with pytest.raises(RoleTooSmall):
        publish_fields(acting(reader), record, FIELDS, TOXIC, at=AT)
    with pytest.raises(AuditNotSpokenFor):
        publish_fields(acting(somebody("d@example.org")), record, FIELDS, TOXIC, at=AT)
    for kind, texts, cause in ((RESULTS, TOXIC, "kind"), (FIELDS, {"unknown": "x"}, "empty")):
        with pytest.raises(PublicationWrong) as wrong:
            publish_fields(editor, record, kind, texts, at=AT)
        assert wrong.value.params["cause"] == cause
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"published_on": date(2027, 1, 1)}, "day"), ({"published_on": None}, "day"), ({"place": " "}, "place"),
        ({"link": "x"}, "link"), ({"texts": {}}, "empty"), ({"texts": {"address": "长" * 5001}}, "long"),
        ({"kind": PublicationKind.AGREEMENT}, "kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_publication_is_told(changed: dict[str, object], cause: str) -> None:
    said = PublicationText(FIELDS, date(2022, 2, 1), {"address": "样例路1号"}, place="样例官网")
    with pytest.raises(PublicationWrong) as wrong:
        note_publication(STAFF, audited(), replace(said, **changed), at=AT)  # type: ignore[arg-type]
    assert wrong.value.params["cause"] == cause
    assert Publication.objects.count() == 0


def test_staff_of_elsewhere_note_nothing() -> None:
    elsewhere = acting(staff_member(StaffRole.REVIEWER, area="320000"))
    said = PublicationText(FIELDS, date(2022, 2, 1), {"address": "样例路1号"}, place="样例官网")
    with pytest.raises(OutOfArea):
        note_publication(elsewhere, audited(), said, at=AT)


def test_duties_of_many_audits_are_read_in_two_queries() -> None:
    records = [audited(), audited("listed=roster; obligation=mandatory; grounds=energy")]
    noted(records[0], on=date(2022, 2, 1), address="样例路1号")
    owner = Record.objects.get(pk=records[0]).enterprise_id
    lines = audit_histories([owner])[owner].lines
    duties_of(lines, on=AT.date())
    with CaptureQueriesContext(connection) as queries:
        assert len(duties_of(lines, on=AT.date())) == 2
    assert len(queries) == 2
