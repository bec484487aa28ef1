"""Suppliers of an audited enterprise are asked to explain their own records; who did is public (REM-11)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.removal.actions import name_supplier, take_supplier_back
from qingce.domain.removal.audits.errors import NotYourAudit
from qingce.domain.removal.enums import SupplierText
from qingce.domain.removal.models import AuditSupplier
from qingce.domain.removal.queries import asked_of, audit_suppliers
from qingce.domain.removal.suppliers.errors import SupplierWrong
from qingce.pure.kernel.uscc import InvalidUscc
from qingce.shared.mail.models import Letter
from tests.domain.disclosure.disclosing import held
from tests.domain.removal.audits.auditing import accepted
from tests.factories import AT, enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-11")]
NAME, USCC = "宁波样丁水务有限公司", "91000000MA0000002W"


def a_supplier() -> int:
    """An enterprise with a record of its own, for which an organisation speaks."""
    return held(name=NAME, email="supplier@example.org", uscc=USCC).enterprise


def test_supplier_with_records_is_asked() -> None:
    found, number = accepted(), a_supplier()
    name_supplier(found.own.actor, found.audit, SupplierText("wastewater", "", USCC), at=AT)
    [row] = audit_suppliers(found.audit)
    assert (row.enterprise, row.name, row.records, row.explained, row.asked_at) == (number, NAME, 1, 0, AT)
    [letter] = Letter.objects.filter(kind="supplier-asked")
    assert (letter.to, letter.params["count"]) == ("supplier@example.org", 1)
    assert [(each.audit, each.owes) for each in asked_of(number)] == [(found.audit, 1)]


def test_supplier_that_is_not_known_or_without_records_is_not_asked() -> None:
    found = accepted()
    enterprise("无记录样戊运输有限公司", uscc="91000000MA00000030")
    for name, uscc in (("外地样己处置有限公司", ""), ("", "91000000MA00000030")):
        name_supplier(found.own.actor, found.audit, SupplierText("carries", name, uscc), at=AT)
    rows = audit_suppliers(found.audit)
    assert [(each.enterprise is None, each.records, each.asked_at) for each in rows] == [
        (True, 0, None), (False, 0, None),
    ]  # fmt: skip
    assert Letter.objects.filter(kind="supplier-asked").count() == 0


@pytest.mark.parametrize(
    ("text", "cause"),
    [(SupplierText("friend", "甲"), "kind"), (SupplierText("steps", " "), "name")],
)
def test_supplier_that_cannot_be_is_refused(text: SupplierText, cause: str) -> None:
    found = accepted()
    with pytest.raises(SupplierWrong) as error:
        name_supplier(found.own.actor, found.audit, text, at=AT)
    assert error.value.params["cause"] == cause


def test_supplier_is_named_once_and_never_oneself_by_the_enterprise_alone() -> None:
    found = accepted()
    own, text = found.own.actor, SupplierText("treats", "外地样己处置有限公司")
    number = name_supplier(own, found.audit, text, at=AT)
    for wrong, cause in ((text, "twice"), (SupplierText("treats", "", found.row.case.enterprise.uscc or ""), "own")):
        with pytest.raises(SupplierWrong) as error:
            name_supplier(own, found.audit, wrong, at=AT)
        assert error.value.params["cause"] == cause
    with pytest.raises(InvalidUscc):
        name_supplier(own, found.audit, SupplierText("treats", "庚", "123"), at=AT)
    for stranger in (found.agency, found.observer):
        with pytest.raises(NotYourAudit):
            name_supplier(stranger, found.audit, text, at=AT)
    take_supplier_back(own, found.audit, number, at=AT)
    with pytest.raises(SupplierWrong):
        take_supplier_back(own, found.audit, number, at=AT)
    assert audit_suppliers(found.audit) == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(count: int) -> None:
    found = accepted()
    for place in range(count):
        linked = enterprise(f"样例供应商{place}有限公司")
        AuditSupplier.objects.create(
            audit_id=found.audit, kind="steps", enterprise_id=linked, name=f"样{place}", named_by="#P", named_at=AT
        )
    with CaptureQueriesContext(connection) as queries:
        assert len(audit_suppliers(found.audit)) == count
    assert len(queries) <= 3
