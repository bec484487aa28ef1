"""Versions of the rules in the office, and what another version would change over the whole database (POL-3)."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import confirm_facts
from qingce.domain.removal.columns.following import build_all
from qingce.domain.removal.enums import StatedViolation
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.queries import rulebook_folder
from tests.factories import AT, key_unit, penalty, release_rules, staff_member, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-3")]
WHO = operator("审核组")
OLD, NEW = "removal/2017-06-01", "removal/2027-01-01"
DIFF = f"/en/office/rules/diff/?old={OLD}&new={NEW}"
FORMULA = "=HYPERLINK(0)"


def signed_in(role: StaffRole = StaffRole.REVIEWER, *, area: str = "", email: str = "a@example.org") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff_member(role, area=area, email=email))
    return client


@pytest.fixture
def office() -> Client:
    return signed_in()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder of rules of its own: as released, and a later version in which a record is old after one year."""
    settings.HOME = tmp_path / "home"
    release_rules()
    root = tmp_path / "rules"
    shutil.copytree(rulebook_folder() / "removal", root / "removal")
    settings.RULEBOOKS = root
    later = root / "removal" / "2027-01-01"
    shutil.copytree(root / "removal" / "2017-06-01", later, ignore=shutil.ignore_patterns("cases"))
    head = later / "book.toml"
    head.write_text(head.read_text("utf-8").replace("2017-06-01", NEW[-10:]), "utf-8")
    for path in later.glob("*.toml"):
        text = path.read_text("utf-8")
        start, period, rest = text.partition("[parameter.removal-period]")
        path.write_text(start + period + rest.replace("value = 3", "value = 1", 1), "utf-8")
    return root


@pytest.fixture
def records(folder: Path) -> list[Record]:
    """Two decisions that the new version takes off-site, one of them confirmed, and one that it leaves."""
    take_in(penalty(), penalty(doc_no="8号", title=FORMULA), key_unit())
    first, second, *_ = found = list(Record.objects.order_by("pk"))
    exceeds = StatedViolation("", {"matters": ["exceedance"]})
    confirm_facts(second.pk, [exceeds], seen=0, actor=WHO, at=AT)
    build_all()
    assert first.type == "supervision"
    return found


def page(client: Client, address: str = DIFF, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_matrix_says_how_many_come_from_which_outcome_to_which(office: Client, records: list[Record]) -> None:
    text = page(office)
    assert "Of 3 violations 2 would come to another outcome." in text
    counts = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text)
    assert counts == [
        ("violations looked at", "3"),
        ("of them by confirmed facts", "1"),
        ("by suggestions", "2"),
        ("would change", "2"),
    ]
    [matrix] = re.findall(r'<section class="section" aria-labelledby="matrix">.*?</section>', text)
    rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', matrix)
    assert [(title, re.findall(r">(\d+)<", cells)) for title, cells in rows] == [
        ("Removal does not apply", ["1", "0"]),
        ("Third-party on-site audit", ["0", "2"]),
    ]
    assert "parameter.removal-period" in text


def test_list_names_each_record_that_changes_and_what_it_rests_on(office: Client, records: list[Record]) -> None:
    text = page(office)
    [changed] = re.findall(r'<section class="section" aria-labelledby="list">.*?</section>', text)
    assert re.findall(r'href="/en/records/(\d+)/"', changed) == [str(each.pk) for each in records[:2]]
    assert changed.count(">suggested from the text<") == 1
    assert changed.count(">confirmed by a person<") == 1
    narrowed = page(office, f"{DIFF}&before=on-site&after=unknown")
    assert "None." in narrowed
    assert page(office, f"{DIFF}&before=on-site&after=off-site").count('lang="zh-Hans">废水') == 1


def test_downloads_hold_all_and_no_formula(office: Client, records: list[Record]) -> None:
    withdraw_record(records[0].pk, actor=WHO, reason="判决撤销", at=AT)  # the columns do not know it yet
    for name, first in (
        ("changed", [str(records[0].pk), "1", "suggested from the text", "Third-party on-site audit"]),
        ("counts", ["Third-party on-site audit", "Off-site document review", "2"]),
    ):
        answer = office.get(DIFF.replace("diff/?", f"diff/{name}.csv?"))
        lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
        assert lines[1][: len(first)] == first
        assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert "withdrawn meanwhile" in page(office)


