"""The commands on records: taken in, found, changed, and the index beside the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qingce.domain.records.actions import ingest
from qingce.domain.records.enums import RecordType
from qingce.domain.records.models import Record
from qingce.domain.records.queries import RECORD_FACETS, find_records, get_record
from qingce.domain.removal.models import StateTally
from qingce.doors.cli.main import main
from qingce.shared.changes.queries import lag
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from qingce.shared.search.enums import SearchRequest
from tests.factories import AT, ask, index, key_unit, penalty, register

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments])


def written(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return str(path)


@pytest.mark.requirement("REC-2")
def test_ingest_counts_and_names_what_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, penalty(), penalty(published_on="2999-01-01"))
    rejects = tmp_path / "rejects.jsonl"
    told = run("ingest", path, "--rejects", str(rejects))
    assert told.exit_code == 0
    assert "2 rows read: 1 new, 0 already known, 1 rejected." in told.stdout
    assert "row 2 published_on" in told.stdout
    assert len(rejects.read_text("utf-8").splitlines()) == 1


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize("further", [(), ("--dry-run",)])
def test_ingest_counts_the_rows_that_wait_for_a_person(tmp_path: Path, further: tuple[str, ...]) -> None:
    register(penalty())
    near = penalty(enterprise_name="绍兴样申印染有限公司", uscc="", doc_no="柯环罚〔2024〕8号")
    told = run("ingest", written(tmp_path, near), *further)
    assert "Rows that wait for a person to say whom they are about: 1." in told.stdout


def test_ingest_tells_programs_the_same(tmp_path: Path) -> None:
    report = json.loads(run("ingest", written(tmp_path, penalty()), "--format", "json").stdout)
    assert (report["rows_read"], report["rows_new"], report["rows_rejected"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 99), ("header.csv", b"a,b\n")],
)
def test_ingest_refuses_what_is_no_table_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    told = run("ingest", str(path))
    assert told.exit_code == 2
    assert len(told.stderr.strip().splitlines()) == 1
    assert Record.objects.count() == 0


def test_ingest_refuses_an_unknown_mapping(tmp_path: Path) -> None:
    told = run("ingest", written(tmp_path, penalty()), "--mapping", "no-such")
    assert (told.exit_code, "no-such" in told.stderr) == (2, True)


@pytest.mark.requirement("REC-6")
def test_search_prints_what_the_page_shows() -> None:
    register(penalty(), penalty(doc_no="柯环罚〔2024〕8号"), key_unit())
    told = json.loads(run("search", "印染", "--type", "supervision", "--province", "浙江", "--format", "json").stdout)
    request = SearchRequest(
        text="印染", filters={"type": ("supervision",), "province": ("330000",)}, facets=RECORD_FACETS
    )
    found = find_records(request, actor=NOBODY)
    assert told["total"] == found.page.total == 2
    assert [hit["id"] for hit in told["hits"]] == [row.id for row in found.rows]
    assert {name: [(c["value"], c["count"]) for c in counts] for name, counts in told["facets"].items()} == {
        name: [(c.value, c.count) for c in counts] for name, counts in found.page.facets.items()
    }


def test_search_says_what_it_did_not_understand() -> None:
    register(key_unit())
    told = json.loads(run("search", '"清', "--type", "fine", "--format", "json").stdout)
    assert told["notices"] == ["quote-not-closed"]
    assert told["unknown"] == [{"facet": "type", "value": "fine"}]


@pytest.mark.parametrize("query", ["长" * 10_000, " ".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌")])
def test_search_refuses_too_much_in_one_line(query: str) -> None:
    register(key_unit())
    told = run("search", query)
    assert (told.exit_code, len(told.stderr.strip().splitlines())) == (2, 1)


@pytest.mark.requirement("REC-10")
def test_correct_withdraw_republish_change_one_record() -> None:
    (record,) = register(penalty())
    number = str(record.pk)
    who = ("--by", "editor", "--reason", "as the source says")
    assert run("correct", number, "fine_cny=12万元", *who).exit_code == 0
    both = (*who, "--second", "chief")
    assert run("withdraw", number, *who).exit_code == 2
    assert "another person" in run("withdraw", number, *who, "--second", " Editor ").output
    assert run("withdraw", number, *both, "--clause", "IPE-2017 §2").exit_code == 0
    assert run("withdraw", number, *both).exit_code == 2
    assert run("republish", number, *both).exit_code == 0
    detail = get_record(record.pk, actor=NOBODY)
    assert [c.field for c in detail.corrections] == ["fine_cny"]
    assert [(s.current.value, s.clause, s.changed_by) for s in detail.state_changes] == [
        ("withdrawn", "IPE-2017 §2", "editor + chief"),
        ("published", "", "editor + chief"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [("correct", "1", "fine"), ("correct", "999", "title=新"), ("withdraw", "999"), ("rename", "999", "新")],
)
def test_changes_of_nothing_are_one_line(arguments: tuple[str, ...]) -> None:
    options = ("--source", "x") if arguments[0] == "rename" else ("--by", "editor", "--reason", "why")
    options += ("--second", "chief") if arguments[0] == "withdraw" else ()
    told = run(*arguments, *options)
    assert (told.exit_code, len(told.stderr.strip().splitlines())) == (2, 1)


@pytest.mark.requirement("REC-7")
def test_rename_takes_the_records_along() -> None:
    (record,) = register(penalty())
    told = run("rename", str(record.enterprise_id), "绍兴范丙印染有限公司", "--since", "2026-01-01", "--source", "公告")
    assert told.exit_code == 0
    assert run("doctor").exit_code == 0
    for query in ("范丙", "样甲"):
        assert json.loads(run("search", query, "--format", "json").stdout)["total"] == 1


def test_doctor_finds_and_mends_a_difference() -> None:
    first, second = register(penalty(), key_unit())
    assert run("doctor").exit_code == 0
    Record.objects.filter(pk=second.pk).update(title="改过而没有告诉任何人")
    told = run("doctor")
    assert (told.exit_code, "record: 0 missing, 0 too many, 1 out of date." in told.stdout) == (1, True)
    assert run("doctor", "--mend").exit_code == 0
    assert run("doctor").exit_code == 0
    hits = json.loads(run("search", "没有告诉", "--format", "json").stdout)["hits"]
    assert [hit["id"] for hit in hits] == [second.pk]
    assert first.pk != second.pk


def test_reindex_builds_what_is_missing() -> None:
    register(penalty())
    assert run("reindex", "--missing").stdout == ""
    assert "record: 1 entries indexed." in run("reindex").stdout


def test_what_was_read_by_reindex_is_not_indexed_once_more_by_the_followers(tmp_path: Path) -> None:
    assert run("ingest", written(tmp_path, penalty())).exit_code == 0  # its changes have no place in the feed yet
    assert run("reindex").exit_code == 0
    behind = {each.name: each.behind for each in lag() if each.name.startswith("search:")}
    assert (len(behind), set(behind.values())) == (2, {0})


@pytest.mark.slow
@pytest.mark.requirement("REC-1")
def test_demo_is_taken_in_whole_and_once() -> None:
    told = run("demo")
    assert told.exit_code == 0
    assert " 0 rejected." in told.stdout
    assert all(" 0 rejected." in line for line in told.stdout.splitlines() if "rejected" in line)
    count = Record.objects.count()
    types = set(Record.objects.values_list("type", flat=True).distinct())
    assert types >= {RecordType.KEY_ENTITY, RecordType.EIA, RecordType.CLEANER_PRODUCTION, RecordType.MONITORING}
    run("demo")
    assert Record.objects.count() == count
    index()


def test_ingest_names_the_columns_it_does_not_read(tmp_path: Path) -> None:
    told = run("ingest", written(tmp_path, penalty() | {"publshed_on": "2024-01-01"}))
    assert "Columns not read, as they are none of ours: publshed_on" in told.stdout


def test_ingest_dry_run_says_what_could_be_taken_in(tmp_path: Path) -> None:
    told = run("ingest", written(tmp_path, penalty(), penalty(type="fine")), "--dry-run")
    assert "1 of 2 rows can be taken in, 1 cannot." in told.stdout
    assert Record.objects.count() == 0


def test_doctor_counts_cases_afresh_and_mends_what_is_kept() -> None:
    StateTally.objects.create(state="passed", count=2)
    told = run("doctor")
    assert (told.exit_code, "Counts of cases: 1 differ from the cases." in told.stdout) == (1, True)
    assert "Counts of cases: mended." in run("doctor", "--mend").stdout
    assert run("doctor").exit_code == 0


def test_doctor_names_files_that_never_came_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut-off.jsonl"
    path.write_text(json.dumps(penalty(), ensure_ascii=False), "utf-8")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(path, mapping="", actor=operator("test"), at=AT, progress=stop)
    index()
    assert "(cut-off.jsonl) has not ended" in run("doctor").stdout
    run("ingest", str(path))
    assert "has not ended" not in run("doctor").stdout


def test_ingest_refuses_a_text_longer_than_a_page_can_show(tmp_path: Path) -> None:
    told = run("ingest", written(tmp_path, penalty(description="长" * 20_001)))
    assert "0 new, 0 already known, 1 rejected." in told.stdout


@pytest.mark.requirement("REC-3")
def test_undo_shows_what_depends_and_asks_first() -> None:
    register(penalty())
    number = json.loads(run("batches", "--format", "json").stdout)[0]["id"]
    asked = ["--lang", "en", "undo", str(number), "--by", "Data", "--second", "Chief", "--reason", "Wrong"]
    refused = CliRunner().invoke(main, asked, input="n\n")
    assert refused.exit_code == 1
    assert "1 records of 1 enterprises leave the public list; 0 were corrected." in refused.stdout
    assert "Done" in run("batches").stdout
    done = run("undo", str(number), "--by", "Data", "--second", "Chief", "--reason", "Wrong file", "--yes")
    assert f"Batch {number} is undone: 1 records are withdrawn." in done.stdout
    assert "Undone" in run("batches").stdout
    again = run("undo", str(number), "--by", "Data", "--second", "Chief", "--reason", "Wrong file", "--yes")
    assert again.exit_code == 2
    assert "only one that came in can be undone" in again.output


@pytest.mark.requirement("REC-4")
def test_move_puts_a_record_to_another_enterprise() -> None:
    wrong, other = register(penalty(), key_unit())
    told = run("move", str(wrong.pk), "--to", str(other.enterprise_id), "--by", "Data", "--reason", "Another firm")
    assert f"Record {wrong.pk} now belongs to enterprise {other.enterprise_id}." in told.stdout
    assert get_record(wrong.pk, actor=NOBODY).corrections[0].field == "enterprise"


@pytest.mark.requirement("REC-2")
def test_requests_lists_what_waits_without_who_asked() -> None:
    assert "No correction request waits." in run("requests").stdout
    record = register(penalty())[0]
    ask(record)
    told = run("requests").stdout
    assert record.title in told
    assert "2026-12-04" in told
    [row] = json.loads(run("requests", "--format", "json").stdout)
    assert (row["record"], row["kind"], row["due_on"]) == (record.pk, "wrong", "2026-12-04")
    assert "chen@example.org" not in told + json.dumps(row)
