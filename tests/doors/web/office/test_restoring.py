"""A file that was undone and is brought in again by one person: its records wait, and are proposed for publication."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.domain.records.actions import undo_batch
from qingce.domain.records.models import Record
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Proposal
from qingce.shared.parties.queries import operator
from tests.factories import AT, acting, penalty, staff_member, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-3", "REC-10")]


def test_records_that_wait_are_told_and_published_by_two(client: Client) -> None:
    person = staff_member(StaffRole.SENIOR_REVIEWER)
    first = take_in(penalty()).batch_id
    assert first is not None
    undo_batch(first, actor=operator("运维"), reason="发错了", at=AT)
    batch = take_in(penalty(), actor=acting(person)).batch_id
    client.force_login(person)
    page = f"/office/imports/{batch}/"
    assert f'href="{page}restore/"' in client.get(page).content.decode()
    assert "1 条记录" in client.get(f"{page}restore/").content.decode()
    assert client.post(f"{page}restore/", {"reason": " "}).status_code == 422
    proposed = client.post(f"{page}restore/", {"reason": "核对无误"})
    proposal = Proposal.objects.get()
    assert (proposed.status_code, proposed["Location"]) == (302, f"/office/decisions/{proposal.pk}/")
    assert "正在等待第二人确认" in client.get(f"{page}restore/").content.decode()
    other = Client()
    other.force_login(staff_member(StaffRole.ADMINISTRATOR, email="y@example.org"))
    assert other.post(proposed["Location"], {"act": "confirm"}).status_code == 302
    work()
    assert Record.objects.get().state == "published"
    assert "restore/" not in client.get(page).content.decode()