def test_very_long_list_comes_in_parts(office: Client, records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingce.doors.web.office.rules_diff.PART", 1)
    parts = re.findall(r'href="(/en/office/rules/diff/changed.csv[^"]+)">CSV (\d)<', page(office))
    assert [number for _address, number in parts] == ["1", "2"]
    files = [office.get(address.replace("&amp;", "&")).content.decode().splitlines() for address, _number in parts]
    assert [file[1].split(",")[0] for file in files] == [str(each.pk) for each in records[:2]]
    assert [len(file) for file in files] == [2, 2]
    assert office.get(DIFF.replace("diff/?", "diff/changed.csv?") + f"&part={10**14}").status_code == 200


@pytest.mark.requirement("ACC-2")
def test_list_holds_only_records_of_the_area(records: list[Record]) -> None:
    near = signed_in(area="330600", email="n@example.org")
    far = signed_in(area="110000", email="f@example.org")
    assert page(near).count("/en/records/") == 2
    text = page(far)
    assert ("/en/records/" in text, "the list holds only records of your area" in text) == (False, True)
    answer = far.get(DIFF.replace("diff/?", "diff/changed.csv?"))
    assert len(answer.content.decode().splitlines()) == 1
    liaison = signed_in(StaffRole.BRAND_LIAISON, email="l@example.org")
    assert [liaison.get(each).status_code for each in ("/office/rules/", DIFF)] == [403, 403]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"/en/office/rules/diff/?old={OLD}&new=removal/1999-01-01", "There is no version removal/1999-01-01"),
        (f"/en/office/rules/diff/?old={OLD}&new=../../etc/passwd", "There is no version ../../etc/passwd"),
        ("/en/office/rules/diff/", "There is no version"),
        (f"{DIFF}&on=2026-02-30", "is no day"),
        (f"{DIFF}&on=9999-01-01", "is no day"),
    ],
)
def test_wrong_address_says_what_is_wrong(office: Client, folder: Path, address: str, told: str) -> None:
    assert told in page(office, address, 422)
    assert office.get(address.replace("diff/", "diff/changed.csv")).status_code in (400, 404)


def test_another_book_cannot_be_compared(office: Client, records: list[Record]) -> None:
    release_rules_of_disclosure = "disclosure/2020-03-09"
    shutil.copytree(Path("rulebook/disclosure"), rulebook_folder() / "disclosure")
    address = f"/en/office/rules/diff/?old={release_rules_of_disclosure}&new={release_rules_of_disclosure}"
    assert "cannot be compared over the database" in page(office, address, 422)


def test_list_of_versions_tells_released_ready_and_broken(office: Client, folder: Path) -> None:
    text = page(office, "/en/office/rules/")
    assert re.search(r'<a href="/en/rules/removal/2017-06-01/">2017-06-01</a>.*?released on 20 November 2026', text)
    assert re.search(r'<th scope="row">2027-01-01</th>.*?<strong>not released</strong>', text)
    (folder / "removal" / "2027-01-01" / "broken.toml").write_text("[fact.x]\n", "utf-8")
    text = page(office, "/en/office/rules/")
    assert "removal/2027-01-01/broken.toml" not in text.split("What lies in the folder cannot be read")[0]
    assert "broken.toml" in text.split("What lies in the folder cannot be read")[1]
    assert "released on 20 November 2026" in text
    assert page(office, status=422).count("broken.toml") == 1


def test_folder_that_differs_from_the_release_is_told(office: Client, folder: Path) -> None:
    head = folder / "removal" / "2017-06-01" / "book.toml"
    head.write_text(head.read_text("utf-8").replace("en = ", "en =  ", 1), "utf-8")
    assert "What lies in the folder is not what was released." in page(office, "/en/office/rules/")


def test_without_anything_the_pages_say_so(office: Client, settings: Settings, tmp_path: Path) -> None:
    settings.RULEBOOKS = tmp_path / "nowhere"
    text = page(office, "/en/office/rules/")
    assert "There are no rules yet" in text
    assert "The folder of the rules is missing" in text


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_however_many_change(office: Client, folder: Path, count: int) -> None:
    take_in(*(penalty(doc_no=f"{n}号", title=f"第{n}项") for n in range(count)))
    build_all()
    page(office)
    with CaptureQueriesContext(connection) as queries:
        page(office)
    assert len(queries) == 11


def test_pages_are_turned_without_deciding_anew(
    office: Client, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    page(office)
    monkeypatch.setattr("qingce.domain.removal.columns.changing.policy_diff", None)
    page(office, f"{DIFF}&page=2")
    monkeypatch.undo()
    confirm_facts(records[0].pk, [StatedViolation("", {"matters": []})], seen=0, actor=WHO, at=AT)
    build_all()
    assert "<dt>of them by confirmed facts</dt><dd>2</dd>" in page(office)
