"""What waits is released whole or not at all, and nobody's doubt is decided by a score (REC-3, REC-4)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import pytest

from qingce.domain.enterprises.actions import pass_on
from qingce.domain.enterprises.enums import AskReason, QuestionState
from qingce.domain.enterprises.models import MatchQuestion
from qingce.domain.enterprises.queries import Wanted, count_waiting, next_question, waiting_questions
from qingce.domain.records.actions import accept_questions, answer_question, releasing, undo_batch
from qingce.domain.records.actions.file_rows import FileRows
from qingce.domain.records.enums import FIELDS
from qingce.domain.records.models import HeldRow, Record
from qingce.domain.records.permissions import visible_to
from qingce.shared.intake.queries import ROW, Table, canonical_mapping
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import SYSTEM, operator
from tests.factories import hostile, key_unit, penalty, pseudonymous, take_in, work

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NEAR = {"enterprise_name": "绍兴样申印染有限公司", "uscc": ""}
TWINS = {"enterprise_name": "绍兴远山纺织有限公司", "county": "浙江省绍兴市柯桥区"}


def visible() -> int:
    return Record.objects.filter(visible_to(NOBODY)).count()


def asked(*rows: dict[str, str]) -> MatchQuestion:
    assert take_in(*rows).rows_held == len(rows)
    return MatchQuestion.objects.latest("pk")


@pytest.mark.requirement("REC-3")
def test_rows_of_a_batch_undone_before_the_worker_came_stay_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "PIECE", 2)
    take_in(penalty())
    question = asked(*(penalty(**NEAR, doc_no=f"柯环罚〔2024〕{n}号") for n in range(10, 15)))
    answer_question(question.pk, same_as=None, actor=operator("复核员"), reason="另一家", at=AT)
    assert visible() == 3
    undo_batch(question.batch_id, actor=operator("复核员"), reason="文件发错了地区", at=AT)
    work()
    assert (visible(), HeldRow.objects.filter(released_at=None).count()) == (1, 3)


@pytest.mark.requirement("REC-4")
def test_score_does_not_decide_between_two_that_fit_equally() -> None:
    for code in ("91000000MA0000001R", "91310000QCE000019Q"):
        take_in(key_unit(**TWINS, uscc=code))
    question = asked(penalty(enterprise_name=TWINS["enterprise_name"], uscc=""))
    assert (question.why, question.best_score > Decimal("0.9")) == (AskReason.SEVERAL, True)
    likely = Wanted(least_score=Decimal("0.5"))
    assert count_waiting(likely, actor=SYSTEM)[0] == 0
    assert accept_questions(likely, actor=operator("复核员"), reason="按得分批量确认") == 0


@pytest.mark.requirement("REC-4")
@pytest.mark.parametrize(("rival", "count"), [("0.100", 1), ("0.990", 0)])
def test_score_does_not_decide_where_a_rival_is_near(rival: str, count: int) -> None:
    take_in(penalty())
    question = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕8号"))
    question.ranked = [*question.ranked, {**question.ranked[0], "score": rival}]
    question.rival_score = Decimal(rival)
    question.save()
    assert count_waiting(Wanted(least_score=question.best_score), actor=SYSTEM)[0] == count


@pytest.mark.requirement("REC-4")
def test_score_does_not_settle_the_doubt_of_a_colleague() -> None:
    take_in(penalty())
    question = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕8号"))
    likely = Wanted(least_score=question.best_score)
    assert accept_questions(likely, actor=operator("复核员"), reason="按得分批量确认") == 1
    pass_on(question.pk, note="地址看不清", actor=operator("复核员"), at=AT)  # before the worker comes
    work()
    question.refresh_from_db()
    assert (question.state, count_waiting(likely, actor=SYSTEM)[0]) == (QuestionState.PASSED_ON, 0)


@pytest.mark.requirement("REC-4")
def test_question_passed_on_comes_first_to_others_and_last_to_who_was_not_sure() -> None:
    take_in(penalty())
    first = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕8号")).pk
    second = asked(penalty(enterprise_name="毫不相干机械厂", doc_no="柯环罚〔2024〕9号")).pk
    pass_on(first, note="地址看不清", actor=operator("复核员"), at=AT)
    assert [row.id for row in waiting_questions(Wanted(), actor=operator("复核员"))] == [second, first]
    assert [row.id for row in waiting_questions(Wanted(), actor=operator("另一位"))] == [first, second]
    assert (next_question(Wanted(), actor=operator("复核员")), next_question(Wanted(), actor=operator("另一位"))) == (
        second,
        first,
    )


@pytest.mark.requirement("REC-3", "REC-5")
def test_record_undone_with_its_batch_comes_back_with_the_answer_that_meets_it() -> None:
    take_in(penalty())
    known = Record.objects.get().enterprise_id
    undone = take_in(penalty(doc_no="柯环罚〔2024〕8号")).batch_id
    assert undone is not None
    undo_batch(undone, actor=operator("复核员"), reason="文件发错了地区", at=AT)
    question = asked(penalty(**NEAR, doc_no="柯环罚〔2024〕8号"))
    answer_question(question.pk, same_as=known, actor=operator("复核员"), reason="同一地址", at=AT)
    assert visible() == 2
    assert set(Record.objects.values_list("batch_id", flat=True)) >= {question.batch_id}


WRITTEN_OTHERWISE = {
    "fine_cny": "1.5万元",
    "published_on": "2024年3月2日",
    "former_names": "旧名甲厂;旧名乙厂",
    "listed": "是",
    "laws": "《水污染防治法》第八十三条\n第二款",
}
ROWS = [
    penalty(),
    penalty(**WRITTEN_OTHERWISE),
    penalty(violations="", description="夜间偷排 “酸洗” 废水\t二次", measurements="", quantities=""),
    key_unit(),
    key_unit(enterprise_name="绍兴某*材料厂", uscc="9133****1R"),
    pseudonymous(),
    hostile(),
]


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("row", ROWS)
def test_held_row_reads_back_exactly_as_it_came(row: dict[str, str]) -> None:
    frame = pl.DataFrame({ROW: [7], **{name: [text] for name, text in row.items()}}, schema_overrides={ROW: pl.UInt32})
    rows = FileRows(canonical_mapping(FIELDS), AT.date(), "zh")
    (part,) = rows.parts(Table("", tuple(row), frame))
    assert len(part.readings) == 1
    kept = [HeldRow(row=7, cells=json.loads(json.dumps(part.cells({7})[7])))]
    assert releasing.readings_of(kept, at=AT) == part.readings
