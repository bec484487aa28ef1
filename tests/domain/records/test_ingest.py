"""A file of records taken in: what is good is in, what is not comes back, nothing comes in twice."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import IngestReport, file_rows, ingest
from qingce.domain.records.actions.ingest import RejectsNotWritable
from qingce.domain.records.entering import Showing, read_showing
from qingce.domain.records.enums import BY_TYPE, RecordType, ViolationCategory
from qingce.domain.records.models import Provenance, Record
from qingce.domain.records.queries import get_record, records_of, rows_by_ids, saved_copy
from qingce.shared.changes.models import Change
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PENALTY = {
    "enterprise_name": "示例印染有限公司",
    "county": "浙江省绍兴市柯桥区",
    "type": "supervision",
    "title": "行政处罚决定",
    "doc_no": "柯环罚〔2024〕7号",
    "issuer": "绍兴市生态环境局",
    "published_on": "2024年3月2日",
    "description": "废水总排放口化学需氧量为300mg/L,超过排放标准",
    "fine_cny": "12.5万元",
    "measurements": "化学需氧量|300|200|mg/L|总排口|0.5",
    "quantities": "污泥|1.2|t",
    "source_title": "行政处罚公示",
    "source_kind": "government-site",
}
DETAILS = {
    RecordType.CREDIT_RATING: "colour=yellow",
    RecordType.KEY_ENTITY: "media=废水",
    RecordType.PERFORMANCE: "grade=A",
    RecordType.EXEMPLARY: "list_name=2024年名录",
    RecordType.EXEMPTED: "period=2024年冬季",
    RecordType.CLEANER_PRODUCTION: "grounds=toxic",
    RecordType.ACCIDENT_RISK: "level=major",
    RecordType.EIA: "stage=approval",
}


def take_in(folder: Path, *rows: dict[str, str], name: str = "rows.jsonl", **options: object) -> IngestReport:
    path = folder / name
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return ingest(path, mapping="", actor=operator("test"), at=AT, **options)


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.rows_read, report.rows_new, report.rows_known, report.rows_rejected


@pytest.mark.requirement("REC-2")
def test_ingest_keeps_all_that_a_row_says(tmp_path: Path) -> None:
    assert counts(take_in(tmp_path, PENALTY)) == (1, 1, 0, 0)
    detail = get_record(Record.objects.get().pk, actor=NOBODY)
    row = detail.row
    assert (row.enterprise_name, row.doc_no, row.issuer, row.year) == (
        "示例印染有限公司",
        "柯环罚〔2024〕7号",
        "绍兴市生态环境局",
        2024,
    )
    assert (row.published_on, row.fine_cny, row.division) == (date(2024, 3, 2), Decimal(125000), "330603")
    assert [category.value for category in row.categories] == ["water"]
    assert [(m.pollutant, m.code, m.value, m.limit, m.times_over) for m in detail.measurements] == [
        ("化学需氧量", "w01018", Decimal(300), Decimal(200), Decimal("0.5"))
    ]
    assert [(q.what, q.amount, q.unit) for q in detail.quantities] == [("污泥", Decimal("1.2"), "t")]
    (source,) = detail.provenances
    assert (source.source_title, source.file_name, source.row) == ("行政处罚公示", "rows.jsonl", 1)
    assert saved_copy(row.id, source.id, actor=NOBODY)["fine_cny"] == "12.5万元"


@pytest.mark.requirement("REC-1")
@pytest.mark.parametrize("record_type", RecordType.values)
def test_ingest_takes_every_type_with_what_it_needs(tmp_path: Path, record_type: str) -> None:
    row = PENALTY | {"type": record_type, "details": DETAILS.get(RecordType(record_type), "")}
    assert counts(take_in(tmp_path, row)) == (1, 1, 0, 0)
    assert Record.objects.get().type == record_type


@pytest.mark.requirement("REC-1")
@pytest.mark.parametrize("record_type", RecordType.values)
def test_ingest_refuses_every_type_without_what_it_needs(tmp_path: Path, record_type: str) -> None:
    bare = {name: PENALTY[name] for name in ("enterprise_name", "title", "source_title")}
    report = take_in(tmp_path, bare | {"type": record_type})
    assert counts(report) == (1, 0, 0, 1)
    assert [problem.code for problem in report.problems] == ["missing-for-type"]
    assert BY_TYPE[record_type].needs[0][0] in report.problems[0].detail


def test_ingest_gives_back_the_bad_rows_only(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    bad = {
        "a date after today": {"published_on": "2999-01-01"},
        "a date before the republic": {"published_on": "1900-01-01"},
        "a wrong check digit": {"uscc": "91000000MA00000015"},
        "no name": {"enterprise_name": ""},
        "an unknown type": {"type": "fine"},
        "no number": {"measurements": "氨氮|约5"},
        "a name too long": {"enterprise_name": "长" * 201},
    }
    rows = [PENALTY, *(PENALTY | {"title": why} | change for why, change in bad.items())]
    report = take_in(tmp_path, *rows, rejects=rejects)
    assert counts(report) == (8, 1, 0, 7)
    given_back = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()]
    assert [row["title"] for row in given_back] == list(bad)
    assert all(row["问题"] and row["怎么改"] for row in given_back)


def test_ingest_keeps_a_row_with_a_masked_code(tmp_path: Path) -> None:
    assert counts(take_in(tmp_path, PENALTY | {"uscc": "91330000******"})) == (1, 1, 0, 0)
    assert Enterprise.objects.get().uscc is None


def test_ingest_of_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY)
    changes = Change.objects.count()
    report = take_in(tmp_path, PENALTY)
    assert (counts(report), report.was_known) == ((1, 0, 1, 0), True)
    assert (Record.objects.count(), Provenance.objects.count(), Change.objects.count()) == (1, 1, changes)


@pytest.mark.requirement("REC-5")
def test_ingest_from_a_second_source_keeps_one_record_with_both(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY)
    retold = PENALTY | {
        "doc_no": "柯环罚[2024]第7號",
        "description": "外排废水超标被处罚",
        "fine_cny": "13万元",
        "laws": "水污染防治法",
        "source_title": "某报",
        "source_kind": "media",
    }
    assert counts(take_in(tmp_path, retold, name="second.jsonl")) == (1, 0, 1, 0)
    detail = get_record(Record.objects.get().pk, actor=NOBODY)
    assert detail.row.fine_cny == Decimal(125000)
    first, second = detail.provenances
    assert (first.source_title, first.differences) == ("行政处罚公示", {})
    assert (second.source_title, second.differences) == (
        "某报",
        {
            "doc_no": "柯环罚[2024]第7號",
            "description": "外排废水超标被处罚",
            "fine_cny": "130000.00",
            "laws": "水污染防治法",
        },
    )


@pytest.mark.requirement("REC-5")
def test_ingest_knows_the_same_content_without_a_number(tmp_path: Path) -> None:
    copied = PENALTY | {"doc_no": "", "title": "处罚", "issuer": ""}
    assert counts(take_in(tmp_path, PENALTY, copied)) == (2, 1, 1, 0)


@pytest.mark.requirement("REC-5")
def test_ingest_notes_what_a_second_row_of_the_same_file_states_otherwise(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY, PENALTY | {"fine_cny": "13万元"})
    stated = Provenance.objects.order_by("row").values_list("differences", flat=True)
    assert list(stated) == [{}, {"fine_cny": "130000.00"}]


@pytest.mark.parametrize("change", [{"doc_no": "柯环罚〔2024〕8号"}, {"enterprise_name": "另一示例印染有限公司"}])
def test_ingest_keeps_other_records_apart(tmp_path: Path, change: dict[str, str]) -> None:
    assert counts(take_in(tmp_path, PENALTY, PENALTY | change)) == (2, 2, 0, 0)


def test_ingest_tells_the_feed_only_when_the_file_is_in(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY, PENALTY | {"doc_no": "柯环罚〔2024〕8号"})
    first = Record.objects.order_by("pk")[0].pk
    spans = Change.objects.filter(kind="record").values_list("first_id", "last_id")
    assert list(spans) == [(first, first + 1)]


def test_ingest_dry_run_writes_nothing(tmp_path: Path) -> None:
    report = take_in(tmp_path, PENALTY, PENALTY | {"type": "x"}, dry_run=True)
    assert (report.batch_id, counts(report)) == (None, (2, 1, 0, 1))
    assert Record.objects.count() == 0


def test_ingest_keeps_hostile_text_as_text(tmp_path: Path) -> None:
    hostile = "甲'; DROP TABLE records_record;-- <script>alert(1)</script>\x00"
    take_in(tmp_path, PENALTY | {"enterprise_name": hostile})
    assert Record.objects.get().enterprise.name == hostile[:-1]


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_by_ids_asks_two_queries(tmp_path: Path, rows: int) -> None:
    take_in(tmp_path, *(PENALTY | {"doc_no": f"柯环罚〔2024〕{n}号"} for n in range(rows)))
    ids = list(Record.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        assert [row.id for row in rows_by_ids(ids[::-1], actor=NOBODY)] == ids[::-1]
    assert len(queries) == 2


@pytest.mark.requirement("REC-2")
def test_ingest_loads_the_transcribed_decisions(public_data: Path) -> None:
    decisions = public_data / "penalty-decisions" / "decisions.csv"
    report = ingest(decisions, mapping="penalty-decisions", actor=operator("test"), at=AT)
    with decisions.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert counts(report) == (len(rows), len(rows), 0, 0)
    found = {
        row.enterprise_name: row for row in rows_by_ids(list(Record.objects.values_list("pk", flat=True)), actor=NOBODY)
    }
    fined = {row["enterprise_name"]: Decimal(row["fine_yuan"]) for row in rows if row["fine_yuan"]}
    assert {name: found[name].fine_cny for name in fined} == fined


def test_records_of_come_newest_first(tmp_path: Path) -> None:
    dates = {"一": "2024-03-02", "二": "2024-05-01", "三": "", "四": "2023-12-31"}
    rows = [PENALTY | {"doc_no": "", "title": t, "published_on": d, "year": "2024"} for t, d in dates.items()]
    take_in(
        tmp_path,
        *rows,
        PENALTY | {"doc_no": "", "title": "五", "published_on": "", "description": "年份不详的一条记录"},
    )
    owner = Enterprise.objects.get().pk
    assert [row.title for row in records_of(owner, actor=NOBODY)] == ["二", "一", "三", "四", "五"]
    assert [row.title for row in records_of(owner, actor=NOBODY, offset=1, limit=2)] == ["一", "三"]


@pytest.mark.requirement("REC-3")
def test_ingest_shows_what_a_run_that_never_ended_had_written(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    other = PENALTY | {"doc_no": "柯环罚〔2024〕8号"}
    with pytest.raises(KeyboardInterrupt):
        take_in(tmp_path, PENALTY, other, progress=stop)
    hidden = list(Record.objects.values_list("pk", flat=True))
    assert rows_by_ids(hidden, actor=NOBODY) == []
    mended = take_in(tmp_path, PENALTY, PENALTY | {"doc_no": "柯环罚〔2024〕9号"}, name="mended.jsonl")
    assert counts(mended) == (2, 2, 0, 0)
    shown = rows_by_ids(list(Record.objects.values_list("pk", flat=True)), actor=NOBODY)
    assert sorted(row.doc_no for row in shown) == ["柯环罚〔2024〕7号", "柯环罚〔2024〕9号"]
    assert counts(take_in(tmp_path, PENALTY, other)) == (2, 1, 1, 0)


def test_ingest_never_overwrites_a_file_with_rejected_rows(tmp_path: Path) -> None:
    kept = tmp_path / "rows.jsonl"
    for rejects in (kept, tmp_path / "no-such-folder" / "out.jsonl"):
        with pytest.raises(RejectsNotWritable):
            take_in(tmp_path, PENALTY, PENALTY | {"type": "x"}, rejects=rejects)
    assert len(kept.read_text("utf-8").splitlines()) == 2
    assert Record.objects.count() == 0


def test_ingest_says_which_categories_come_from_the_words(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY, PENALTY | {"doc_no": "柯环罚〔2024〕8号", "violations": "water;permit"})
    details = [get_record(pk, actor=NOBODY) for pk in Record.objects.order_by("pk").values_list("pk", flat=True)]
    assert [(detail.categories_from_text, detail.row.categories) for detail in details] == [
        (True, (ViolationCategory.WATER,)),
        (False, (ViolationCategory.WATER, ViolationCategory.PERMIT)),
    ]


def test_ingest_keeps_people_and_masked_names_apart(tmp_path: Path) -> None:
    zhengzhou = PENALTY | {"enterprise_name": "王某", "county": "河南省郑州市金水区", "doc_no": "郑环罚〔2024〕1号"}
    xinyang = PENALTY | {"enterprise_name": "王某", "county": "河南省信阳市浉河区", "doc_no": "信环罚〔2024〕1号"}
    take_in(tmp_path, zhengzhou, xinyang, zhengzhou | {"doc_no": "郑环罚〔2024〕2号"})
    assert Enterprise.objects.count() == 3
    report = take_in(tmp_path, zhengzhou, name="again.jsonl")
    assert (counts(report), Enterprise.objects.count()) == ((1, 0, 1, 0), 3)


def test_ingest_seats_no_enterprise_where_the_issuing_body_is(tmp_path: Path) -> None:
    take_in(tmp_path, PENALTY | {"county": "", "enterprise_name": "示例建设集团有限公司"})
    record = Record.objects.get()
    assert (record.division, record.enterprise.division) == ("330600", "")


@pytest.mark.parametrize(
    ("measurement", "computed"),
    [
        ("氨氮|28.3|15|mg/L", Decimal("0.89")),
        ("氨氮|28.3|15|mg/L||0.9", None),
        ("氨氮|15|15|mg/L", None),
        ("氨氮||15|mg/L", None),
        ("氨氮|28.3||mg/L", None),
        ("pH值|9.5|9|", None),
    ],
)
def test_measurement_says_how_far_over_where_the_source_does_not(
    tmp_path: Path, measurement: str, computed: Decimal | None
) -> None:
    take_in(tmp_path, PENALTY | {"measurements": measurement, "description": "超标排放"})
    (row,) = get_record(Record.objects.get().pk, actor=NOBODY).measurements
    assert row.times_over_computed == computed


@pytest.mark.requirement("REC-3")
def test_a_file_read_ahead_gives_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [PENALTY | {"doc_no": f"柯环罚〔2024〕{number}号"} for number in range(1, 6)]
    rows[2] |= {"measurements": "氨氮|约5"}
    monkeypatch.setattr(file_rows, "READ_AHEAD", 0)
    monkeypatch.setattr(file_rows, "SLICE", 2)
    report = take_in(tmp_path, *rows)
    assert counts(report) == (5, 4, 0, 1)
    assert [(problem.row, problem.column) for problem in report.problems] == [(3, "measurements")]
    assert list(Record.objects.order_by("pk").values_list("doc_no", flat=True)) == [
        rows[place]["doc_no"] for place in (0, 1, 3, 4)
    ]


@pytest.mark.requirement("LED-1")
def test_record_that_came_after_the_batch_was_read_ahead_is_entered_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def early(records: QuerySet[Record]) -> Showing:
        found = read_showing(records if read else records.exclude(doc_no="8号"))
        read.append(len(found.ids))
        return found

    monkeypatch.setattr(import_module("qingce.domain.records.actions.ingest"), "read_showing", early)
    take_in(tmp_path, PENALTY, {**PENALTY, "doc_no": "8号", "title": "另一项"})
    assert read == [1, 2]
    assert LedgerEntry.objects.get(act="records-published").rows == 2
