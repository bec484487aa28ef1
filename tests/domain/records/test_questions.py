"""Rows of doubt: held, asked, answered by people, and what follows for later rows (REC-4)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from qingce.domain.enterprises.actions import pass_on
from qingce.domain.enterprises.answering import AnsweredAlready, AnswerUnsigned, NoLongerAsked
from qingce.domain.enterprises.enums import AskReason, QuestionState
from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.enterprises.queries import (
    Wanted,
    count_waiting,
    get_enterprise,
    next_question,
    question_detail,
    waiting_questions,
)
from qingce.domain.records.actions import answer_question, undo_batch
from qingce.domain.records.models import HeldRow, Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries import count_records_of, records_of
from qingce.domain.records.tasks import accept_likely
from qingce.shared.intake.queries import get_batch
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import SYSTEM, operator
from tests.factories import penalty, take_in, work

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NEAR = {"enterprise_name": "绍兴样申印染有限公司", "uscc": ""}  # one character beside 绍兴样甲印染有限公司


def known() -> int:
    take_in(penalty())
    return Enterprise.objects.get(uscc=penalty()["uscc"]).pk


def asked(*rows: dict[str, str]) -> tuple[int, MatchQuestion]:
    report = take_in(*(rows or (penalty(**NEAR, doc_no="柯环罚〔2024〕8号"),)))
    assert report.batch_id is not None
    assert report.rows_held == len(rows or (1,))
    return report.batch_id, MatchQuestion.objects.latest("pk")


def same(question: int, enterprise: int, **values: bool) -> int:
    return answer_question(question, same_as=enterprise, actor=operator("复核员"), reason="同一地址", at=AT, **values)


def new(question: int, **values: bool) -> int:
    return answer_question(question, same_as=None, actor=operator("复核员"), reason="另一家", at=AT, **values)


def visible() -> int:
    return Record.objects.filter(visible_to(NOBODY)).count()


@pytest.mark.requirement("REC-4")
def test_row_of_doubt_is_held_unseen_and_asked_once() -> None:
    enterprise = known()
    batch, question = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕8号"), penalty(**NEAR, doc_no="柯环罚〔2024〕9号"))
    assert (Enterprise.objects.count(), visible(), HeldRow.objects.count()) == (1, 1, 2)
    detail = question_detail(question.pk, actor=SYSTEM)
    assert (detail.row.why, detail.row.rows, detail.row.batch_id) == (AskReason.NEAR, 2, batch)
    assert [each.enterprise.id for each in detail.choices] == [enterprise]
    assert count_waiting(Wanted(), actor=SYSTEM)[:2] == (1, 2)


@pytest.mark.requirement("REC-4")
def test_same_joins_by_alias_and_later_rows_are_not_asked() -> None:
    enterprise = known()
    batch, question = asked()
    own = same(question.pk, enterprise)
    assert (visible(), get_batch(batch).rows_held, get_batch(batch).rows_new) == (2, 0, 1)
    assert count_records_of([enterprise], actor=NOBODY) == {enterprise: 2}
    assert {row.enterprise_name for row in records_of(enterprise, actor=NOBODY)} == {"绍兴样甲印染有限公司"}
    assert get_enterprise(own, actor=NOBODY).row.canonical_id == enterprise
    later = take_in(penalty(**NEAR, doc_no="柯环罚〔2025〕1号"))
    assert (later.rows_new, later.rows_held) == (1, 0)
    assert count_records_of([enterprise], actor=NOBODY) == {enterprise: 3}


def test_same_document_of_the_known_enterprise_is_met_not_doubled() -> None:
    enterprise = known()
    batch, question = asked(penalty(**NEAR))
    same(question.pk, enterprise)
    assert (visible(), get_batch(batch).rows_known) == (1, 1)
    later = take_in(penalty(doc_no="柯环罚〔2024〕7号", fine_cny="1"), penalty(**NEAR, fine_cny="2"))
    assert (later.rows_new, later.rows_known) == (0, 2)


@pytest.mark.requirement("REC-4")
def test_new_stands_for_itself_and_later_rows_go_there() -> None:
    enterprise = known()
    _, question = asked()
    own = new(question.pk)
    assert get_enterprise(own, actor=NOBODY).row.canonical_id is None
    later = take_in(penalty(**NEAR, doc_no="柯环罚〔2025〕1号"))
    assert (later.rows_new, later.rows_held) == (1, 0)
    assert count_records_of([enterprise, own], actor=NOBODY) == {enterprise: 1, own: 2}


def test_answer_can_be_changed_both_ways() -> None:
    enterprise = known()
    _, question = asked()
    own = new(question.pk)
    assert same(question.pk, enterprise, again=True) == own
    assert count_records_of([enterprise], actor=NOBODY) == {enterprise: 2}
    assert new(question.pk, again=True) == own
    assert count_records_of([enterprise, own], actor=NOBODY) == {enterprise: 1, own: 1}
    question.refresh_from_db()
    assert question.state == QuestionState.NEW


def test_second_person_is_told_who_answered() -> None:
    enterprise = known()
    _, question = asked()
    same(question.pk, enterprise)
    with pytest.raises(AnsweredAlready) as told:
        new(question.pk)
    assert told.value.params["by"] == "复核员"
    assert visible() == 2


def test_equal_questions_of_other_files_get_the_same_answer() -> None:
    enterprise = known()
    asked()
    _, second = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕9号"))
    same(second.pk, enterprise)
    assert (visible(), count_waiting(Wanted(), actor=SYSTEM)[0]) == (3, 0)
    assert count_records_of([enterprise], actor=NOBODY) == {enterprise: 3}


@pytest.mark.requirement("REC-4")
def test_code_under_another_name_is_asked_and_a_new_one_leaves_the_code() -> None:
    enterprise = known()
    _, question = asked(penalty(enterprise_name="毫不相干机械厂", doc_no="柯环罚〔2024〕9号"))
    assert question.why == AskReason.CODE_OTHER_NAME
    own = new(question.pk)
    codes = dict(Enterprise.objects.values_list("pk", "uscc"))
    assert (codes[own], codes[enterprise]) == (None, "91000000MA0000001R")
    again = take_in(penalty(enterprise_name="毫不相干机械厂", doc_no="柯环罚〔2024〕10号"))
    assert (again.rows_held, again.rows_new) == (0, 1)
    assert count_records_of([own], actor=NOBODY) == {own: 2}


def test_question_passed_on_comes_first_with_its_note() -> None:
    known()
    _, question = asked()
    asked(penalty(enterprise_name="毫不相干机械厂", doc_no="柯环罚〔2024〕9号"))
    with pytest.raises(AnswerUnsigned):
        pass_on(question.pk, note=" ", actor=operator("复核员"), at=AT)
    pass_on(question.pk, note="地址看不清", actor=operator("复核员"), at=AT)
    first, second = waiting_questions(Wanted(), actor=SYSTEM)
    assert (first.id, first.note, first.answered_by) == (question.pk, "地址看不清", "复核员")
    assert next_question(Wanted(), after=first.id, actor=SYSTEM) == second.id
    assert next_question(Wanted(), after=second.id, actor=SYSTEM) == first.id
    assert [row.id for row in waiting_questions(Wanted(why=AskReason.CODE_OTHER_NAME), actor=SYSTEM)] == [second.id]


def test_next_question_walks_through_the_list_and_begins_again() -> None:
    known()
    _, question = asked()
    passed = {"state": QuestionState.PASSED_ON, "note": "看不清"}
    ways = [
        {},
        {},
        passed | {"answered_by": "复核员"},
        passed | {"answered_by": "另一位"},
        {"best_score": Decimal("0.31")},
    ]
    for number, way in enumerate(ways):
        values = {each.attname: getattr(question, each.attname) for each in question._meta.fields if each.name != "id"}
        MatchQuestion.objects.create(**(values | {"key": bytes([number] * 16)} | way))
    for actor in (operator("复核员"), operator("另一位"), SYSTEM):
        listed = [row.id for row in waiting_questions(Wanted(), actor=actor)]
        assert len(listed) == len(ways) + 1
        pairs = zip(listed, [*listed[1:], listed[0]], strict=True)
        assert all(next_question(Wanted(), actor=actor, after=here) == there for here, there in pairs)
        assert next_question(Wanted(), actor=actor) == listed[0]
        paged = [waiting_questions(Wanted(), actor=actor, start=start, count=2) for start in (0, 2, 4, 6)]
        assert [row.id for page in paged for row in page] == listed
    only_passed = Wanted(state=QuestionState.PASSED_ON, least_score=Decimal("0.3"))
    assert waiting_questions(only_passed, actor=SYSTEM) == []


def test_batch_undone_asks_no_more_and_asks_again_when_it_comes_back() -> None:
    known()
    batch, question = asked()
    undo_batch(batch, actor=operator("复核员"), reason="文件发错了地区", at=AT)
    assert count_waiting(Wanted(), actor=SYSTEM)[0] == 0
    with pytest.raises(NoLongerAsked):
        new(question.pk)
    again, _ = asked()
    assert (again != batch, count_waiting(Wanted(), actor=SYSTEM)[:2]) == (True, (1, 1))


def test_likeliest_are_accepted_by_the_worker_and_an_answer_given_meanwhile_stays() -> None:
    enterprise = known()
    _, first = asked()
    _, second = asked(penalty(enterprise_name="毫不相干机械厂", doc_no="柯环罚〔2024〕9号"))
    new(second.pk)
    accept_likely.enqueue([first.pk, second.pk], 0, "复核员", "按得分批量确认")
    work()
    assert count_records_of([enterprise], actor=NOBODY) == {enterprise: 2}
    states = MatchQuestion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [QuestionState.SAME, QuestionState.NEW]


def test_many_rows_of_one_question_are_released_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingce.domain.records.actions import releasing

    monkeypatch.setattr(releasing, "PIECE", 2)
    enterprise = known()
    batch, question = asked(*(penalty(**NEAR, doc_no=f"柯环罚〔2024〕{n}号") for n in range(10, 15)))
    same(question.pk, enterprise)
    assert get_batch(batch).rows_held == 3
    work()
    assert (get_batch(batch).rows_held, get_batch(batch).rows_new, visible()) == (0, 5, 6)


def test_held_row_becomes_the_record_that_the_file_would_have_made() -> None:
    rows = [penalty(doc_no="柯环罚〔2024〕20号"), penalty(doc_no="", title="另一项", details="", fine_cny="1万元")]
    take_in(*({**row, "enterprise_name": "毫无关系丁厂", "uscc": ""} for row in rows))
    plain = [_columns(pk) for pk in Record.objects.order_by("-doc_no").values_list("pk", flat=True)]
    known()
    _, question = asked(*({**row, "enterprise_name": "毫无关系戊厂", "uscc": penalty()["uscc"]} for row in rows))
    own = new(question.pk)
    records = Record.objects.filter(enterprise_id=own).order_by("-doc_no").values_list("pk", flat=True)
    assert [_columns(pk) for pk in records] == plain


def _columns(pk: int) -> dict[str, object]:
    record = Record.objects.get(pk=pk)
    left = {"id", "enterprise_id", "identity_key", "content_key", "batch_id", "created_at", "salt", "statement_hash"}
    kept = {each.attname: getattr(record, each.attname) for each in Record._meta.fields if each.attname not in left}
    measured = [(m.pollutant, m.value, m.limit) for m in record.measurements.all()]
    return kept | {"measured": measured, "violations": [v.category for v in record.violations.all()]}


def test_score_is_told_as_it_was() -> None:
    known()
    _, question = asked()
    detail = question_detail(question.pk, actor=SYSTEM)
    assert detail.choices[0].score == detail.row.best_score > Decimal("0.3")
    assert waiting_questions(Wanted(least_score=Decimal("0.999")), actor=SYSTEM) == []
