"""Cleaner production in public and in the office: what stands there, what is refused, how often is asked (CPA-3)."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import take_in_survey
from qingce.domain.cleaner_production.models import Finding
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.factories import AT, SCRIPT, penalty, register, release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-3")]
CELL = "/en/office/cleaner-production/320000/2023/roster/"
SAID = {"state": "published", "how_found": "web", "source": "样例公告第1号", "grounds": "1+2", "voluntary_part": ""}


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def survey(db: None) -> None:
    take_in_survey(operator("test"), at=AT)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.REVIEWER))
    return client


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def table(client: Client, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))


@pytest.mark.requirement("CPA-6")
def test_overview_shows_matrix_counts_map_and_time_line(client: Client, survey: None) -> None:
    release_rules("cleaner-production")
    page = words(client, "/en/cleaner-production/")
    assert "26 / 32" in page
    assert "Beijing: 10 of 10 lists published, 0 left to lower levels" in page
    assert "2019 Made public, voluntary part: Left to prefectures" in page
    assert page.count('class="cells"') == 32 * 3
    assert "Cleaner Production Promotion Law: passed" in page
    assert "Our reading:" in page
    assert "<b>2016</b>" in page


def test_overview_without_findings_or_rules_says_so(client: Client) -> None:
    page = words(client, "/en/cleaner-production/")
    assert "Nothing has been noted yet" in page
    assert "Laws and rules over time" not in page
    assert words(client, "/en/cleaner-production/survey/")
    assert len(table(client, "/en/cleaner-production/matrix.csv")) == 1


def test_survey_page_puts_every_printed_total_beside_the_computed_one(client: Client, survey: None) -> None:
    page = words(client, "/en/cleaner-production/survey/")
    assert "8 printed totals differ" in page
    assert page.count('class="differs"') == 8
    for said in (
        "Guangdong 2019",
        "Guangxi 2019",
        "Inner Mongolia 2020",
        "Xinjiang Production and Construction Corps 2022",
    ):
        assert said in page
    assert "攀钢集团北海特种铁合金有限公司" in page
    assert "none were invented" in page


def test_year_unit_and_cell_lead_to_their_source(client: Client, survey: None) -> None:
    page = words(client, "/en/cleaner-production/years/2021/")
    assert "published <b>26</b>, not published <b>5</b>, left to lower levels <b>1</b>" in page
    page = words(client, "/en/cleaner-production/provinces/660000/")
    assert "第十二师" in page
    assert "公开情况表" in page
    first = Finding.objects.get(unit="610000", first_year=2019, list="results")
    page = words(client, f"/en/cleaner-production/cells/{first.pk}/")
    assert "Acceptance results: Made public" in page
    assert "Voluntary audits" in page


@pytest.mark.parametrize(
    "path",
    [
        "years/1999/",
        "provinces/810000/",
        "provinces/x/",
        "cells/99999999/",
        "cells/1/copy/",
        "cells/9223372036854775808/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/cleaner-production/{path}").status_code == 404


def test_downloads_hold_every_cell_and_no_formula(client: Client, survey: None) -> None:
    release_rules("cleaner-production")
    rows = table(client, "/en/cleaner-production/matrix.csv")
    assert len(rows) == 1 + 32 * 5
    assert rows[1] == ["110000", "Beijing", "2018", "Made public", "Made public", "", "Grounds not named", "100", "100"]
    assert [row[7:] for row in rows if row[:3:2] == ["370000", "2021"]] == [["50", "60"]]
    rows = table(client, "/en/cleaner-production/totals.csv")
    assert len(rows) == 41
    assert ["2021", "Audit roster", "Units that published", "27", "26", "yes", "text"] in rows
    rows = table(client, "/en/cleaner-production/differences.csv")
    assert len(rows) == 1 + 8 + 11
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


PAGES = {"": 4, "provinces/320000/": 3, "years/2021/": 2, "survey/": 1, "reports/2022/": 6}  # → queries


def test_pages_ask_as_often_for_many_cells_as_for_few(client: Client, survey: None) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for path in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/cleaner-production/{path}").status_code == 200
            found[path] = len(queries)
        return found

    assert asked() == PAGES
    template = Finding.objects.filter(unit="320000", place="", list="roster").values().first()
    assert template is not None
    rows = [
        Finding(**template | {"id": None, "place": place, "first_year": year, "last_year": year})
        for year in range(2003, 2018)
        for place in ("", "样例市")
    ]
    Finding.objects.bulk_create(rows)
    assert asked() == PAGES


def test_page_of_a_province_reads_its_own_cells_only(client: Client, survey: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/cleaner-production/provinces/140000/")
    read = [each["sql"] for each in queries if "cleaner_production_finding" in each["sql"]]
    assert [("'140000'" in sql, "entered_by" in sql) for sql in read] == [(True, True), (True, False)]


def test_score_is_shown_with_the_rows_of_its_rule(client: Client, survey: None) -> None:
    assert "No released rule says" in words(client, "/en/cleaner-production/")
    assert "What brings points" not in words(client, "/en/cleaner-production/provinces/370000/")
    release = release_rules("cleaner-production")
    page = words(client, "/en/cleaner-production/provinces/370000/")
    assert "Score: 60% (6 of 10 points)" in page
    address = f"/en/rules/cleaner-production/{release.version}/parameter/score-results-left/"
    line = page[page.index(address) :].partition("</tr>")[0]
    assert '<td data-label="Lists">4</td><td data-label="Points">0</td>' in line
    assert words(client, address)
    overview = words(client, "/en/cleaner-production/")
    assert ("the sources give no weights" in overview, overview.count("/parameter/score-")) == (True, 7)


def test_prefectures_stand_in_a_line_each_whose_cells_lead_to_their_findings(client: Client, survey: None) -> None:
    page = words(client, "/en/cleaner-production/provinces/140000/")
    row = Finding.objects.filter(unit="140000", list="results").exclude(place="").earliest("pk")
    line = page[page.index(f'<th scope="row" lang="zh-Hans">{row.place}</th>') :].partition("</tr>")[0]
    assert f'<a href="/en/cleaner-production/cells/{row.pk}/"><span aria-hidden="true">2018-2022</span>' in line
    assert "2018-2022 Published in part" in line


def test_staff_enter_and_correct_a_cell_with_a_saved_copy(staff: Client) -> None:
    assert "The cell is empty." in words(staff, CELL)
    copy = SimpleUploadedFile("名单.pdf", hostile_files.plain_pdf(), content_type="application/pdf")
    assert staff.post(CELL, SAID | {"seen": "", "files": copy}).status_code == 302
    row = Finding.objects.get()
    assert (row.state, row.grounds, row.copy_id) == ("published", "1+2", StoredFile.objects.get().pk)
    kept = staff.get(f"/cleaner-production/cells/{row.pk}/copy/")
    assert kept.getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]  # the client's own kind of answer
    page = words(staff, CELL)
    assert "Stands there now: Made public" in page
    answer = staff.post(CELL, SAID | {"seen": str(row.pk), "state": "not-published"})
    assert (answer.status_code, "Say why" in answer.content.decode()) == (422, True)
    reason = f"撤回{SCRIPT}"
    assert staff.post(CELL, SAID | {"seen": str(row.pk), "state": "not-published", "reason": reason}).status_code == 302
    page = staff.get(f"/en/cleaner-production/cells/{row.pk}/").content.decode()
    assert "Replaced on" in page
    assert "撤回" in page
    assert SCRIPT not in page


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("state", "no-such", "state"), ("how_found", "", "how_found"), ("grounds", "4", "grounds"),
        ("voluntary_part", "x", "voluntary_part"), ("published_on", "2023-02-30", "published_on"),
        ("source", "", "source"), ("link", "example", "link"), ("seen", "77", "form"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_form_is_said_at_its_field(staff: Client, name: str, value: str, field: str) -> None:
    answer = staff.post(CELL, SAID | {"seen": ""} | {name: value})
    assert answer.status_code == 422
    assert field == "form" or f'href="#{field}"' in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_file_that_is_no_paper_is_refused(staff: Client) -> None:
    file = SimpleUploadedFile("a.pdf", b"MZ" + b"0" * 99)
    assert staff.post(CELL, SAID | {"seen": "", "files": file}).status_code == 422
    assert not StoredFile.objects.exists()


@pytest.mark.requirement("ACC-2")
def test_the_staff_of_another_place_is_refused(client: Client, survey: None) -> None:
    client.force_login(staff_member(StaffRole.REVIEWER, area="330000"))
    assert client.get(CELL).status_code == 403
    assert client.post(CELL, SAID | {"seen": ""}).status_code == 403
    page = words(client, "/en/office/cleaner-production/")
    assert '<option value="330000">' in page
    assert '<option value="320000">' not in page
    chosen = client.get("/en/office/cleaner-production/?unit=330000&year=2023&list=results")
    assert chosen.headers["Location"] == "/en/office/cleaner-production/330000/2023/results/"
    assert client.get("/en/office/cleaner-production/330000/2023/other/").status_code == 404
    assert not Finding.objects.filter(first_year=2023).exists()


@pytest.mark.requirement("CPA-2")
def test_record_of_an_audit_says_field_by_field_what_is_missing(client: Client) -> None:
    values = {
        "type": "cleaner-production",
        "details": "obligation=mandatory; grounds=toxic; published=有毒有害原料; not_published=危险废物",
        "violations": "",
        "measurements": "",
        "fine_cny": "",
        "measure": "",
    }
    record = register(penalty(**values))[0]
    assert "What it had to publish" not in words(client, f"/en/records/{record.pk}/")
    release_rules("cleaner-production")
    page = words(client, f"/en/records/{record.pk}/")
    assert "What it had to publish for the audit: Incomplete" in page
    assert page.count('class="differs"') == 1
    assert re.search(r"Hazardous waste</th><td data-label=\"Published\?\"><span class=\"differs\">not published", page)
    other = register(penalty(doc_no="柯环罚〔2024〕8号"))[-1]
    assert "What it had to publish" not in words(client, f"/en/records/{other.pk}/")


def test_province_tells_what_it_owes_and_which_prefectures_are_known(client: Client, survey: None) -> None:
    page = words(client, "/en/cleaner-production/provinces/140000/")
    assert ("What it still owes" in page, "2018-2022 Acceptance results" in page, "4 / 4" in page) == (True, True, True)
    beijing = words(client, "/en/cleaner-production/provinces/110000/")
    assert "Prefectures and divisions known to publish" not in beijing


def test_prefecture_has_a_cell_of_its_own(staff: Client) -> None:
    asked = staff.get("/en/office/cleaner-production/?unit=320000&year=2023&list=roster&place=样例市")
    page = asked.headers["Location"]
    assert "样例市" in words(staff, page)
    sent = staff.post(page, SAID)
    assert (sent.status_code, sent.headers["Location"]) == (302, page)
    row = Finding.objects.get()
    assert (row.unit, row.place, row.first_year) == ("320000", "样例市", 2023)
    assert "The cell is empty." in words(staff, CELL)


@pytest.mark.parametrize(
    ("name", "count", "row"),
    [
        ("tables/counts", 10, ["Audit roster", "2021", "26", "5", "1", "32"]),
        ("tables/types", 5, ["2021", "0", "0", "0", "0", "0", "0", "7", "18", "6", "1"]),
        ("tables/scores", 32, ["370000", "Shandong", "10", "6", "4", "6", "10", "60"]),
        ("tables/prefectures", 5, ["140000", "Shanxi", "2018", "2022", "Acceptance results", "4", "0"]),
        ("years/2021/cells", 64, None),
    ],
)
def test_what_charts_and_tables_show_is_saved(
    client: Client, survey: None, name: str, count: int, row: list[str] | None
) -> None:
    release_rules("cleaner-production")
    head, *rows = table(client, f"/en/cleaner-production/{name}.csv")
    assert (len(rows), {len(each) for each in rows}) == (count, {len(head)})
    assert row is None or row in rows
    assert client.get(f"/cleaner-production/{name}.csv?form=xlsx").content.startswith(b"PK")
    page = "/en/cleaner-production/" if name.startswith("tables") else "/en/cleaner-production/years/2021/"
    assert f'href="/en/cleaner-production/{name}.csv?form=xlsx"' in words(client, page)


def test_tables_that_are_not_there_are_not_found(client: Client, survey: None) -> None:
    for path in ("tables/x.csv", "years/1999/cells.csv"):
        assert client.get(f"/cleaner-production/{path}").status_code == 404


@pytest.mark.usefixtures("survey")
def test_cells_of_a_unit_and_its_prefectures_are_saved_as_csv_and_as_a_workbook_without_formulas(
    client: Client,
) -> None:
    Finding.objects.filter(unit="140000", place="").update(source="=1+1")
    path = "/en/cleaner-production/provinces/140000/cells.csv"
    head, *lines = csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig")))
    assert len(lines) == Finding.objects.filter(unit="140000", replaced_at=None).count()
    assert {line[head.index("Place")] for line in lines} > {""}
    assert "'=1+1" in {line[head.index("Source")] for line in lines}
    book = client.get(path, {"form": "xlsx"})
    assert book.headers["Content-Disposition"].endswith('production-140000.xlsx"')
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(lines) + 1
    assert ("<t>=1+1</t>" in sheet, "<f>" in sheet) == (True, False)
    assert f"{path}?form=xlsx" in html.unescape(client.get("/en/cleaner-production/provinces/140000/").content.decode())
    assert client.get("/cleaner-production/provinces/999999/cells.csv").status_code == 404
