"""Staff of an area: rows from elsewhere are refused, and what lies elsewhere is neither seen nor done (ACC-2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qingce.domain.enterprises.actions import merge_enterprises, split_enterprise
from qingce.domain.enterprises.models import Enterprise, Merge
from qingce.domain.records.actions import (
    choose_mapping,
    correct_record,
    ingest,
    move_record,
    queue_import,
    receive_file,
    withdraw_record,
)
from qingce.domain.records.models import Record
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.queries import BatchNotFound, batch_detail, get_batch, newest_batches, rejects_files
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.enums import NOBODY, Actor, Grant, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from qingce.shared.parties.queries import SYSTEM, operator
from tests.factories import AT, acting, key_unit, penalty, staff_member, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
SHAOXING, ZHEJIANG, SHANGHAI = "330600", "330000", "310000"
ELSEWHERE = {
    "enterprise_name": "上海例丙金属有限公司",
    "county": "上海市金山区",
    "issuer": "上海市生态环境局",
    "doc_no": "沪〔2024〕1号",
    "uscc": "",
}
NOWHERE = {
    "enterprise_name": "某地例丁化工有限公司",
    "county": "",
    "issuer": "某局",
    "doc_no": "某〔2024〕1号",
    "uscc": "",
}


def staff(area: str, role: StaffRole = StaffRole.SENIOR_REVIEWER) -> Actor:
    return Actor(0, "某人", number="PTEST", grants=(Grant(role, area),))


def brought(tmp_path: Path, *rows: dict[str, str], actor: Actor, area: str) -> int:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    batch = receive_file(path, file_name=path.name, actor=actor, language="zh", at=AT, area=area)
    work()
    mapping = choose_mapping(batch, "", name="canonical", actor=actor, at=AT)
    work()
    queue_import(batch, expected_mapping=mapping, actor=actor, at=AT)
    work()
    return batch


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize(("area", "new"), [(SHAOXING, 1), (ZHEJIANG, 1), ("", 3)])
def test_rows_from_outside_the_area_of_an_import_are_refused(tmp_path: Path, area: str, new: int) -> None:
    rows = (penalty(), penalty(**ELSEWHERE), penalty(**NOWHERE))
    batch = brought(tmp_path, *rows, actor=staff(area), area=area)
    row = get_batch(batch)
    assert (row.state, row.area, row.rows_new, row.rows_rejected) == (BatchState.DONE, area, new, 3 - new)
    told = [problem["code"] for problem in batch_detail(batch, actor=SYSTEM).trial["problems"]]
    assert told == ["row-outside-area"] * (3 - new)
    back = "".join(file.read_text("utf-8") for file in rejects_files(batch))
    assert ("上海市金山区" in back, "没有写明发生地" in back) == (new == 1, new == 1)


def test_import_is_brought_for_areas_that_the_role_reaches(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("title\nx\n")
    said = {"file_name": "rows.csv", "language": "zh", "at": AT}
    for area in (SHANGHAI, ZHEJIANG, ""):
        with pytest.raises(OutOfArea):
            receive_file(path, actor=staff(SHAOXING), area=area, **said)  # type: ignore[arg-type]  # as above
    with pytest.raises(DutyMissing):
        receive_file(path, actor=staff("", StaffRole.BRAND_LIAISON), area="", **said)  # type: ignore[arg-type]
    with pytest.raises(OutOfArea):
        ingest(path, mapping="", actor=staff(SHAOXING), at=AT)


def test_import_is_seen_and_managed_where_the_role_reaches_its_area(tmp_path: Path) -> None:
    batch = brought(tmp_path, penalty(), actor=staff(SHAOXING), area=SHAOXING)
    for area, sees in ((SHAOXING, True), (ZHEJIANG, True), ("", True), (SHANGHAI, False), ("330602", False)):
        assert [row.id for row in newest_batches(5, actor=staff(area))] == ([batch] if sees else [])
    with pytest.raises(BatchNotFound):
        queue_import(batch, expected_mapping="", actor=staff(SHANGHAI), at=AT)


def test_same_file_for_another_area_is_another_import(tmp_path: Path) -> None:
    rows = (penalty(), penalty(**ELSEWHERE))
    first = brought(tmp_path, *rows, actor=staff(SHAOXING), area=SHAOXING)
    second = brought(tmp_path, *rows, actor=staff(""), area="")
    counts = [(row.rows_new, row.rows_known, row.rows_rejected) for row in map(get_batch, (first, second))]
    assert counts == [(1, 0, 1), (1, 1, 0)]


def test_record_is_changed_where_the_role_reaches_it() -> None:
    take_in(penalty(), key_unit())
    here, there = Record.objects.order_by("pk")
    near, far = staff(SHAOXING), staff(SHANGHAI)
    said = {"reason": "核对", "at": AT}
    with pytest.raises(OutOfArea):
        correct_record(here.pk, {"title": "新"}, actor=far, **said)
    with pytest.raises(OutOfArea):
        withdraw_record(here.pk, actor=far, **said)
    with pytest.raises(OutOfArea):  # the enterprise that it would go to lies elsewhere
        move_record(here.pk, to=there.enterprise_id, actor=near, **said)
    with pytest.raises(DutyMissing):
        correct_record(here.pk, {"title": "新"}, actor=NOBODY, **said)
    correct_record(here.pk, {"title": "新"}, actor=near, **said)
    assert Record.objects.get(pk=here.pk).title == "新"


def test_place_of_a_record_without_one_is_its_enterprises() -> None:
    take_in(penalty())
    record = Record.objects.get()
    Record.objects.update(division="")
    correct_record(record.pk, {"title": "新"}, actor=staff(SHAOXING), reason="核对", at=AT)
    Enterprise.objects.update(division="")
    with pytest.raises(OutOfArea):
        correct_record(record.pk, {"title": "旧"}, actor=staff(SHAOXING), reason="核对", at=AT)
    correct_record(record.pk, {"title": "旧"}, actor=staff(""), reason="核对", at=AT)


def test_enterprises_are_merged_where_the_role_reaches_both() -> None:
    take_in(penalty(), key_unit())
    one, other = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    said = {"reason": "同一家", "at": AT}
    for actor in (staff(SHAOXING), staff(SHANGHAI)):
        with pytest.raises(OutOfArea):
            merge_enterprises(one, into=other, actor=actor, **said)
    with pytest.raises(DutyMissing):
        merge_enterprises(one, into=other, actor=staff("", StaffRole.REVIEWER), **said)
    both = Actor(
        0, "某人", grants=(Grant(StaffRole.SENIOR_REVIEWER, SHAOXING), Grant(StaffRole.ADMINISTRATOR, SHANGHAI))
    )
    merge_enterprises(one, into=other, actor=both, **said)
    with pytest.raises(OutOfArea):
        split_enterprise(one, actor=staff(SHAOXING), **said)
    split_enterprise(one, actor=both, **said)
    assert Merge.objects.get().split_at == AT


def test_acts_are_journaled_with_who_did_them_and_signed_by_number() -> None:
    take_in(penalty())
    record, person = Record.objects.get(), staff_member(StaffRole.SENIOR_REVIEWER)
    correct_record(record.pk, {"title": "新"}, actor=acting(person), reason="核对", at=AT)
    correct_record(record.pk, {"title": "旧"}, actor=operator("值班"), reason="核对", at=AT)
    entries = JournalEntry.objects.filter(act="record-corrected").order_by("pk")
    assert list(entries.values_list("person_id", "subject_kind", "subject_id")) == [
        (person.pk, "record", record.pk),
        (None, "record", record.pk),
    ]
    assert list(record.corrections.order_by("pk").values_list("corrected_by", flat=True)) == [
        f"#{person.number}",
        "值班",
    ]
