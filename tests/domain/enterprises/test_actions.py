"""Finding the enterprise a row is about, and keeping every name it has gone by."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.actions import (
    Description,
    NoName,
    NoSource,
    RenameInFuture,
    SameName,
    rename_enterprise,
    resolve_enterprises,
)
from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.enterprises.queries import EnterpriseNotFound, get_enterprise
from qingce.pure.kernel.names import name_key
from qingce.shared.changes.models import Change
from qingce.shared.parties.enums import NOBODY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
USCC = "91000000MA0000001R"
OTHER_USCC = "91000000MA0000002W"


def described(name: str, **more: object) -> Description:
    return Description(name=name, name_key=name_key(name), **more)


def resolve(*descriptions: Description) -> list[int]:
    return list(resolve_enterprises(descriptions, at=AT).ids)


@pytest.mark.requirement("REC-4")
def test_resolve_enterprises_by_code_whatever_the_name() -> None:
    first = resolve(described("甲乙丙化工有限公司", uscc=USCC))
    assert resolve(described("甲乙丙化工(上海)有限公司", uscc=USCC)) == first
    names = EnterpriseName.objects.order_by("pk").values_list("name", "kind")
    assert list(names) == [
        ("甲乙丙化工有限公司", NameKind.CURRENT),
        ("甲乙丙化工(上海)有限公司", NameKind.VARIANT),
    ]


def test_resolve_enterprises_by_name_however_it_is_written() -> None:
    first = resolve(described("甲乙丙化工（上海）有限公司", division="310104"))
    again = resolve(described("甲乙丙化工(上海) 有限公司"), described("甲乙丙化工(上海)有限公司", division="310000"))
    assert again == first * 2
    assert EnterpriseName.objects.count() == 1


def test_resolve_enterprises_meets_itself_within_one_file() -> None:
    ids = resolve(described("甲有限公司"), described("乙有限公司"), described("甲有限公司"))
    assert ids[0] == ids[2] != ids[1]
    assert Enterprise.objects.count() == 2


def test_resolve_enterprises_gives_a_named_enterprise_the_code_that_turns_up() -> None:
    first = resolve(described("甲有限公司", division="310104"))
    assert resolve(described("甲有限公司", uscc=USCC, division="310104", address="田林路222号")) == first
    enterprise = Enterprise.objects.get()
    assert (enterprise.uscc, enterprise.identity, enterprise.address) == (USCC, Identity.USCC, "田林路222号")


def test_resolve_enterprises_never_overwrites_what_is_known() -> None:
    resolve(described("甲有限公司", address="一路1号"))
    resolve(described("甲有限公司", address="二路2号"))
    assert Enterprise.objects.get().address == "一路1号"


@pytest.mark.parametrize(
    ("known", "stated"),
    [
        (described("甲有限公司", division="310104"), described("甲有限公司", division="330100")),
        (described("甲有限公司", uscc=USCC), described("甲有限公司", uscc=OTHER_USCC)),
        (described("甲有限公司", is_pseudonym=True), described("甲有限公司")),
        (described("甲有限公司", is_synthetic=True), described("甲有限公司")),
        (described("甲有限公司", division="410500"), described("甲有限公司", division="411500")),
        (
            described("甲砖厂", division="410502", is_company=False),
            described("甲砖厂", division="410503", is_company=False),
        ),
        (described("甲砖厂", division="410502", is_company=False), described("甲砖厂", is_company=False)),
    ],
    ids=["another province", "another code", "a pseudonym", "synthetic", "another city", "a kiln", "a kiln somewhere"],
)
def test_resolve_enterprises_keeps_apart(known: Description, stated: Description) -> None:
    assert resolve(known) != resolve(stated)


def test_resolve_enterprises_prefers_the_nearest_of_a_name() -> None:
    near, far = resolve(
        described("甲有限公司", uscc=USCC, division="330102"),
        described("甲有限公司", uscc=OTHER_USCC, division="330203"),
    )
    assert resolve(described("甲有限公司", division="330105")) == [near]
    assert resolve(described("甲有限公司", division="330203")) == [far]
    unclear = resolve(described("甲有限公司", division="330300"))
    assert unclear not in ([near], [far])
    assert resolve(described("甲有限公司", division="330300")) == unclear


def test_resolve_enterprises_finds_by_former_name() -> None:
    first = resolve(described("新名有限公司", former_names=("旧名有限公司",)))
    assert resolve(described("旧名有限公司")) == first


@pytest.mark.parametrize("others", [1, 3])
def test_resolve_enterprises_asks_a_fixed_number_of_queries(others: int) -> None:
    resolve(described("甲有限公司"))
    descriptions = [described(f"乙{n}有限公司") for n in range(others)] + [described("甲有限公司", address="路")]
    with CaptureQueriesContext(connection) as queries:
        resolve(*descriptions)
    more = 4 if connection.vendor == "postgresql" else 0  # the lock, and what a temporary table takes
    assert len(queries) == 14 + more


@pytest.mark.requirement("REC-7")
def test_rename_enterprise_keeps_the_former_name_with_its_last_day() -> None:
    (pk,) = resolve(described("旧名有限公司"))
    rename_enterprise(pk, name="新名有限公司", changed_on=date(2026, 3, 1), stated_by="登记机关公告", at=AT)
    detail = get_enterprise(pk, actor=NOBODY)
    assert detail.row.name == "新名有限公司"
    assert [(n.name, n.kind, n.used_until) for n in detail.names] == [
        ("旧名有限公司", NameKind.FORMER, date(2026, 2, 28))
    ]
    assert resolve(described("旧名有限公司")) == [pk]
    assert set(Change.objects.values_list("kind", flat=True)) == {"enterprise", "enterprise-shown"}


def test_rename_enterprise_back_and_forth_keeps_one_current_name() -> None:
    (pk,) = resolve(described("甲有限公司"))
    for name in ("乙有限公司", "甲有限公司", "乙有限公司"):
        rename_enterprise(pk, name=name, changed_on=None, stated_by="公告", at=AT)
    current = EnterpriseName.objects.filter(enterprise_id=pk, kind=NameKind.CURRENT)
    assert [row.name for row in current] == ["乙有限公司"]


def test_rename_enterprise_refuses_the_same_name_and_the_unknown() -> None:
    (pk,) = resolve(described("甲有限公司"))
    with pytest.raises(SameName):
        rename_enterprise(pk, name="甲有限公司", changed_on=None, stated_by="公告", at=AT)
    with pytest.raises(EnterpriseNotFound):
        rename_enterprise(pk + 1, name="乙有限公司", changed_on=None, stated_by="公告", at=AT)


@pytest.mark.parametrize(
    ("name", "changed_on", "stated_by", "error"),
    [
        (" ", None, "公告", NoName),
        ("——", None, "公告", NoName),
        ("长" * 201, None, "公告", NoName),
        ("乙有限公司", date(2026, 11, 21), "公告", RenameInFuture),
        ("乙有限公司", None, " ", NoSource),
    ],
)
def test_rename_enterprise_refuses_what_is_no_new_name(
    name: str, changed_on: date | None, stated_by: str, error: type[Exception]
) -> None:
    (pk,) = resolve(described("甲有限公司"))
    with pytest.raises(error):
        rename_enterprise(pk, name=name, changed_on=changed_on, stated_by=stated_by, at=AT)
    assert Enterprise.objects.get().name == "甲有限公司"


def test_resolve_enterprises_tells_the_records_of_what_was_filled_in() -> None:
    resolve(described("甲有限公司"))
    Change.objects.all().delete()
    resolve(described("甲有限公司", uscc=USCC))
    assert "enterprise-shown" in Change.objects.values_list("kind", flat=True)
