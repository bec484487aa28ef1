"""The rulebooks for everybody: which there are, what each says, its released bytes, its versions."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.doors.web.rules import books, one_rule, tried
from qingce.pure.rules.loading import read_book
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.models import Release
from tests.factories import AT, release_rules, rule_library
from tests.rule_files import trial_book

pytestmark = [pytest.mark.requirement("POL-1"), pytest.mark.django_db]
TODAY = date(2026, 11, 20)
REMOVAL = "/rules/removal/2017-06-01/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (books, one_rule, tried):
        monkeypatch.setattr(module.timezone, "localdate", lambda: TODAY)


def text_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.content.decode()[:2000])
    return answer.content.decode()


def release(effective_on: str = "2017-06-01", **named: str) -> None:
    release_book(read_book(trial_book(effective_on, **named)), by=PLATFORM, at=AT)


def links(text: str) -> list[str]:
    """The pages of the rules that a page leads to."""
    return sorted(set(re.findall(r'href="((?:/en)?/rules/[^"#?]+)"', text)))


@pytest.mark.parametrize(("prefix", "told"), [("/en", "No rules have been released yet.")])
def test_no_rules_yet_is_said(client: Client, prefix: str, told: str) -> None:
    assert told in text_of(client, f"{prefix}/rules/")


def test_list_tells_source_state_place_and_size_of_each_book(client: Client) -> None:
    release_rules()
    release_rules("agencies")
    text = text_of(client, "/en/rules/")
    for told in (
        "IPE-2017",
        "In force",
        "The whole country",
        "Draft, not in force",
        "宁波市",
        "rows of decision tables",
    ):
        assert told in text, told
    assert text.index("How a record can be removed") < text.index("Draft, not in force")  # drafts come last


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("book", ["agencies", "cleaner-production", "disclosure", "removal", "service"])
def test_every_part_of_a_book_has_its_page(client: Client, book: str, prefix: str) -> None:
    if book not in rule_library().books:
        pytest.skip("this book is not written yet")
    release_rules(book)
    found = [each for each in links(text_of(client, f"{prefix}/rules/{book}/")) if "/try/" not in each]
    assert len(found) > 20
    for path in found:
        text_of(client, path)


def test_table_tells_rows_conditions_clauses_outcomes_and_documents(client: Client) -> None:
    release_rules()
    text = text_of(client, "/en/rules/removal/")
    for told in (
        "Third-party on-site audit › A person decides › Off-site document review",
        "Hazardous waste was stored mixed with other waste",
        "less than 3 t",
        "§2.2.2 (7)",
        "5 working days",
        "Our reading",
    ):
        assert told in text, told


def test_draft_says_on_every_page_that_it_is_not_in_force(client: Client) -> None:
    release_rules("agencies")
    paths = links(text_of(client, "/en/rules/agencies/"))
    for path in [each for each in paths if "/agencies/" in each and "/try/" not in each][:20]:
        assert "Draft, not in force" in text_of(client, path), path
    assert "Draft, not in force" in text_of(client, "/en/rules/agencies/try/")


def test_released_file_has_the_digest_that_the_ledger_states(client: Client) -> None:
    release_rules()
    number_entries(at=AT)
    answer = client.get(f"{REMOVAL}released.json")
    digest = Release.objects.get().digest
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert 'attachment; filename="qingce-rules-removal-2017-06-01.json"' in answer["Content-Disposition"]
    text = text_of(client, REMOVAL)
    assert digest in text
    entry = re.search(r'href="(/ledger/entries/[^"]+)"', text)
    assert entry
    assert digest in text_of(client, client.get(entry[1], follow=True).request["PATH_INFO"])


def test_versions_follow_one_another(client: Client) -> None:
    release()
    release("2026-12-01", limit="5")
    now = text_of(client, "/en/rules/trial/")
    assert "at least 3 t" in now
    assert "In force" in now
    assert ", until 30 November 2026" in now
    later = text_of(client, "/en/rules/trial/2026-12-01/")
    assert "at least 5 t" in later
    assert "Not yet in force" in later
    assert "at least 5 t" in text_of(client, "/en/rules/trial/?version=2026-12-01")
    history = text_of(client, "/en/rules/trial/2026-12-01/parameter/limit/")
    assert re.findall(r'<td data-label="This rule"><span>([^<]+)', history) == ["changed", "stated since this version"]
    same = text_of(client, "/en/rules/trial/2026-12-01/condition/much/")
    assert re.findall(r'<td data-label="This rule"><span>([^<]+)', same) == ["unchanged", "stated since this version"]


def test_row_tells_outcome_conditions_documents_and_worked_examples(client: Client) -> None:
    release_rules()
    text = text_of(client, f"/en{REMOVAL}table/removal/record-wrong/")
    for told in ("Off-site document review", "Goes before", "Documents it takes", "Worked examples", "Our reading"):
        assert told in text, told
    tries = re.findall(r'href="(/en/rules/removal/try/[^"]+)"', text)
    assert tries
    for path in tries:
        text_of(client, path.replace("&amp;", "&"))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    ["nothing/", "removal/2016-01-01/", "removal/2017-06-01/table/x/", "removal/2017-06-01/table/removal/x/",
     "removal/2017-06-01/x/removal/", "removal/2016-01-01/released.json", "removal/try/?table=x", "nothing/try/",
     "removal/2017-06-01/row/removal/", "removal/try/?on=2001-01-01"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str, prefix: str) -> None:
    release_rules()
    text = text_of(client, f"{prefix}/rules/{path}", status=404)
    assert ('lang="en"' if prefix else 'lang="zh-Hans"') in text


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_a_page_does_not_grow_with_the_versions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        release(f"20{27 + number}-01-01" if number else "2017-06-01", limit=str(3 + number))
    row = "/rules/trial/2017-06-01/table/path/much-waste/"
    for path in ("/rules/", "/rules/trial/", row, "/rules/trial/try/?waste_t=3"):
        text_of(client, path)  # every version is read once, and kept in memory
        with django_assert_num_queries(1):
            text_of(client, path)
