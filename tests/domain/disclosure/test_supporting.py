"""Supporting documents by slot: from the shelf, checked at each step, published, never silently gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.domain.disclosure.actions import add_paper as add_sealed
from qingce.domain.disclosure.actions import (
    add_support,
    attach_support,
    publish_disclosure,
    redact_paper,
    remove_support,
    return_disclosure,
    submit_disclosure,
    take_back,
    withdraw_disclosure,
)
from qingce.domain.disclosure.errors import (
    DisclosureElsewhere,
    DisclosureNotFound,
    SlotUnknown,
    SupportClosed,
    SupportExpired,
    SupportFormat,
    SupportGone,
    SupportNotFound,
    SupportWithdrawn,
    TooManySupports,
)
from qingce.domain.disclosure.models import Disclosure, Support
from qingce.domain.disclosure.queries import (
    DisclosureRow,
    disclosed_of,
    get_disclosure,
    public_disclosure,
    review_checks,
    slot_groups,
    staff_disclosure,
)
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.documents.actions import replace_document, set_audience, withdraw_document
from qingce.domain.documents.enums import PAPER, Audience, DocumentText
from qingce.domain.documents.models import Document
from qingce.domain.documents.queries import get_document
from qingce.shared.files.actions import Area
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import waiting_files
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import NOBODY, MemberRole
from qingce.shared.parties.errors import RoleTooSmall
from tests import hostile_files
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.sealing import document, sent
from tests.domain.documents.keeping import CODES, Kept, grantor, paper, upload
from tests.factories import AT, acting, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4")]
ALL = [each.id for each in review_checks()]
OFFICIAL = ("discharge-permit", "eia-approval", "penalty-decision", "completion-certificate")


@pytest.fixture
def pk(own: Kept) -> int:
    """A disclosure that waits for its seal, the sealed document in it."""
    write_all(own)
    number = sent(own)
    add_sealed(own.actor, number, [document(number)], name="盖章件.pdf", at=AT)
    return number


def attached(own: Kept, pk: int) -> list[tuple[str, int]]:
    return [(each.slot, each.document.id) for each in get_disclosure(pk, actor=own.actor).row.supports]


def public(pk: int) -> DisclosureRow:
    return public_disclosure(pk)[0]


def test_slots_are_those_of_the_sources_each_with_its_clause_and_seal(own: Kept) -> None:
    slots = [slot for group in slot_groups(on=AT.date()) for slot in group.slots]
    assert {"BMD step 12", "BMD step 12; IPE-2017 §1", "IPE-2017 §1 a", "IPE-2017 §1 b", "IPE-2017 §1 c"} == {
        each.clause for each in slots
    }
    assert [each.id for each in slots if each.is_sealed] == [
        "corrective-action-plan", "emergency-plan", "facility-operation-record", "cause-statement",
        "corrective-action-statement",
    ]  # fmt: skip
    assert not any(each.is_sealed for each in slots if each.id in OFFICIAL)
    assert all(each.types for each in slots)
    assert len({kind for each in slots for kind in each.types}) > len(slots)


def test_paper_on_the_shelf_is_attached_once_and_removable_until_handed_in(own: Kept, pk: int) -> None:
    permit, report = paper(own), paper(own, "test-report")
    first = attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)
    assert attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT) == first
    attach_support(own.actor, pk, report, slot="third-party-test-report", at=AT)
    assert attached(own, pk) == [("discharge-permit", permit), ("third-party-test-report", report)]
    remove_support(own.actor, pk, first, at=AT)
    with pytest.raises(SupportNotFound):
        remove_support(own.actor, pk, first, at=AT)
    assert Document.objects.get(pk=permit).withdrawn_at is None
    submit_disclosure(own.actor, pk, at=AT)
    for does in (
        lambda: remove_support(own.actor, pk, Support.objects.get().pk, at=AT),
        lambda: attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT),
    ):
        with pytest.raises(DisclosureElsewhere):
            does()
    assert attached(own, pk) == [("third-party-test-report", report)]


def test_new_paper_is_put_on_the_shelf_and_attached_in_one_step_unseen_by_the_public(own: Kept, pk: int) -> None:
    said = DocumentText("emergency-plan", title="应急预案")
    made = add_support(own.actor, pk, said, slot="emergency-plan", files=[upload("预案.pdf")], at=AT)
    assert (made.was_there, attached(own, pk)) == (False, [("emergency-plan", made.document)])
    row = get_document(made.document, actor=own.actor).row
    assert (row.audience, row.title) == (Audience.PARTIES, "应急预案")


def test_file_that_is_on_the_shelf_is_not_kept_twice(own: Kept, pk: int) -> None:
    permit = paper(own)
    again = upload("同一份.pdf")
    made = add_support(own.actor, pk, DocumentText("discharge-permit"), slot="discharge-permit", files=[again], at=AT)
    assert (made.document, made.was_there) == (permit, True)
    assert not StoredFile.objects.filter(pk=again).exists()
    assert Document.objects.count() == 1


def test_paper_that_cannot_be_published_is_not_attached_and_nothing_is_left_behind(own: Kept, pk: int) -> None:
    secret, closed = paper(own, "waste-contract"), paper(own, audience=Audience.CLOSED)
    old, gone = paper(own, expires_on=(AT - timedelta(days=1)).date()), paper(own)
    withdraw_document(own.actor, gone, reason="传错", at=AT)
    picture = paper(own, files=[upload("许可证.docx", hostile_files.office())])
    slot = "discharge-permit"
    for number, wanted, wrong in (
        (secret, "hazardous-waste-document", SupportClosed), (closed, slot, SupportClosed), (old, slot, SupportExpired),
        (gone, slot, SupportWithdrawn), (picture, slot, SupportFormat), (secret, slot, SlotUnknown),
        (old, "no-such-slot", SlotUnknown),
    ):  # fmt: skip
        with pytest.raises(wrong):
            attach_support(own.actor, pk, number, slot=wanted, at=AT)
    late = upload("过期.pdf", hostile_files.acting_pdf())
    said = DocumentText(slot, expires_on=(AT - timedelta(days=1)).date())
    with pytest.raises(SupportExpired):
        add_support(own.actor, pk, said, slot=slot, files=[late], at=AT)
    assert not Support.objects.exists()
    assert [each.id for each in waiting_files([late], purpose=PAPER)] == [late]


def test_documents_of_others_and_wrong_people_are_kept_out(own: Kept, pk: int) -> None:
    other = held(name="绍兴样庚印染有限公司", email="d@example.org", uscc=CODES[1])
    accept(other)
    foreign, permit = paper(other, audience=Audience.PUBLIC), paper(own)
    for number in (foreign, 999_999):
        with pytest.raises(SupportNotFound):
            attach_support(own.actor, pk, number, slot="discharge-permit", at=AT)
    reader = somebody("reads@example.org")
    member(own.organisation, reader, MemberRole.READER)
    for actor, wrong in ((other.actor, DisclosureNotFound), (acting(reader), RoleTooSmall)):
        with pytest.raises(wrong):
            attach_support(actor, pk, permit, slot="discharge-permit", at=AT)
    assert not Support.objects.exists()


def test_no_more_documents_than_one_disclosure_takes(own: Kept, pk: int) -> None:
    most, row = disclosure_terms().supports_most, Disclosure.objects.get(pk=pk)
    for number in range(most):
        kept = Document.objects.create(
            enterprise_id=own.enterprise, organisation_id=own.organisation, type="discharge-permit", title=str(number),
            audience="public", added_by="x", added_at=AT,
        )  # fmt: skip
        Support.objects.create(disclosure=row, slot="discharge-permit", document=kept, added_by="x", added_at=AT)
    with pytest.raises(TooManySupports):
        attach_support(own.actor, pk, paper(own), slot="discharge-permit", at=AT)


def test_what_became_of_a_paper_meanwhile_stops_the_handing_in_with_its_name(own: Kept, pk: int) -> None:
    permit = paper(own, title="许可证", expires_on=(AT + timedelta(days=2)).date())
    support = attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)
    with pytest.raises(SupportExpired, match="许可证"):
        submit_disclosure(own.actor, pk, at=AT + timedelta(days=3))
    set_audience(own.actor, permit, Audience.CONFIDENTIAL, reason="有商业秘密", at=AT)
    with pytest.raises(SupportClosed, match="许可证"):
        submit_disclosure(own.actor, pk, at=AT)
    withdraw_document(own.actor, permit, reason="传错", at=AT)
    with pytest.raises(SupportWithdrawn, match="许可证"):
        submit_disclosure(own.actor, pk, at=AT)
    remove_support(own.actor, pk, support, at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    assert Disclosure.objects.get(pk=pk).state == "submitted"


def test_version_that_was_handed_in_is_what_is_checked_and_published(own: Kept, pk: int) -> None:
    permit = paper(own, number="一号", files=[upload("旧.pdf")])
    attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)

    def renew(number: str, seen: int) -> None:
        said = DocumentText("discharge-permit", number=number)
        new = upload(f"{number}.pdf", hostile_files.acting_pdf())
        replace_document(own.actor, permit, said, files=[new], reason="延续", seen=seen, at=AT)

    renew("二号", 1)
    submit_disclosure(own.actor, pk, at=AT)
    renew("三号", 2)
    (shown,) = staff_disclosure(pk, actor=grantor()).row.supports
    assert (shown.document.number, shown.version, shown.is_replaced) == ("二号", 2, True)
    return_disclosure(grantor(), pk, note="请附新的许可证", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    renew("四号", 3)
    (shown,) = public(pk).supports
    assert (shown.document.number, [each.name for each in shown.document.files]) == ("三号", ["三号.pdf"])


def test_published_with_the_disclosure_and_hidden_with_it(own: Kept, pk: int) -> None:
    plan = add_support(
        own.actor, pk, DocumentText("emergency-plan"), slot="emergency-plan", files=[upload()], at=AT
    ).document
    submit_disclosure(own.actor, pk, at=AT)
    with pytest.raises(DisclosureNotFound):
        public(pk)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    assert not LedgerEntry.objects.filter(act="document-published").exists()
    (row,) = disclosed_of(own.enterprise)
    (shown,) = row.supports
    assert (shown.slot, shown.document.id, len(shown.document.files)) == ("emergency-plan", plan, 1)
    withdraw_disclosure(grantor(), pk, reason="载有他人信息", at=AT)
    assert public(pk).supports == ()


def test_paper_closed_or_withdrawn_since_is_not_published_and_never_silently_gone(own: Kept, pk: int) -> None:
    permit = paper(own, title="许可证", audience=Audience.PARTIES)
    attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    set_audience(own.actor, permit, Audience.CLOSED, reason="商业秘密", at=AT)
    with pytest.raises(SupportGone):
        publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    set_audience(own.actor, permit, Audience.PARTIES, reason="可以", at=AT)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    (use,) = get_document(permit, actor=own.actor).uses
    assert (use.kind, use.number, f"{pk}" in str(use.said)) == ("disclosure", pk, True)
    withdraw_document(own.actor, permit, reason="换证", at=AT + timedelta(days=1))
    (shown,) = public(pk).supports
    assert (shown.is_withheld, shown.document.files, shown.document.title) == (True, (), "")
    assert shown.document.withdrawn_at == AT + timedelta(days=1)


def test_shelf_tells_of_open_disclosures_not_of_those_taken_back(own: Kept, pk: int) -> None:
    permit = paper(own)
    attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)
    assert [each.number for each in get_document(permit, actor=own.actor).uses] == [pk]
    assert get_document(permit, actor=NOBODY).uses == ()
    take_back(own.actor, pk, at=AT)
    assert get_document(permit, actor=own.actor).uses == ()


def test_parts_taken_out_by_the_office_are_gone_from_what_the_public_gets(own: Kept, pk: int) -> None:
    permit = paper(own, audience=Audience.PARTIES)
    attach_support(own.actor, pk, permit, slot="discharge-permit", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    (file,) = staff_disclosure(pk, actor=grantor()).row.supports[0].document.files
    redact_paper(grantor(), pk, file.id, [Area(1, 10, 10, 20, 5)], reason="隐私", at=AT)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    (shown,) = public(pk).supports[0].document.files
    assert (shown.id != file.id, shown.redacted is not None, shown.copies) == (True, True, ())


def test_reading_takes_as_many_queries_for_three_documents_as_for_one(
    own: Kept, pk: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    attach_support(own.actor, pk, paper(own), slot="discharge-permit", at=AT)
    with django_assert_max_num_queries(60) as one:
        get_disclosure(pk, actor=own.actor)
    for kind in ("eia-approval", "test-report"):
        attach_support(own.actor, pk, paper(own, kind), slot=kind, at=AT)
    with django_assert_max_num_queries(60) as three:
        get_disclosure(pk, actor=own.actor)
    assert (len(one), len(three)) == (len(one), len(one))
