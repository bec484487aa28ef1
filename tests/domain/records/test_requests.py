"""Requests for a correction: asked by anybody, clocked, answered in public together with the change itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.records import terms
from qingce.domain.records.actions import (
    add_to_request,
    answer_request,
    ask_correction,
    correct_record,
    erase_contact,
    erase_old_contacts,
    note_request,
    problems_of,
    release_statement,
    withdraw_record,
)
from qingce.domain.records.actions.answering import OutcomeMissing, RequestChanged, TargetMissing
from qingce.domain.records.actions.asking import AlreadyAsked, RequestClosed, RequestIncomplete, new_reference
from qingce.domain.records.actions.changing import CORRECTABLE, NothingToCorrect, ReasonMissing
from qingce.domain.records.enums import EVIDENCE, Answer, Outcome, RequestKind, RequestText, Status
from qingce.domain.records.errors import AlreadyAnswered
from qingce.domain.records.models import CorrectionRequest, Record, RequestContact
from qingce.domain.records.queries import (
    RecordNotFound,
    RequestNotFound,
    count_open_requests,
    get_record,
    oldest_open_request,
    open_requests,
    own_request,
    request_file,
    requests_about,
    staff_request,
)
from qingce.pure.kernel.dates import InvalidDate
from qingce.shared.changes.models import Change
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import NOBODY, Duty
from qingce.shared.parties.queries import SYSTEM, operator, within_duty
from qingce.shared.tallies.errors import CameTooOften
from qingce.shared.tallies.models import HourTally
from tests import hostile_files
from tests.factories import AT, acting, ask, key_unit, penalty, staff_member, take_in
from tests.query_plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-2")]
TODAY = date(2026, 11, 20)


def record(**values: str) -> Record:
    take_in(penalty(**values))
    return Record.objects.order_by("-pk")[0]


def number(secret: str) -> int:
    found = CorrectionRequest.objects.get(reference=own_request(secret, today=TODAY).public.reference)
    return found.pk


def seen(pk: int) -> str:
    return staff_request(pk, today=TODAY, actor=SYSTEM).version


def answered(pk: int, answer: Answer, *, by: str = "复核员") -> None:
    answer_request(pk, answer, seen=seen(pk), actor=operator(by), at=AT + timedelta(days=1))


def kept_file() -> int:
    content = hostile_files.plain_pdf()
    return keep_upload([content], name="判决书.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id


def test_request_is_clocked_in_working_days() -> None:
    asked = record()
    ask(asked)
    [shown] = requests_about(asked.pk, today=TODAY)
    assert (shown.due.on, shown.due.term_workdays, shown.due.workdays_left) == (date(2026, 12, 4), 10, 10)
    assert (shown.kind, shown.outcome, shown.statement) == (RequestKind.WRONG, None, "")
    [late] = requests_about(asked.pk, today=date(2026, 12, 7))
    assert (late.due.workdays_left, late.due.is_overdue) == (-1, True)


def test_term_into_a_year_without_calendar_says_so_until_the_year_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = record()
    ask(asked, at=datetime(2026, 12, 28, 1, 0, tzinfo=UTC))
    [shown] = requests_about(asked.pk, today=date(2026, 12, 28))
    assert (shown.due.on, shown.due.missing_year) == (None, 2027)
    calendar = terms.load_calendar()
    whole = type(calendar)(calendar.years | {2027}, calendar.holidays, calendar.make_up_days)
    monkeypatch.setattr(terms, "load_calendar", lambda: whole)
    [later] = requests_about(asked.pk, today=date(2026, 12, 28))
    assert (later.due.on, later.due.missing_year) == (date(2027, 1, 11), None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"statement": " \u200b\n"}, "statement"),
        ({"statement": "字" * 4001}, "statement"),
        ({"proposed": "字" * 2001}, "proposed"),
        ({"field": "batch"}, "field"),
        ({"email": "no address"}, "email"),
        ({"email": "a@" + "b" * 300 + ".cn"}, "email"),
        ({"name": "名" * 101}, "name"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(said: dict[str, str], field: str) -> None:
    text = RequestText(**{"kind": "wrong", "statement": "有误"} | said)
    assert list(problems_of(text)) == [field]


def test_request_needs_a_public_record() -> None:
    asked = record()
    with pytest.raises(RequestIncomplete):
        ask(asked, statement="")
    withdraw_record(asked.pk, actor=operator("复核员"), reason="重复", at=AT)
    with pytest.raises(RecordNotFound):
        ask(asked)
    assert CorrectionRequest.objects.count() == 0


def test_same_form_twice_is_one_request_and_one_link() -> None:
    asked = record()
    assert ask(asked) == ask(asked)
    assert CorrectionRequest.objects.count() == 1


def test_same_words_in_another_form_are_told_the_reference_but_not_the_link() -> None:
    asked = record()
    ask(asked)
    with pytest.raises(AlreadyAsked) as told:
        ask(asked, nonce="form-2")
    assert told.value.params["reference"] == CorrectionRequest.objects.get().reference


def test_form_gone_back_to_and_changed_is_another_request() -> None:
    asked = record()
    assert ask(asked) != ask(asked, statement="还有一处")
    assert CorrectionRequest.objects.count() == 2


def test_same_words_may_be_asked_again_after_the_answer() -> None:
    asked = record()
    answered(number(ask(asked)), Answer(Outcome.DECLINED, "原文如此"))
    ask(asked, nonce="form-2")
    assert [each.outcome for each in requests_about(asked.pk, today=TODAY)] == [None, Outcome.DECLINED]


def test_files_come_with_the_request_and_later() -> None:
    asked = record()
    first, second = kept_file(), kept_file()
    secret = ask(asked, files=(first,))
    add_to_request(secret, text="补充一页", files=[second], at=AT)
    own = own_request(secret, today=TODAY)
    assert [file.id for file in own.files] == [first]
    assert [(each.text, [file.id for file in each.files]) for each in own.additions] == [("补充一页", [second])]
    assert request_file(number(secret), second, actor=SYSTEM).id == second


def test_file_of_another_request_is_not_found_under_this_one() -> None:
    asked = record()
    file = kept_file()
    ask(asked, files=(file,))
    other = number(ask(asked, nonce="form-2", statement="另一处"))
    with pytest.raises(RequestNotFound):
        request_file(other, file, actor=SYSTEM)
    with pytest.raises(FileNotFound):
        ask(asked, nonce="form-3", statement="第三处", files=(file,))
    assert CorrectionRequest.objects.count() == 2


def test_answer_corrects_and_keeps_the_former_value() -> None:
    asked = record()
    pk = number(ask(asked))
    answered(pk, Answer(Outcome.CORRECTED, "决定书原件为十二万元", values={"fine_cny": "12万元"}))
    [shown] = requests_about(asked.pk, today=TODAY)
    assert (shown.outcome, shown.answer, shown.answered_by) == (Outcome.CORRECTED, "决定书原件为十二万元", "复核员")
    [correction] = get_record(asked.pk, actor=NOBODY).corrections
    assert (correction.former, correction.current) == ("125000.00", "120000")
    assert correction.reason == "决定书原件为十二万元"


def test_answer_moves_or_withdraws() -> None:
    first, second = record(), record(doc_no="柯环罚〔2024〕8号")
    take_in(key_unit())
    right = Record.objects.get(type="key-entity").enterprise_id
    answered(number(ask(first, kind="not-ours")), Answer(Outcome.MOVED, "同名企业", to=right))
    answered(number(ask(second, kind="annulled", nonce="2")), Answer(Outcome.WITHDRAWN, "法院已撤销", clause="判决书"))
    assert Record.objects.get(pk=first.pk).enterprise_id == right
    assert get_record(second.pk, actor=NOBODY).row.status == Status.WITHDRAWN


def test_answer_ends_a_request_about_a_record_withdrawn_meanwhile() -> None:
    asked = record()
    pk = number(ask(asked))
    withdraw_record(asked.pk, actor=operator("复核员"), reason="重复", at=AT)
    answered(pk, Answer(Outcome.WITHDRAWN, "已撤下"))
    assert len(get_record(asked.pk, actor=NOBODY).state_changes) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer("", "理由"), OutcomeMissing),
        (Answer("nonsense", "理由"), OutcomeMissing),
        (Answer(Outcome.DECLINED, "  "), ReasonMissing),
        (Answer(Outcome.MOVED, "理由"), TargetMissing),
        (Answer(Outcome.CORRECTED, "理由"), NothingToCorrect),
        (Answer(Outcome.CORRECTED, "理由", values={"published_on": "某日"}), InvalidDate),
    ],
)
def test_answer_that_fails_changes_nothing(answer: Answer, error: type[Exception]) -> None:
    asked = record()
    pk = number(ask(asked))
    with pytest.raises(error):
        answered(pk, answer)
    assert CorrectionRequest.objects.get().outcome == ""
    assert get_record(asked.pk, actor=NOBODY).corrections == ()


def test_second_of_two_deciders_is_told() -> None:
    asked = record()
    pk = number(ask(asked))
    both_saw = seen(pk)
    answer_request(pk, Answer(Outcome.DECLINED, "原文如此"), seen=both_saw, actor=operator("甲"), at=AT)
    with pytest.raises(AlreadyAnswered) as told:
        answer_request(pk, Answer(Outcome.WITHDRAWN, "撤"), seen=both_saw, actor=operator("乙"), at=AT)
    assert told.value.params == {"by": "甲"}
    assert get_record(asked.pk, actor=NOBODY).row.status == Status.OPEN


def test_decider_is_told_what_changed_since() -> None:
    asked = record()
    secret = ask(asked)
    pk = number(secret)
    before = seen(pk)
    add_to_request(secret, text="还有", at=AT)
    between = seen(pk)
    correct_record(asked.pk, {"issuer": "绍兴市生态环境局柯桥分局"}, actor=operator("甲"), reason="原文", at=AT)
    for old in (before, between):
        with pytest.raises(RequestChanged):
            answer_request(pk, Answer(Outcome.DECLINED, "原文如此"), seen=old, actor=operator("乙"), at=AT)


def test_answered_request_takes_no_addition() -> None:
    secret = ask(record())
    answered(number(secret), Answer(Outcome.DECLINED, "原文如此"))
    with pytest.raises(RequestClosed):
        add_to_request(secret, text="再看看", at=AT)


def test_statement_is_public_only_as_released() -> None:
    asked = record()
    pk = number(ask(asked, statement="张某（电话123）说谎"))
    release_statement(pk, "某人说谎", actor=operator("复核员"), at=AT)
    assert [each.statement for each in requests_about(asked.pk, today=TODAY)] == ["某人说谎"]
    release_statement(pk, "", actor=operator("复核员"), at=AT)
    assert [each.statement for each in requests_about(asked.pk, today=TODAY)] == [""]


def test_contact_is_kept_apart_and_erased() -> None:
    pk = number(ask(record()))
    assert staff_request(pk, today=TODAY, actor=SYSTEM).contact_email == "chen@example.org"
    erase_contact(pk, at=AT, actor=SYSTEM)
    erase_contact(pk, at=AT, actor=SYSTEM)
    assert (staff_request(pk, today=TODAY, actor=SYSTEM).contact_email, RequestContact.objects.count()) == ("", 0)


def test_contact_goes_when_the_answer_is_old() -> None:
    asked = record()
    answered(number(ask(asked)), Answer(Outcome.DECLINED, "原文如此"))
    ask(asked, nonce="form-2", statement="另一处")
    assert erase_old_contacts(at=AT + timedelta(days=180)) == 0
    assert erase_old_contacts(at=AT + timedelta(days=182)) == 1
    assert RequestContact.objects.count() == 1


def test_request_without_contact_keeps_no_row() -> None:
    ask(record(), name="", email="")
    assert RequestContact.objects.count() == 0


def test_one_address_asks_five_times_an_hour_and_is_not_kept() -> None:
    for _ in range(5):
        note_request("192.0.2.7", at=AT)
    with pytest.raises(CameTooOften) as told:
        note_request("192.0.2.7", at=AT + timedelta(minutes=20))
    assert told.value.params == {"minutes": 40}
    note_request("192.0.2.8", at=AT)
    for last in range(5):
        note_request(f"2001:db8:1:2::{last}", at=AT)
    with pytest.raises(CameTooOften):
        note_request("2001:db8:1:2:ffff::1", at=AT)
    note_request("192.0.2.7", at=AT + timedelta(hours=1))
    assert HourTally.objects.count() == 1


def test_queue_is_oldest_first_and_asks_the_database_three_times() -> None:
    asked = record()
    for day in (3, 1, 2):
        ask(asked, nonce=str(day), statement=f"第{day}处", at=AT + timedelta(days=day))
    with CaptureQueriesContext(connection) as queries:
        waiting = open_requests(today=TODAY, actor=SYSTEM)
    assert ([each.received_at.day for each in waiting], len(queries)) == ([21, 22, 23], 3)
    first = oldest_open_request(actor=SYSTEM)
    assert first == waiting[0].id
    assert oldest_open_request(after=first, actor=SYSTEM) == waiting[1].id
    assert oldest_open_request(after=waiting[2].id, actor=SYSTEM) is None


def test_queue_counts_files_and_additions_of_the_requests_that_it_shows_only() -> None:
    first, second = (ask(record(), nonce=each, statement=each, files=(kept_file(),)) for each in ("1", "2"))
    for text in ("补充一", "补充二"):
        add_to_request(second, text=text, files=[kept_file()], at=AT)
    with CaptureQueriesContext(connection) as queries:
        waiting = open_requests(today=TODAY, actor=SYSTEM)
    assert [(each.id, each.files, each.additions) for each in waiting] == [
        (number(first), 1, 0), (number(second), 3, 2),
    ]  # fmt: skip
    assert "GROUP BY" not in queries[0]["sql"]


def test_queue_of_a_county_is_found_by_its_index_and_that_of_the_country_looks_at_no_record() -> None:
    ask(record())
    assert CorrectionRequest.objects.get().division == "330603"
    assert "division" not in CORRECTABLE  # a request keeps the place of its record
    county = acting(staff_member(area="330603"))
    assert count_open_requests(actor=county) == 1
    assert count_open_requests(actor=acting(staff_member(area="310116", email="b@example.org"))) == 0
    placed = CorrectionRequest.objects.filter(within_duty(county, Duty.READ_REQUESTS, "division"))
    assert "request_place" in plan_of(placed.values("pk"), "request_place")
    with CaptureQueriesContext(connection) as queries:
        assert count_open_requests(actor=SYSTEM) == 1
    assert "records_record" not in queries[0]["sql"].replace('"records_record"."records_record"', "")


def test_request_whose_record_has_no_place_lies_where_its_enterprise_does() -> None:
    asked = record()
    Record.objects.update(division="")
    ask(asked)
    assert CorrectionRequest.objects.get().division == ""
    for area, count in (("330000", 1), ("310000", 0), ("", 1)):
        actor = acting(staff_member(area=area, email=f"s{area}@example.org"))
        assert (len(open_requests(today=TODAY, actor=actor)), count_open_requests(actor=actor)) == (count, count)


def test_request_asks_the_database_equally_often_for_one_and_three_of_everything() -> None:
    counts = []
    for name, many in (("one", 1), ("three", 3)):
        asked = record(doc_no=f"柯环罚〔2024〕{many}号")
        secret = ask(asked, nonce=name, files=tuple(kept_file() for _ in range(many)))
        for _ in range(many):
            add_to_request(secret, text="补充", files=[kept_file()], at=AT)
        with CaptureQueriesContext(connection) as queries:
            staff_request(number(secret), today=TODAY, actor=SYSTEM)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_act_is_noted_in_the_feed() -> None:
    secret = ask(record())
    pk = number(secret)
    add_to_request(secret, text="补充", at=AT)
    release_statement(pk, "公开", actor=operator("甲"), at=AT)
    answered(pk, Answer(Outcome.DECLINED, "原文如此"))
    erase_contact(pk, at=AT, actor=SYSTEM)
    assert Change.objects.filter(kind="correction-request", first_id=pk).count() == 5


def test_references_do_not_repeat_and_read_well() -> None:
    told = {new_reference() for _ in range(2000)}
    assert len(told) == 2000
    assert not set("".join(told)) & set("01OIl")


def test_wrong_link_finds_nothing() -> None:
    ask(record())
    with pytest.raises(RequestNotFound):
        own_request("x" * 32, today=TODAY)
    with pytest.raises(RecordNotFound):
        ask_correction(10**9, said=RequestText("wrong", statement="有误"), nonce="n", at=AT)
