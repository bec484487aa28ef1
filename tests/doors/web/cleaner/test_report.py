"""The yearly report: counted from cells and samples, the same on the page, in the document and in the files (CPA-5)."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import take_in_survey, write_recommendations
from qingce.domain.cleaner_production.enums import CodedAs
from qingce.domain.cleaner_production.errors import FindingChanged, FindingNotFound, SurveyWrong
from qingce.domain.cleaner_production.models import ReportText
from qingce.domain.cleaner_production.queries import Told, read_report, report_years
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.errors import DutyMissing
from qingce.shared.parties.queries import operator
from tests.domain.cleaner_production.surveying import coded, given, sample_of
from tests.factories import AT, acting, release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-5")]
PAGE = "/en/cleaner-production/reports/2022/"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    take_in_survey(operator("test"), at=AT)


def words(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def lines(client: Client, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))


def test_findings_are_counted_with_their_denominators() -> None:
    found = {each.told: (each.proportion.count, each.proportion.of) for each in read_report(2022).findings}
    assert found[Told.ROSTER] == (21, 32)
    assert found[Told.BOTH] == (2, 32)
    assert found[Told.ALL] == (1, 32)
    assert found[Told.GROUNDS] == (4, 21)
    assert found[Told.PUBLISHED] == (83, 620)
    assert found[Told.COMPLETE] == (10, 83)


def test_changes_are_those_between_the_last_two_years() -> None:
    report = read_report(2022)
    assert {each.cell.year for each in report.changes} == {2022}
    before = {each.cell.unit for each in report.changes if each.cell.list == "roster"}
    assert "340000" in before
    assert read_report(2018).changes == []
    assert list(report_years()) == [2022, 2021, 2020, 2019, 2018]
    with pytest.raises(FindingNotFound):
        read_report(2017)


def test_page_tells_method_laws_and_where_each_figure_comes_from(client: Client) -> None:
    release_rules("cleaner-production")
    page = words(client)
    assert "For 2022, 21 of 32 units published their audit roster" in page
    assert '<a href="/en/cleaner-production/years/2022/">Units that published the audit roster of the year</a>' in page
    assert "13.4%" in page
    assert "10.9%–16.3%" in page
    assert "were chosen, not drawn" in page
    assert "Telephone each provincial unit" in page
    assert "Cleaner Production Promotion Law: passed" in page
    assert "None are written for this year yet." in page
    assert "Beijing: 10 of 10 lists published, 0 left to lower levels" in page
    assert '2021</a></th><td data-label="1">0</td>' in page
    assert '<td data-label="1+2+3">7</td>' in page
    assert words(client, "/en/cleaner-production/reports/2017/", 404)


def test_tables_are_downloaded(client: Client) -> None:
    rows = lines(client, f"{PAGE}findings.csv")
    assert rows[1][1:] == ["21", "32", "0.6562", "", ""]
    assert [row[1:3] for row in rows if row[0].startswith("Sampled")] == [["83", "620"]]
    assert len(lines(client, f"{PAGE}changes.csv")) == len(read_report(2022).changes) + 1


def test_tables_of_a_report_tell_its_years_only(client: Client) -> None:
    release_rules("cleaner-production")
    early = "/en/cleaner-production/reports/2019/"
    for name, count in (("matrix", 64), ("counts", 4), ("types", 2), ("scores", 32), ("prefectures", 5)):
        assert len(lines(client, f"{early}tables/{name}.csv")) == count + 1
        assert f'href="{early}tables/{name}.csv?form=xlsx"' in words(client, early)
    scores = {row[0]: row[2:] for row in lines(client, f"{early}tables/scores.csv")}
    assert scores["370000"] == ["4", "3", "1", "3", "4", "75"]
    for path in (f"{early}tables/x.csv", "/en/cleaner-production/reports/1999/tables/counts.csv"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_document_says_what_the_page_does(client: Client, language: str) -> None:
    release_rules("cleaner-production", at=timezone.now() - timedelta(days=1))
    write_recommendations(operator("test"), 2022, "请标明情形。", "Name the grounds.", seen=0, at=timezone.now())
    answer = client.post(f"{'/en' if language == 'en' else ''}/cleaner-production/reports/2022/document/")
    issued = IssuedDocument.objects.get()
    assert (answer.status_code, issued.code in answer.headers["Location"]) == (302, True)
    text = re.sub(r"\s+", "", "".join(issued.texts or []))
    wanted = {
        "en": ("Namethegrounds.", "10.9%–16.3%", "21+1/32", "Beijing", "√", "BJ100%", "20210000007186"),
        "zh": ("请标明情形。", "10.9%–16.3%", "21+1/32", "北京市", "√", "北京100%", "20210000007186"),
    }[language]
    assert [each for each in wanted if each not in text] == []
    assert "〓" not in text
    where = answer.headers["Location"]
    assert client.get(f"{where}document.pdf").getvalue().startswith(b"%PDF")
    word = docx.Document(io.BytesIO(client.get(f"{where}document.docx").content))
    said = [each._inline.docPr.get("descr") for each in word.inline_shapes]  # no name for it
    best = {"en": "BJ 100%", "zh": "北京 100%"}[language]
    assert (len(said), "2022 21 1 32" in said[0], best in said[3]) == (4, True, True)
    assert [cell.text for cell in word.tables[1].rows[-1].cells] == ["2022", "21", "1", "32"]  # beside its picture
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in word.tables[1].rows]
    assert kept == [True] * 5 + [None]  # and on the same page


def test_document_is_asked_for_from_here_only(client: Client) -> None:
    assert client.post(f"{PAGE}document/", headers={"origin": "https://evil.example"}).status_code == 403
    assert not IssuedDocument.objects.exists()


def test_drawn_survey_takes_the_place_of_the_printed_figures(client: Client) -> None:
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    one = acting(staff_member(StaffRole.REVIEWER, email="one@example.org"))
    sample = sample_of(given(lead, one, lead))
    coded(one, sample[0], CodedAs.COMPLETE)
    coded(lead, sample[0], CodedAs.COMPLETE)
    coded(one, sample[1])
    coded(lead, sample[1])
    found = {each.told: (each.proportion.count, each.proportion.of) for each in read_report(2022).findings}
    assert (found[Told.PUBLISHED], found[Told.COMPLETE], found[Told.INCOMPLETE]) == ((1, 2), (1, 1), (0, 1))
    page = words(client)
    assert ("1.00" in page, "2 of 3 sampled enterprises are coded so far." in page) == (True, True)


def test_recommendations_are_written_by_who_leads_and_nothing_is_overwritten() -> None:
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    first = write_recommendations(lead, 2022, "甲", "", seen=0, at=AT)
    with pytest.raises(FindingChanged):
        write_recommendations(lead, 2022, "乙", "", seen=0, at=AT)
    write_recommendations(lead, 2022, "乙", "", seen=first, at=AT)
    assert (read_report(2022).text.zh, ReportText.objects.count()) == ("乙", 2)
    with pytest.raises(SurveyWrong):
        write_recommendations(lead, 2022, "长" * 10_001, "", seen=0, at=AT)
    reviewer = acting(staff_member(StaffRole.REVIEWER, email="one@example.org"))
    with pytest.raises(DutyMissing):
        write_recommendations(reviewer, 2022, "丙", "", seen=0, at=AT)


def test_office_keeps_recommendations() -> None:
    client = Client()
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    page = "/en/office/cleaner-production/reports/2022/"
    assert "Recommendations of the report on 2022" in words(client, page)
    assert client.post(page, {"recommendations_zh": "长" * 10_001, "seen": "0"}).status_code == 422
    client.post(page, {"recommendations_zh": "请公开。", "recommendations_en": "Publish.", "seen": "0"})
    assert "Publish." in words(client)
    here = Client()
    here.force_login(staff_member(StaffRole.SENIOR_REVIEWER, email="here@example.org", area="320000"))
    assert here.get(page).status_code == 403


def test_report_takes_as_many_queries_for_one_year_as_for_five() -> None:
    counts = []
    for year in (2018, 2022):
        with CaptureQueriesContext(connection) as asked:
            read_report(year)
        counts.append(len(asked))
    assert counts == [4, 4]
