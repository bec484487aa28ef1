"""Words beside an entry of the ledger are taken away by two people; the entry and its proof stay (LED-1)."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Record
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.ledger.proving import proof_of_entry
from qingce.shared.ledger.queries import audit_log
from qingce.shared.parties.actions import confirm_proposal, propose
from qingce.shared.parties.enums import REDACT_WORDS, StaffRole
from qingce.shared.parties.errors import OutOfArea, SamePerson
from qingce.shared.parties.queries import open_proposal, operator
from tests.factories import AT, acting, penalty, staff_member, take_in

pytestmark = [pytest.mark.requirement("LED-1"), pytest.mark.django_db]


@pytest.fixture
def number() -> int:
    """Of an entry beside which words stand."""
    take_in(penalty())
    withdraw_record(Record.objects.get().pk, actor=operator("数据组"), reason="不当文字", at=AT)
    number_entries(at=AT)
    return LedgerEntry.objects.get(act="record-withdrawn").number or 0


def test_two_people_take_words_away_and_the_proof_stays(number: int, client: Client) -> None:
    first, second = (staff_member(StaffRole.ADMINISTRATOR, email=f"{name}@example.org") for name in ("a", "b"))
    client.force_login(first)
    address = f"/en/office/ledger/{number}/words/"
    assert "不当文字" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "侵犯隐私", "clause": "个人信息保护法第四十七条"}).status_code == 302
    assert "waits for a second person" in client.get(address).content.decode()

    proposal = open_proposal([REDACT_WORDS], number) or 0
    with pytest.raises(SamePerson):
        confirm_proposal(acting(first), proposal, at=AT)
    confirm_proposal(acting(second), proposal, at=AT)
    number_entries(at=AT)

    entry = LedgerEntry.objects.get(number=number)
    assert (entry.words, entry.words_salt) == (None, None)
    file = proof_of_entry(number)
    assert "words" not in file["opened"]
    assert check_file(json.dumps(file), None).shown
    taken = LedgerEntry.objects.get(act="words-redacted")
    assert (taken.subject_id, taken.words) == (number, {"reason": "侵犯隐私", "clause": "个人信息保护法第四十七条"})
    assert json.loads(bytes(taken.body))["actor"]["role"] == "two-staff"
    assert audit_log().differences == []
    assert client.post(address, {"reason": "再次"}).status_code == 422


def test_staff_of_one_area_take_nothing_away(number: int, client: Client) -> None:
    here = staff_member(StaffRole.ADMINISTRATOR, area="330000")
    with pytest.raises(OutOfArea):
        propose(acting(here), REDACT_WORDS, number, reason="侵犯隐私", at=AT)
    client.force_login(here)
    assert client.get("/en/office/ledger/9999/words/").status_code == 404
