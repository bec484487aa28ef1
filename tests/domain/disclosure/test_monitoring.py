"""Explanations of automated monitoring data: written by outlet and time, sent, sealed, checked and published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.domain.disclosure.actions import (
    Consent,
    add_paper,
    attach_support,
    begin_note,
    drop_note,
    publish_disclosure,
    save_note,
    send_monitoring,
    submit_disclosure,
    take_back,
    withdraw_disclosure,
)
from qingce.domain.disclosure.enums import CommitmentKind, DisclosureState
from qingce.domain.disclosure.errors import (
    CommitmentMissing,
    DisclosureOpen,
    EnterpriseNotSpokenFor,
    FindingsUnseen,
    MonitoringNoteNotFound,
    MonitoringNoteSent,
    NothingToSend,
    PaperOfAnother,
    RecordInReview,
    TextsChanged,
    TextsUnfit,
    TextTooLong,
    TooManyMonitoringNotes,
)
from qingce.domain.disclosure.models import Disclosure, MonitoringNote
from qingce.domain.disclosure.queries import (
    MonitoringText,
    commitment_text,
    disclosed_of,
    get_disclosure,
    monitoring_bundle,
    monitoring_note,
    monitoring_notes,
    public_disclosure,
    review_checks,
)
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.enterprises.models import Enterprise
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.notices.queries import get_notice, notice_of_key
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.errors import RoleTooSmall
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.sealing import document
from tests.domain.disclosure.sealing import sent as records_sent
from tests.domain.documents.keeping import CODES, Kept, grantor, paper
from tests.factories import AT, acting, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-5")]
ALL = [each.id for each in review_checks()]
SAID = MonitoringText(
    "DW001 废水总排口",
    date(2026, 10, 1),
    date(2026, 10, 3),
    "10月1日至3日化学需氧量在线数据缺失，因分析仪泵管破损；10月4日更换并完成比对。",
)


def noted(own: Kept, said: MonitoringText = SAID) -> int:
    """A note that says something."""
    pk = begin_note(own.actor, own.enterprise, at=AT)
    save_note(own.actor, pk, said, revision=1, at=AT)
    return pk


def sent(own: Kept, *, has_seen: bool = True) -> int:
    """What is written, sent."""
    version = commitment_text(CommitmentKind.PROMISE).version
    return send_monitoring(own.actor, own.enterprise, Consent(version, "zh", has_seen=has_seen), at=AT)


def published(own: Kept) -> int:
    """Sent, sealed, checked and public."""
    pk = sent(own)
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    publish_disclosure(grantor(), pk, checks=ALL, at=AT)
    return pk


def codes(own: Kept) -> list[tuple[str, str, bool]]:
    found = monitoring_bundle(own.enterprise, own.organisation, on=AT.date()).findings
    return [(each.field, each.code, each.is_refusal) for each in found]


def test_note_is_begun_saved_at_each_pause_and_dropped_while_it_was_never_sent(own: Kept) -> None:
    pk = begin_note(own.actor, own.enterprise, at=AT)
    assert begin_note(own.actor, own.enterprise, at=AT) == pk
    assert save_note(own.actor, pk, MonitoringText(outlet="DW001"), revision=1, tab="a", at=AT) == 2
    assert save_note(own.actor, pk, SAID, revision=1, tab="a", at=AT) == 3  # the answer to its own tab was lost
    assert save_note(own.actor, pk, SAID, revision=1, tab="b", at=AT) == 3  # the same words: nothing to save
    with pytest.raises(TextsChanged):
        save_note(own.actor, pk, MonitoringText(text="别的"), revision=2, tab="b", at=AT)
    assert monitoring_note(pk, actor=own.actor).row.said == SAID
    with pytest.raises(TextTooLong) as error:
        save_note(own.actor, pk, MonitoringText(outlet="排" * 201), revision=3, at=AT)
    assert error.value.params["field"] == "outlet"
    drop_note(own.actor, pk, at=AT)
    with pytest.raises(MonitoringNoteNotFound):
        monitoring_note(pk, actor=own.actor)


def test_commitment_comes_first_and_wrong_people_stay_out(own: Kept) -> None:
    pk = noted(own)
    other = held(name="绍兴样庚印染有限公司", email="d@example.org", uscc=CODES[1])
    with pytest.raises(CommitmentMissing):
        begin_note(other.actor, other.enterprise, at=AT)
    reader = somebody("reads@example.org")
    member(own.organisation, reader, MemberRole.READER)
    for does in (save_note, drop_note):
        more = {"said": SAID, "revision": 2} if does is save_note else {}
        with pytest.raises(MonitoringNoteNotFound):
            does(other.actor, pk, at=AT, **more)  # type: ignore[operator]
        with pytest.raises(RoleTooSmall):
            does(acting(reader), pk, at=AT, **more)  # type: ignore[operator]
    with pytest.raises(MonitoringNoteNotFound):
        monitoring_note(pk, actor=other.actor)
    with pytest.raises(EnterpriseNotSpokenFor):
        begin_note(other.actor, own.enterprise, at=AT)
    accept(own, is_accepted=False)
    with pytest.raises(CommitmentMissing):
        save_note(own.actor, pk, MonitoringText(text="改"), revision=2, at=AT)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (MonitoringText("DW001", SAID.covers_from, SAID.covers_until, ""), ("text", "empty", True)),
        (MonitoringText("", SAID.covers_from, SAID.covers_until, SAID.text), ("outlet", "empty", True)),
        (MonitoringText("DW001", SAID.covers_from, None, SAID.text), ("period", "period-missing", True)),
        (MonitoringText("DW001", SAID.covers_until, SAID.covers_from, SAID.text), ("period", "period-crossed", True)),
        (MonitoringText("DW001", SAID.covers_from, date(2027, 1, 1), SAID.text), ("period", "period-future", True)),
        (
            MonitoringText("DW001", SAID.covers_from, SAID.covers_until, "请致电13812345678了解详情。"),
            ("text", "personal.telephone", True),
        ),
        (MonitoringText("DW001", SAID.covers_from, SAID.covers_until, "设备故障"), ("text", "short", False)),
    ],
)
def test_checks_find_what_must_or_should_not_be_sent(
    own: Kept, said: MonitoringText, found: tuple[str, str, bool]
) -> None:
    noted(own, said)
    assert codes(own) == [found]
    with pytest.raises(TextsUnfit if found[2] else FindingsUnseen):
        sent(own, has_seen=False)
    assert not Disclosure.objects.exists()


def test_same_outlet_and_time_twice_is_a_hint(own: Kept) -> None:
    noted(own)
    noted(own, MonitoringText(SAID.outlet, date(2026, 10, 3), date(2026, 10, 9), SAID.text))
    noted(own, MonitoringText("DA001 锅炉烟囱", date(2026, 10, 3), date(2026, 10, 9), SAID.text))
    assert codes(own) == [("period", "period-overlap", False)] * 2


def test_sent_sealed_supported_published_and_withdrawn_like_any_disclosure(own: Kept) -> None:
    pk = noted(own)
    disclosure = sent(own)
    assert "DW001" in str(get_disclosure(disclosure, actor=own.actor).row.monitoring)
    with pytest.raises(RecordInReview):
        save_note(own.actor, pk, MonitoringText(text="改"), revision=2, at=AT)
    with pytest.raises(DisclosureOpen):
        sent(own)
    write_all(own)
    with pytest.raises(PaperOfAnother):
        add_paper(own.actor, disclosure, [document(records_sent(own))], name="错.pdf", at=AT)
    add_paper(own.actor, disclosure, [document(disclosure)], name="盖章件.pdf", at=AT)
    data = paper(own, "automated-monitoring-data", covers_from=SAID.covers_from, covers_until=SAID.covers_until)
    attach_support(own.actor, disclosure, data, slot="online-monitoring-data", at=AT)
    submit_disclosure(own.actor, disclosure, at=AT)
    publish_disclosure(grantor(), disclosure, checks=ALL, at=AT)
    row, lines = public_disclosure(disclosure)
    assert ([each.said for each in row.monitoring], lines, row.records) == ([SAID], (), 1)
    assert [(each.id, len(each.files), len(each.supports)) for each in disclosed_of(own.enterprise)] == [
        (disclosure, 1, 1)
    ]
    number = notice_of_key(f"disclosure/{disclosure}")
    assert number
    assert {each.kind for each in get_notice(number, today=AT.date()).about} == {"disclosure", "enterprise"}
    assert LedgerEntry.objects.filter(act="disclosure-published").count() == 1
    with pytest.raises(NothingToSend):
        sent(own)
    with pytest.raises(MonitoringNoteSent):
        drop_note(own.actor, pk, at=AT)
    withdraw_disclosure(grantor(), disclosure, reason="数据有误", at=AT)
    assert public_disclosure(disclosure)[0].monitoring == ()


def test_newer_words_replace_the_older_and_another_outlet_does_not(own: Kept) -> None:
    pk = noted(own)
    first = published(own)
    noted(own, MonitoringText("DA001 锅炉烟囱", SAID.covers_from, SAID.covers_until, SAID.text))
    second = published(own)
    states = {each.id: each.state for each in disclosed_of(own.enterprise)}
    assert states == {first: DisclosureState.PUBLISHED, second: DisclosureState.PUBLISHED}
    save_note(own.actor, pk, MonitoringText(SAID.outlet, SAID.covers_from, SAID.covers_until, f"{SAID.text}补充。"),
              revision=2, at=AT)  # fmt: skip
    third = published(own)
    states = {each.id: each.state for each in disclosed_of(own.enterprise)}
    assert states == {
        first: DisclosureState.REPLACED,
        second: DisclosureState.PUBLISHED,
        third: DisclosureState.PUBLISHED,
    }
    assert [each.said.outlet for each in public_disclosure(third)[0].monitoring] == [SAID.outlet]


def test_taken_back_it_can_be_written_on(own: Kept) -> None:
    pk = noted(own)
    take_back(own.actor, sent(own), at=AT)
    assert save_note(own.actor, pk, MonitoringText(text="改"), revision=2, at=AT) == 3
    with pytest.raises(MonitoringNoteSent):
        drop_note(own.actor, pk, at=AT + timedelta(minutes=1))


def test_notes_are_bounded_and_read_with_as_many_queries_for_many_as_for_one(
    own: Kept, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    noted(own)
    for count in (0, disclosure_terms().monitoring_most - 1):
        for _number in range(count):
            MonitoringNote.objects.create(
                enterprise=Enterprise.objects.get(pk=own.enterprise), organisation_id=own.organisation, outlet="DW002",
                saved_by="x", saved_at=AT,
            )  # fmt: skip
        with django_assert_num_queries(3):
            monitoring_notes(own.enterprise, own.organisation)
    with pytest.raises(TooManyMonitoringNotes):
        begin_note(own.actor, own.enterprise, at=AT)
