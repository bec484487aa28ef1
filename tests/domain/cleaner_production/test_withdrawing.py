"""What was published or noted wrongly is taken back: by whom, what then counts, and a whole file by two (CPA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import (
    PublicationText,
    add_publication_copy,
    note_publication,
    publish_fields,
    take_publications,
    undo_publications,
    withdraw_publication,
)
from qingce.domain.cleaner_production.enums import UNDO_FILE, PublicationKind
from qingce.domain.cleaner_production.errors import (
    FileNotThere,
    FileTakenBack,
    PublicationNotFound,
    PublicationTakenBack,
    PublicationWrong,
)
from qingce.domain.cleaner_production.judging import Verdict
from qingce.domain.cleaner_production.models import Publication, PublicationFile
from qingce.domain.cleaner_production.queries import (
    FileRow,
    PublicationDuty,
    audit_line,
    duties_of,
    publication_copy,
    publication_file,
    publication_files,
    without_copy,
)
from qingce.domain.records.models import Record
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import confirm_proposal, propose
from qingce.shared.parties.enums import Actor, MemberRole, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea, RoleTooSmall, SecondPersonNeeded
from tests import hostile_files
from tests.domain.cleaner_production.auditing import audited
from tests.domain.cleaner_production.rostering import STAFF
from tests.domain.documents.keeping import kept
from tests.factories import AT, acting, member, release_rules, somebody, staff_member
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-2", "REC-10")]
FIELDS = PublicationKind.FIELDS
WHY = "企业名称相近，登记错了企业"
NAMES = ("样例甲化工有限公司", "样例乙冶炼有限公司")


@pytest.fixture(autouse=True)
def _rules(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    release_rules("cleaner-production")


def duty(record: int) -> PublicationDuty:
    return next(each for each in duties_of([audit_line(record)], on=date(2022, 6, 1))[record] if each.kind == FIELDS)


def noted(record: int) -> int:
    said = PublicationText(FIELDS, date(2022, 2, 1), {"address": "样例路1号"}, is_all=True, place="样例官网")
    return note_publication(STAFF, record, said, at=AT, copy=("官网.pdf", [hostile_files.plain_pdf()]))


def staff(role: StaffRole = StaffRole.REVIEWER, area: str = "330000", *, email: str = "x@example.org") -> Actor:
    return acting(staff_member(role, email=email, area=area))


def brought(names: Sequence[str] = NAMES) -> tuple[int, list[int]]:
    """A file of a row for each enterprise, and the publications that it made."""
    rows = []
    for number, name in enumerate(names, 2):
        audited(enterprise_name=name, uscc="")
        rows.append(
            FileRow(number, {"企业名称": name, "公布日期": "2022-02-20", "公布位置": "样例官网", "其余未公布": "是"})
        )
    file = take_publications(staff(email="brings@example.org"), rows, name="公布.csv", at=AT)
    return file, list(Publication.objects.filter(file=file).order_by("pk").values_list("pk", flat=True))


def test_withdrawn_publication_counts_no_more_and_says_when_and_why() -> None:
    record = audited()
    pk = noted(record)
    assert duty(record).verdict == Verdict.INCOMPLETE
    withdraw_publication(staff(), pk, reason=f" {WHY} ", at=AT)
    found = duty(record)
    assert (found.verdict, found.publications, found.timing) == (Verdict.CANNOT_BE_JUDGED, [], None)
    assert [(each.id, each.withdrawn_at, each.withdraw_reason) for each in found.withdrawn] == [(pk, AT, WHY)]
    assert {each.text for each in found.fields} == {""}
    with pytest.raises(PublicationNotFound):
        publication_copy(pk)
    entry = LedgerEntry.objects.get(act="cleaner-publication-withdrawn")
    assert (entry.subject_id, JournalEntry.objects.filter(act=entry.act, subject_id=pk).count()) == (pk, 1)
    assert Publication.objects.get().texts == {"address": "样例路1号"}
    with pytest.raises(PublicationTakenBack):
        withdraw_publication(staff(email="z@example.org"), pk, reason=WHY, at=AT)
    assert LedgerEntry.objects.filter(act="cleaner-publication-withdrawn").count() == 1
    noted(record)
    assert duty(record).verdict == Verdict.INCOMPLETE


def test_reason_is_needed_and_bounded() -> None:
    pk = noted(audited())
    for reason, cause in ((" ", "reason"), ("长" * 1001, "long")):
        with pytest.raises(PublicationWrong) as wrong:
            withdraw_publication(STAFF, pk, reason=reason, at=AT)
        assert (wrong.value.params["field"], wrong.value.params["cause"]) == ("reason", cause)
    with pytest.raises(PublicationNotFound):
        withdraw_publication(STAFF, pk + 1, reason=WHY, at=AT)
    assert Publication.objects.filter(withdrawn_at=None).count() == 1


def test_only_who_published_and_staff_of_the_area_take_it_back() -> None:
    owner, other = kept(), kept("样例丙化工有限公司", email="c@example.org", uscc="91000000MA0000002W")
    reader = somebody("reader@example.org", name="读者")
    member(owner.organisation, reader, MemberRole.READER)
    record = audited()
    Record.objects.filter(pk=record).update(enterprise=owner.enterprise)
    own, of_staff = publish_fields(owner.actor, record, FIELDS, {"address": "样例路1号"}, at=AT), noted(record)
    for who, pk, error in (
        (acting(reader), own, RoleTooSmall), (other.actor, own, DutyMissing), (owner.actor, of_staff, DutyMissing),
        (staff(area="320000"), own, OutOfArea), (staff(area="320000", email="y@example.org"), of_staff, OutOfArea),
    ):  # fmt: skip
        with pytest.raises(error):
            withdraw_publication(who, pk, reason=WHY, at=AT)
    assert Publication.objects.filter(withdrawn_at=None).count() == 2
    withdraw_publication(owner.actor, own, reason=WHY, at=AT)
    entry = LedgerEntry.objects.get(act="cleaner-publication-withdrawn")
    assert '"organisation"' in bytes(entry.body).decode()
    assert not Letter.objects.filter(kind="cleaner-publication-withdrawn").exists()


def test_enterprise_is_told_what_the_staff_take_back() -> None:
    owner = kept()
    record = audited()
    Record.objects.filter(pk=record).update(enterprise=owner.enterprise)
    pk = publish_fields(owner.actor, record, FIELDS, {"address": "样例路1号"}, at=AT)
    withdraw_publication(STAFF, pk, reason=WHY, at=AT)
    assert [each.to for each in Letter.objects.filter(kind="cleaner-publication-withdrawn")] == [owner.person.email]


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once_are_one() -> None:
    pk = noted(audited())
    first, second = staff(), staff(email="y@example.org")
    found = together(*(lambda who=who: withdraw_publication(who, pk, reason=WHY, at=AT) for who in (first, second)))  # type: ignore[misc]  # its own default
    assert sorted(map(str, found)) == sorted(map(str, [None, PublicationTakenBack]))
    assert LedgerEntry.objects.filter(act="cleaner-publication-withdrawn").count() == 1


def test_file_is_undone_by_two_as_far_as_it_counts() -> None:
    file, (one, two) = brought()
    withdraw_publication(STAFF, one, reason="先撤回的一条", at=AT)
    first, second = staff(), staff(StaffRole.SENIOR_REVIEWER, "330600", email="y@example.org")
    proposal = propose(first, UNDO_FILE, file, reason=WHY, at=AT)
    confirm_proposal(second, proposal, at=AT)
    reasons = dict(Publication.objects.values_list("pk", "withdraw_reason"))
    assert reasons == {one: "先撤回的一条", two: WHY}
    assert Publication.objects.get(pk=two).withdrawn_by == f"{first.signature} + {second.signature}"
    row, lines = publication_file(file, actor=second)
    assert (row.rows, row.counting, row.undo_reason, len(lines)) == (2, 0, WHY, 2)
    with pytest.raises(FileTakenBack):
        propose(first, UNDO_FILE, file, reason=WHY, at=AT)


def test_nobody_undoes_a_file_alone_or_from_elsewhere() -> None:
    file, _rows = brought()
    with pytest.raises(SecondPersonNeeded):
        undo_publications(file, actor=staff(StaffRole.ADMINISTRATOR, ""), reason=WHY, at=AT)
    elsewhere = staff(area="320000", email="y@example.org")
    with pytest.raises(OutOfArea):
        propose(elsewhere, UNDO_FILE, file, reason=WHY, at=AT)
    assert publication_files(elsewhere) == []
    with pytest.raises(FileNotThere):
        publication_file(file, actor=elsewhere)
    assert Publication.objects.filter(withdrawn_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_same_file_brought_twice_at_once_is_taken_in_once() -> None:
    audited(enterprise_name=NAMES[0], uscc="")
    row = FileRow(2, {"企业名称": NAMES[0], "公布日期": "2022-02-20", "公布位置": "样例官网", "其余未公布": "是"})

    def take() -> object:
        return take_publications(STAFF, [row], name="公布.csv", at=AT)

    assert PublicationWrong in together(take, take)
    assert (Publication.objects.count(), PublicationFile.objects.count()) == (1, 1)


def test_copy_is_brought_later_once_and_by_the_staff_of_the_area() -> None:
    file, (one, two) = brought()
    copy = ("官网.pdf", [hostile_files.plain_pdf()])
    lacking, count = without_copy(STAFF, limit=1)
    assert ([each.row.id for each in lacking], count) == ([one], 2)
    elsewhere = staff(area="320000")
    assert without_copy(elsewhere, limit=1) == ([], 0)
    with pytest.raises(OutOfArea):
        add_publication_copy(elsewhere, one, copy, at=AT)
    add_publication_copy(staff(email="y@example.org"), one, copy, at=AT)
    assert publication_copy(one).name == "官网.pdf"
    with pytest.raises(PublicationWrong) as wrong:
        add_publication_copy(STAFF, one, copy, at=AT)
    assert wrong.value.params["cause"] == "copy"
    withdraw_publication(STAFF, two, reason=WHY, at=AT)
    with pytest.raises(PublicationTakenBack):
        add_publication_copy(STAFF, two, copy, at=AT)
    assert without_copy(STAFF, limit=1) == ([], 0)
    assert [each.row.has_copy for each in publication_file(file, actor=STAFF)[1]] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_a_copy_at_once_keep_one() -> None:
    _file, (one, _two) = brought()

    def add() -> object:
        return add_publication_copy(STAFF, one, ("官网.pdf", [hostile_files.plain_pdf()]), at=AT)

    assert PublicationWrong in together(add, add)
    assert publication_copy(one).name == "官网.pdf"
