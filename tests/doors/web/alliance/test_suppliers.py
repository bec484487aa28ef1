"""Suppliers on the page of an audit, and on the supplier's own home (REM-11)."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.domain.removal.models import AuditSupplier
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import held
from tests.domain.removal.audits.auditing import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-11")]
NAME, USCC = "宁波样丁水务有限公司", "91000000MA0000002W"


def test_supplier_is_named_by_the_page_and_finds_it_on_its_home() -> None:
    found, supplier = accepted(), held(name=NAME, email="supplier@example.org", uscc=USCC)
    client, page = Client(), f"/my/audits/{found.audit}/"
    client.force_login(found.own.person)
    wrong = client.post(page, {"act": "name-supplier", "kind": "wastewater", "name": "", "place": "supplier"})
    assert wrong.status_code == 422
    client.post(page, {"act": "name-supplier", "kind": "wastewater", "name": "", "uscc": USCC, "place": "supplier"})
    assert NAME in Client().get(f"/audits/{found.audit}/").content.decode()
    own = Client()
    own.force_login(Person.objects.get(email="supplier@example.org"))
    assert "样甲印染有限公司" in own.get(f"/my/green-choice/{supplier.enterprise}/").content.decode()
    client.post(page, {"act": "supplier-back", "number": AuditSupplier.objects.get().pk, "place": "suppliers"})
    assert NAME not in Client().get(f"/audits/{found.audit}/").content.decode()
