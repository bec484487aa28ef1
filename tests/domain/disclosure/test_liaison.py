"""Liaison: who is there for whom, what is filed of the mail, and that it counts only once it is confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.domain.disclosure.actions import (
    MailedText,
    confirm_filing,
    end_stakeholder,
    file_mail,
    name_liaison,
    name_stakeholder,
    refuse_filing,
    take_filing_back,
)
from qingce.domain.disclosure.enums import DisclosureState
from qingce.domain.disclosure.errors import (
    BrandUnknown,
    DisclosureElsewhere,
    DisclosureNotFound,
    DisclosureReasonMissing,
    EnterpriseNotSpokenFor,
    FilingDecided,
    FilingNotFound,
    FilingWrong,
    LiaisonUnfit,
    PaperMissing,
    PaperOfAnother,
    StakeholderUnknown,
)
from qingce.domain.disclosure.liaison import filing
from qingce.domain.disclosure.models import Disclosure, FiledFile, Filing, Liaison, Paper, Stakeholder
from qingce.domain.disclosure.queries import (
    disclosed_of,
    filings_for_office,
    filings_of,
    own_filing,
    staff_filing,
    stakeholders_of,
    suppliers_of,
)
from qingce.shared.files.models import StoredFile
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import end_staff, erase_person
from qingce.shared.parties.enums import MemberRole, StaffRole
from qingce.shared.parties.errors import DutyMissing, RoleTooSmall
from tests import hostile_files
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.filing import WORK, a_brand, a_liaison, administrator, filed, supplied
from tests.domain.disclosure.sealing import document, published, sent
from tests.domain.documents.keeping import CODES, Kept, grantor
from tests.factories import AT, acting, member, somebody, staff_member
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-7", "ACC-2")]
OTHER = "绍兴样庚印染有限公司"


def waiting(own: Kept) -> int:
    write_all(own)
    return sent(own)


def test_supplier_sees_who_is_there_for_its_brand_at_the_work_address_only(own: Kept) -> None:
    supplied(own)
    (row,) = stakeholders_of(own.enterprise)
    assert (row.name, row.person, row.address) == ("样例服装品牌", "联络人", WORK)
    assert "private@example.org" not in repr(row)
    name_stakeholder(own.actor, own.enterprise, row.id, at=AT)
    assert Stakeholder.objects.count() == 1
    end_stakeholder(own.actor, own.enterprise, row.id, at=AT)
    assert stakeholders_of(own.enterprise) == []
    assert JournalEntry.objects.filter(act__startswith="stakeholder-", organisation_id=own.organisation).count() == 2


def test_another_liaison_takes_the_place_and_who_leaves_is_nobody_s_any_more(own: Kept) -> None:
    first, brand = supplied(own)
    second = a_liaison(brand, email="second@example.org")
    assert suppliers_of(first) == []
    assert [(each.enterprise_id, each.brand) for each in suppliers_of(acting(second))] == [(own.enterprise, brand)]
    assert list(Liaison.objects.order_by("pk").values_list("address", flat=True)) == ["", WORK]
    end_staff("second@example.org", by="test", at=AT)
    assert stakeholders_of(own.enterprise)[0].person == ""
    assert suppliers_of(acting(second)) == []
    erase_person(acting(second), email="second@example.org", at=AT)
    assert not Liaison.objects.exclude(address="", ended_at__isnull=False).exists()


def test_only_administrators_name_liaisons_and_only_members_with_the_role(own: Kept) -> None:
    brand, plain = a_brand(), staff_member(StaffRole.REVIEWER, email="plain@example.org")
    with pytest.raises(LiaisonUnfit):
        name_liaison(administrator(), brand, plain.pk, WORK, at=AT)
    with pytest.raises(BrandUnknown):
        name_liaison(administrator(), own.organisation, plain.pk, WORK, at=AT)
    with pytest.raises(DutyMissing):
        name_liaison(acting(plain), brand, plain.pk, WORK, at=AT)
    with pytest.raises(BrandUnknown):
        name_stakeholder(own.actor, own.enterprise, own.organisation, at=AT)
    with pytest.raises(EnterpriseNotSpokenFor):
        name_stakeholder(acting(somebody("x@example.org")), own.enterprise, brand, at=AT)


def test_filed_mail_counts_for_nothing_until_the_enterprise_confirms_it(own: Kept) -> None:
    liaison, brand = supplied(own)
    disclosure = waiting(own)
    pk = filed(own, liaison, brand, files=[document(disclosure)])
    assert (own_filing(pk, actor=own.actor).state, len(own_filing(pk, actor=own.actor).files)) == ("waiting", 1)
    assert list(Letter.objects.filter(kind="mail-filed").values_list("to", flat=True)) == ["b@example.org"]
    assert (Disclosure.objects.get().state, Paper.objects.count()) == (DisclosureState.SENT, 0)
    assert disclosed_of(own.enterprise) == []
    confirm_filing(own.actor, pk, disclosure, at=AT)
    assert (Disclosure.objects.get().state, Paper.objects.count()) == (DisclosureState.SUBMITTED, 1)
    assert (filings_of(own.enterprise)[0].state, filings_of(own.enterprise)[0].disclosure_id) == (
        "confirmed",
        disclosure,
    )
    assert (Paper.objects.get().added_by, FiledFile.objects.count()) == (own.actor.signature, 0)
    assert disclosed_of(own.enterprise) == [], "the staff still check its form"
    for again in (
        lambda: confirm_filing(own.actor, pk, disclosure, at=AT),
        lambda: refuse_filing(own.actor, pk, reason="不是我们的", at=AT),
        lambda: take_filing_back(liaison, pk, reason="传错", at=AT),
    ):
        with pytest.raises(FilingDecided):
            again()
    assert Paper.objects.count() == 1


def test_refused_or_taken_back_its_files_are_dropped_and_the_reason_stays(own: Kept) -> None:
    liaison, brand = supplied(own)
    refused, back = filed(own, liaison, brand), filed(own, liaison, brand)
    with pytest.raises(DisclosureReasonMissing):
        refuse_filing(own.actor, refused, reason=" ", at=AT)
    refuse_filing(own.actor, refused, reason="不是我们寄出的", at=AT)
    take_filing_back(liaison, back, reason="登记错了企业", at=AT)
    assert [(each.state, each.reason) for each in filings_for_office(liaison)] == [
        ("taken-back", "登记错了企业"), ("refused", "不是我们寄出的"),
    ]  # fmt: skip
    assert not StoredFile.objects.filter(purpose="filed-mail").exists()


def test_wrong_people_neither_file_nor_see_nor_decide(own: Kept) -> None:
    liaison, brand = supplied(own)
    pk, disclosure = filed(own, liaison, brand), waiting(own)
    other = held(name=OTHER, email="c@example.org", uscc=CODES[1])
    elsewhere = acting(a_liaison(a_brand("另一个品牌"), email="elsewhere@example.org"))
    far = acting(a_liaison(a_brand("第三个品牌"), email="far@example.org", area="440300"))
    name_stakeholder(own.actor, own.enterprise, a_brand("第三个品牌"), at=AT)
    for actor in (elsewhere, far, grantor(), administrator(), other.actor, acting(somebody("x@example.org"))):
        with pytest.raises(StakeholderUnknown):
            filed(own, actor, brand)
        with pytest.raises(FilingNotFound):
            staff_filing(pk, actor=actor)
        with pytest.raises(FilingNotFound):
            take_filing_back(actor, pk, reason="x", at=AT)
        with pytest.raises(FilingNotFound):
            own_filing(pk, actor=actor)
        with pytest.raises(FilingNotFound):
            confirm_filing(actor, pk, disclosure, at=AT)
        with pytest.raises(FilingNotFound):
            refuse_filing(actor, pk, reason="x", at=AT)
    with pytest.raises(StakeholderUnknown):
        filed(other, liaison, brand)
    with pytest.raises(FilingNotFound):
        confirm_filing(liaison, pk, disclosure, at=AT)
    reader = somebody("reader@example.org")
    member(own.organisation, reader, MemberRole.READER)
    with pytest.raises(RoleTooSmall):
        confirm_filing(acting(reader), pk, disclosure, at=AT)
    assert Filing.objects.get(pk=pk).state == "waiting"


def test_it_goes_into_a_disclosure_of_this_enterprise_that_waits_for_its_seal(own: Kept) -> None:
    liaison, brand = supplied(own)
    other = held(name=OTHER, email="c@example.org", uscc=CODES[1])
    accept(other)
    foreign = waiting(other)
    done = published(own)
    pk = filed(own, liaison, brand, files=[document(foreign)])
    for disclosure, error in ((foreign, DisclosureNotFound), (done, DisclosureElsewhere), (999, DisclosureNotFound)):
        with pytest.raises(error):
            confirm_filing(own.actor, pk, disclosure, at=AT)
    assert (Filing.objects.get().state, FiledFile.objects.count()) == ("waiting", 1)


def test_document_of_another_enterprise_is_refused_when_confirmed(own: Kept) -> None:
    liaison, brand = supplied(own)
    other = held(name=OTHER, email="c@example.org", uscc=CODES[1])
    accept(other)
    foreign, disclosure = waiting(other), waiting(own)
    pk = filed(own, liaison, brand, files=[document(foreign)])
    with pytest.raises(PaperOfAnother):
        confirm_filing(own.actor, pk, disclosure, at=AT)
    assert (Filing.objects.get().state, FiledFile.objects.count(), Disclosure.objects.get(pk=disclosure).state) == (
        "waiting", 1, DisclosureState.SENT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "files", "error"),
    [
        (MailedText(0, date(2026, 11, 21), "x"), 1, FilingWrong),
        (MailedText(0, date(2026, 11, 19), " "), 1, FilingWrong),
        (MailedText(0, date(2026, 11, 19), "x"), 0, PaperMissing),
    ],
)
def test_what_is_said_of_the_mail_is_checked_and_nothing_is_kept(
    own: Kept, said: MailedText, files: int, error: type[Exception]
) -> None:
    liaison, brand = supplied(own)
    sent_files = [("来件.pdf", [hostile_files.plain_pdf()])] * files
    with pytest.raises(error):
        file_mail(liaison, own.enterprise, MailedText(brand, said.received_on, said.note), sent_files, at=AT)
    assert not Filing.objects.exists()
    assert not StoredFile.objects.filter(purpose="filed-mail").exists()


def test_confirmation_that_breaks_off_leaves_nothing_behind(own: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    liaison, brand = supplied(own)
    disclosure = waiting(own)
    pk = filed(own, liaison, brand, files=[document(disclosure)])

    class Killed(BaseException):
        """The process ends here."""

    def killed(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(filing, "_step", killed)  # after everything else was written
        with pytest.raises(Killed):
            confirm_filing(own.actor, pk, disclosure, at=AT)
    assert (Filing.objects.get().state, Disclosure.objects.get().state) == ("waiting", DisclosureState.SENT)
    assert (FiledFile.objects.count(), Paper.objects.count()) == (1, 0)
    confirm_filing(own.actor, pk, disclosure, at=AT)
    assert Disclosure.objects.get().state == DisclosureState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_confirm_at_once_hand_it_in_once(db: None) -> None:
    found = held()
    accept(found)
    liaison, brand = supplied(found)
    disclosure = waiting(found)
    pk = filed(found, liaison, brand, files=[document(disclosure)])
    actor = found.actor
    came = together(*[lambda: confirm_filing(actor, pk, disclosure, at=AT)] * 2)
    assert sorted(map(str, came), key=len) == ["None", str(FilingDecided)]
    assert (Paper.objects.count(), Disclosure.objects.get().state) == (1, DisclosureState.SUBMITTED)
