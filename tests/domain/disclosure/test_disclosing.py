"""Sending, sealing, handing in, checking and publishing explanations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from qingce.domain.disclosure.actions import (
    add_paper,
    publish_disclosure,
    redact_paper,
    remove_paper,
    return_disclosure,
    submit_disclosure,
    take_back,
    withdraw_disclosure,
)
from qingce.domain.disclosure.enums import DisclosureState, Texts
from qingce.domain.disclosure.errors import (
    ChecksMissing,
    DisclosureElsewhere,
    DisclosureNotFound,
    DisclosureOpen,
    DisclosureReasonMissing,
    EnterpriseNotSpokenFor,
    FindingsUnseen,
    NothingToSend,
    OwnDisclosure,
    PaperMissing,
    PaperOfAnother,
    RecordInReview,
    TextsUnfit,
)
from qingce.domain.disclosure.models import Disclosure, Paper
from qingce.domain.disclosure.queries import (
    bundle_of,
    disclosed_of,
    explanation_of,
    get_disclosure,
    holding_promise,
    public_disclosure,
    review_checks,
    staff_disclosure,
)
from qingce.domain.records.enums import RecordType, Status
from qingce.domain.records.queries import get_record
from qingce.shared.files.actions import Area
from qingce.shared.issuing.enums import Standing
from qingce.shared.issuing.queries import is_public, standing_of
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.notices.queries import get_notice, notice_of_key
from qingce.shared.parties.enums import NOBODY, MemberRole, StaffRole
from tests import hostile_files
from tests.domain.disclosure.disclosing import SAID, accept, held, listed, records_of, write, write_all
from tests.domain.disclosure.sealing import document, published, sent, submitted
from tests.domain.documents.keeping import CODES, Kept, grantor
from tests.factories import AT, acting, member, somebody, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-2", "DIS-3", "DIS-6")]
ALL = [each.id for each in review_checks()]


def codes_of(own: Kept) -> list[tuple[str, bool]]:
    found = bundle_of(own.enterprise, own.organisation, RecordType.SUPERVISION, on=AT.date()).findings
    return [(each.code, each.is_refusal) for each in found]


def test_nothing_is_sent_until_every_record_is_explained(own: Kept) -> None:
    first, _second = listed(own, 1, start=2)
    write(own, first)
    with pytest.raises(TextsUnfit):
        sent(own)
    assert not Disclosure.objects.exists()
    write_all(own)
    pk = sent(own)
    assert (Disclosure.objects.get(pk=pk).state, holding_promise(own.enterprise) is not None) == ("sent", True)
    with pytest.raises(DisclosureOpen):
        sent(own)


@pytest.mark.parametrize(
    ("texts", "code", "is_refusal"),
    [
        (Texts("负责人电话13812345678，请来电。", SAID.reason, SAID.corrective_action), "personal.telephone", True),
        (Texts(SAID.violation, "证号11010519491231002X", SAID.corrective_action), "personal.identity-number", True),
        (Texts(SAID.violation, "请写信至 ehs@example.org 询问。", SAID.corrective_action), "personal.e-mail", False),
        (Texts("经核实我公司当日未超标，监测有误。", SAID.reason, SAID.corrective_action), "denial", False),
        (Texts(SAID.violation, "无", SAID.corrective_action), "placeholder", False),
        (Texts(SAID.violation, "设备坏了", SAID.corrective_action), "short", False),
        (Texts("见柯环罚〔2023〕99号，罚款12.5万元。", SAID.reason, SAID.corrective_action), "number", False),
        (Texts("因超标排放被罚款30万元，已缴清。", SAID.reason, SAID.corrective_action), "fine", False),
        (Texts(SAID.violation, SAID.reason, "2027年3月1日前完成改造并验收。"), "future", False),
    ],
)  # fmt: skip
def test_checks_find_what_must_or_should_not_be_sent(own: Kept, texts: Texts, code: str, is_refusal: bool) -> None:
    write(own, records_of(own)[0], texts)
    assert (code, is_refusal) in codes_of(own)
    with pytest.raises(TextsUnfit if is_refusal else FindingsUnseen):
        sent(own, has_seen=False)


def test_plain_texts_find_nothing(own: Kept) -> None:
    write(own, records_of(own)[0], Texts(f"{SAID.violation}罚款12.5万元。", SAID.reason, SAID.corrective_action))
    assert codes_of(own) == []


def test_text_pasted_into_every_record_is_a_hint(own: Kept) -> None:
    for record in listed(own, 2, start=2):
        write(own, record)
    assert codes_of(own) == [("pasted", False)] * 9


def test_document_is_mailed_to_the_members_with_the_pdf(own: Kept) -> None:
    write_all(own)
    pk = sent(own)
    work()
    (letter,) = [each for each in mail.outbox if each.attachments]
    name, content, kind = letter.attachments[0]
    assert (letter.to, kind, content) == (["b@example.org"], "application/pdf", document(pk))
    assert str(name).startswith("explanation-")


def test_what_was_sent_cannot_be_changed_until_it_is_taken_back(own: Kept) -> None:
    (record,) = records_of(own)
    write(own, record)
    pk = sent(own)
    with pytest.raises(RecordInReview):
        write(own, record, Texts(violation="另写"))
    take_back(own.actor, pk, at=AT)
    write(own, record, Texts("重新写的违规情况说明。", SAID.reason, SAID.corrective_action))
    again = sent(own, at=AT + timedelta(minutes=5))
    assert again != pk
    assert document(again) != document(pk)
    issued = get_disclosure(pk, actor=own.actor).issued
    assert issued
    assert standing_of(issued, on=AT.date()) == Standing.CHANGED
    assert not is_public(issued)


def test_sealed_files_come_back_are_compared_and_removable_until_handed_in(own: Kept) -> None:
    write_all(own)
    pk = sent(own)
    with pytest.raises(PaperMissing):
        submit_disclosure(own.actor, pk, at=AT)
    paper = add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=AT)
    second = add_paper(own.actor, pk, [hostile_files.plain_pdf()], name="附页.pdf", at=AT)
    found = get_disclosure(pk, actor=own.actor)
    assert found.compared
    assert (found.compared.fits, [each.fits for each in found.compared.pages][-1]) == (False, False)
    remove_paper(own.actor, pk, second, at=AT)
    found = get_disclosure(pk, actor=own.actor)
    assert found.compared
    assert (found.compared.is_same_file, found.compared.fits) == (True, True)
    submit_disclosure(own.actor, pk, at=AT)
    with pytest.raises(DisclosureElsewhere):
        remove_paper(own.actor, pk, paper, at=AT)


def test_scan_of_another_enterprise_or_of_an_older_text_is_refused_and_not_kept(own: Kept) -> None:
    write_all(own)
    older = sent(own)
    old = document(older)
    take_back(own.actor, older, at=AT)
    write(own, records_of(own)[0], Texts("改过的违规情况说明。", SAID.reason, SAID.corrective_action))
    pk = sent(own, at=AT + timedelta(minutes=1))
    other = held(name="绍兴样庚印染有限公司", email="d@example.org", uscc=CODES[1])
    accept(other)
    write_all(other)
    foreign = document(sent(other))
    for content in (old, foreign):
        with pytest.raises(PaperOfAnother):
            add_paper(own.actor, pk, [content], name="错.pdf", at=AT)
    assert not Paper.objects.exists()


def test_formal_check_needs_every_line_and_publishes_everywhere_at_once(own: Kept) -> None:
    (record,) = records_of(own)
    pk = submitted(own)
    with pytest.raises(ChecksMissing):
        publish_disclosure(grantor(), pk, checks=ALL[1:], at=AT)
    assert explanation_of(record) is None
    publish_disclosure(grantor(), pk, checks=ALL, comment="盖章清晰。", at=AT)
    shown = explanation_of(record)
    assert shown
    assert (shown[0].id, shown[1].texts.reason) == (pk, f"{record}：{SAID.reason}")
    (row,) = disclosed_of(own.enterprise)
    assert (row.id, row.comment, len(row.files)) == (pk, "盖章清晰。", 1)
    number = notice_of_key(f"disclosure/{pk}")
    assert number
    about = {(each.kind, each.number) for each in get_notice(number, today=AT.date()).about}
    assert about == {("disclosure", pk), ("enterprise", own.enterprise), ("record", record)}
    assert LedgerEntry.objects.filter(act="disclosure-published").count() == 1
    assert get_record(record, actor=NOBODY).row.status == Status.OPEN
    with pytest.raises(NothingToSend):
        sent(own)


def test_sent_back_with_what_to_change_and_handed_in_again(own: Kept) -> None:
    pk = submitted(own)
    with pytest.raises(DisclosureReasonMissing):
        return_disclosure(grantor(), pk, note=" ", at=AT)
    return_disclosure(grantor(), pk, note="第二页看不清，请重新扫描。", at=AT)
    assert get_disclosure(pk, actor=own.actor).note == "第二页看不清，请重新扫描。"
    add_paper(own.actor, pk, [document(pk)], name="重扫.pdf", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    assert Disclosure.objects.get(pk=pk).state == DisclosureState.SUBMITTED


def test_newer_explanation_replaces_the_older_which_stays_to_be_read(own: Kept) -> None:
    older = published(own)
    write(own, records_of(own)[0], Texts("补充后的违规情况说明。", SAID.reason, SAID.corrective_action))
    pk = sent(own, at=AT + timedelta(days=1))
    add_paper(own.actor, pk, [document(pk)], name="新.pdf", at=AT)
    submit_disclosure(own.actor, pk, at=AT + timedelta(days=1))
    publish_disclosure(grantor(), pk, checks=ALL, at=AT + timedelta(days=1))
    assert [(each.id, each.state) for each in disclosed_of(own.enterprise)] == [
        (pk, DisclosureState.PUBLISHED),
        (older, DisclosureState.REPLACED),
    ]
    assert public_disclosure(older)[1]


def test_withdrawn_with_a_public_reason_only_that_stays(own: Kept) -> None:
    (record,) = records_of(own)
    pk = published(own)
    withdraw_disclosure(grantor(), pk, reason="载有他人信息", at=AT)
    row, lines = public_disclosure(pk)
    assert (row.state, row.comment, row.files, lines) == (DisclosureState.WITHDRAWN, "载有他人信息", (), ())
    assert explanation_of(record) is None
    assert get_record(record, actor=NOBODY).row.status == Status.OPEN


def test_public_gets_the_copy_of_which_something_was_taken_out(own: Kept) -> None:
    pk = submitted(own)
    (paper,) = staff_disclosure(pk, actor=grantor()).papers
    redact_paper(grantor(), pk, paper.file.id, [Area(1, 10, 10, 20, 5)], reason="隐私", at=AT)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    (file,) = public_disclosure(pk)[0].files
    assert (file.id != paper.file.id, file.redacted is not None) == (True, True)


def test_only_the_staff_of_the_area_who_are_no_party_decide(own: Kept) -> None:
    pk = submitted(own)
    far = acting(staff_member(StaffRole.REVIEWER, email="far@example.org", area="440300"))
    with pytest.raises(DisclosureNotFound):
        publish_disclosure(far, pk, checks=ALL, at=AT)
    own_staff = staff_member(StaffRole.REVIEWER, email="both@example.org")
    member(own.organisation, own_staff, MemberRole.READER)
    with pytest.raises(OwnDisclosure):
        publish_disclosure(acting(own_staff), pk, checks=ALL, at=AT)
    with pytest.raises(DisclosureNotFound):
        get_disclosure(pk, actor=acting(somebody("stranger@example.org")))
    with pytest.raises(EnterpriseNotSpokenFor):
        sent(own, actor=acting(somebody("other@example.org")))
