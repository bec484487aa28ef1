"""Rows of doubt at the command line: listed with their candidates, answered, passed on, answered otherwise (REC-4)."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.records.queries import count_records_of
from qingce.doors.cli.main import main
from qingce.shared.parties.enums import NOBODY
from tests.factories import penalty, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-4")]
NEAR = {"enterprise_name": "绍兴样申印染有限公司", "uscc": ""}
SIGNED = ("--by", "复核员", "--reason", "同一地址")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments])


@pytest.fixture
def known() -> int:
    take_in(penalty())
    return Enterprise.objects.get().pk


@pytest.fixture
def question(known: int) -> str:
    assert known
    take_in(penalty(**NEAR, doc_no="柯环罚〔2024〕8号"))
    return str(MatchQuestion.objects.get().pk)


def test_review_lists_questions_with_their_candidates(question: str, known: int) -> None:
    told = run("review").stdout
    assert told.startswith(f"{question}\t绍兴样申印染有限公司\t")
    assert f"\t{known}\t绍兴样甲印染有限公司\t" in told
    (row,) = json.loads(run("review", "--format", "json").stdout)
    assert (row["question"], row["rows"], row["candidates"][0]["enterprise"]) == (int(question), 1, known)
    assert run("review", "--batch", "999").stdout.strip() == "No question waits."


def test_answer_same_puts_the_rows_to_the_enterprise(question: str, known: int) -> None:
    told = run("answer", question, "same", str(known), *SIGNED)
    assert (told.exit_code, count_records_of([known], actor=NOBODY)) == (0, {known: 2})
    assert run("review").stdout.strip() == "No question waits."


def test_answer_given_before_is_told_and_changed_only_when_asked(question: str, known: int) -> None:
    run("answer", question, "same", str(known), *SIGNED)
    again = run("answer", question, "new", *SIGNED)
    assert (again.exit_code, "复核员" in again.stderr) == (2, True)
    assert run("answer", question, "new", *SIGNED, "--again").exit_code == 0
    assert count_records_of([known], actor=NOBODY) == {known: 1}


def test_answer_pass_keeps_the_note_for_colleagues(question: str) -> None:
    assert run("answer", question, "pass", "--by", "复核员").exit_code == 2
    assert run("answer", question, "pass", "--by", "复核员", "--reason", "地址看不清").exit_code == 0
    assert "复核员: 地址看不清" in run("review").stdout


@pytest.mark.parametrize("said", [("same",), ("new", "1"), ("pass", "1")])
def test_answer_needs_an_enterprise_for_same_only(question: str, said: tuple[str, ...]) -> None:
    told = run("answer", question, *said, *SIGNED)
    assert (told.exit_code, told.stderr.strip()) == (
        2, "Say `same` with the number of the enterprise; `new` and `pass` stand alone.",
    )  # fmt: skip
    assert run("review").stdout.startswith(f"{question}\t")
