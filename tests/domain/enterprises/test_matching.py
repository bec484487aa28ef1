"""Which enterprise a doubtful description means: found by pieces, weighed, decided or asked."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingce.domain.enterprises.actions import Ask, Description, description_key, rename_enterprise, resolve_enterprises
from qingce.domain.enterprises.candidates import LARGEST_BLOCK
from qingce.domain.enterprises.closeness import any_close, can_pass_over
from qingce.domain.enterprises.enums import AskReason, Identity, MatchReason, TraitKind
from qingce.domain.enterprises.hints import MOST_SHARING, hints
from qingce.domain.enterprises.models import Enterprise, EnterpriseName, NameBlock, Trait
from qingce.domain.enterprises.scoring import score, weights
from qingce.domain.enterprises.traits import address_key, blocks_of, traits_of
from qingce.pure.kernel.names import is_telling, name_key, normalise_name

pytestmark = [pytest.mark.requirement("REC-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
USCC = "91000000MA0000001R"
OTHER_USCC = "91000000MA0000002W"
NAME = "苏州宏达精细化工有限公司"
KNOWN = {"division": "320507", "address": "苏州市相城区人民路8号", "uscc": USCC}


def described(name: str, **more: object) -> Description:
    key = name_key(name)
    return Description(
        name=name,
        name_key=key if is_telling(name) else f"{key}#{more.get('address', '')}",
        is_company=bool(normalise_name(name).legal_form),
        **more,
    )


def resolve(*descriptions: Description) -> list[int]:
    return list(resolve_enterprises(descriptions, at=AT).decided())


def ask(description: Description) -> Ask | int | None:
    """The question, the number of a known enterprise, or None: a new one was made."""
    found = resolve_enterprises([description], at=AT, may_ask=True)
    if found.asks:
        assert found.ids == (None,)
        return found.asks[0]
    return None if found.ids[0] in found.created else found.ids[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stated",
    [
        described("苏州市宏达精细化工有限公司", division="320507"),
        described("宏达精细化工（苏州）有限公司", division="320507"),
        described("宏达精细化工有限公司", division="320507"),
        described("苏州宏达精细化工有限责任公司", division="320507"),
        described("蘇州宏達精細化工有限公司", division="320507"),
        described("苏州洪达精细化工有限公司", division="320507", address="相城区人民路8号"),
        described(NAME, division="320507", stated_code="91000000MA0000002R"),
        described("苏州宏达精细化工有限公司二厂", uscc=USCC),
        described("苏州宏大精细化工有限公司", uscc=USCC),
    ],
    ids=["city", "brackets", "no place", "form", "traditional", "sound and address", "code", "site", "code and typo"],
)
def test_resolve_enterprises_knows_it_written_otherwise(stated: Description) -> None:
    (known,) = resolve(described(NAME, **KNOWN))
    assert ask(stated) == known
    assert EnterpriseName.objects.filter(enterprise_id=known, name_key=stated.name_key).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stated",
    [
        described("无锡宏达精细化工有限公司", division="320205"),
        described("苏州宏达纺织有限公司", division="320507", address="苏州市相城区人民路8号"),
        described("苏州宏达精细化工有限公司第二分公司", division="320507", address="苏州市相城区人民路8号"),
        described(NAME, division="320507", uscc=OTHER_USCC),
        described("苏州永泰精细化工有限公司", division="320507", address="苏州市相城区人民路8号"),
        described("某某某有限公司", division="320507"),
        described(NAME, division="320507", is_pseudonym=True),
    ],
    ids=["city", "trade", "branch", "code", "address only", "all hidden", "pseudonym"],
)
def test_resolve_enterprises_makes_another_without_asking(stated: Description) -> None:
    resolve(described(NAME, **KNOWN))
    assert ask(stated) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stated", "why", "reasons"),
    [
        (
            described("苏州宏大新精细化工有限公司", division="320507", stated_code="91000000MA********"),
            None,
            (),
        ),
        (
            described("苏州宏达精细工有限公司", division="320507"),
            AskReason.NEAR,
            (MatchReason.ONE_CHARACTER, MatchReason.SAME_COUNTY),
        ),
        (
            described(NAME, division="330102"),
            AskReason.OTHER_PLACE,
            (MatchReason.NAME_EQUAL, MatchReason.OTHER_PREFECTURE),
        ),
        (
            described("无锡永泰纺织有限公司", uscc=USCC),
            AskReason.CODE_OTHER_NAME,
            (MatchReason.NAME_UNLIKE, MatchReason.CODE_EQUAL, MatchReason.REGION_WORD_DIFFERS),
        ),
        (
            described("苏州宏达**化工有限公司", division="320507"),
            AskReason.MASKED,
            (MatchReason.MASK_FITS, MatchReason.SAME_COUNTY),
        ),
    ],
    ids=["far", "typo", "other place", "code", "masked"],
)
def test_resolve_enterprises_asks_with_reasons(
    stated: Description, why: AskReason | None, reasons: tuple[MatchReason, ...]
) -> None:
    (known,) = resolve(described(NAME, **KNOWN))
    before = Enterprise.objects.count()
    found = ask(stated)
    if why is None:
        assert found is None
        return
    assert isinstance(found, Ask)
    assert found.why == why
    assert (found.ranked[0].enterprise_id, found.ranked[0].reasons) == (known, reasons)
    assert Enterprise.objects.count() == before


@pytest.mark.django_db
def test_resolve_enterprises_asks_which_of_several_that_fit_equally() -> None:
    near, far = resolve(
        described("甲有限公司", uscc=USCC, division="330102"),
        described("甲有限公司", uscc=OTHER_USCC, division="330203"),
    )
    found = ask(described("甲有限公司", division="330000"))
    assert isinstance(found, Ask)
    assert found.why == AskReason.SEVERAL
    assert {each.enterprise_id for each in found.ranked} == {near, far}
    Enterprise.objects.filter(pk=far).update(canonical_id=near)
    assert ask(described("甲有限公司", division="330000")) == near


@pytest.mark.django_db
def test_resolve_enterprises_asks_against_one_made_in_the_same_piece() -> None:
    first = described(NAME, division="320507")
    second = described("苏州宏达精细工有限公司", division="320507")
    found = resolve_enterprises([first, second, second], at=AT, may_ask=True)
    made = found.ids[0]
    assert found.ids == (made, None, None)
    assert [found.asks[place].ranked[0].enterprise_id for place in (1, 2)] == [made, made]
    assert Enterprise.objects.count() == 1


@pytest.mark.django_db
def test_resolve_enterprises_fills_the_code_in_once_whoever_found_it() -> None:
    (known,) = resolve(described(NAME, division="320507"))
    rows = [
        described("宏达精细化工（苏州）有限公司", division="320507", uscc=USCC),
        described(NAME, division="320507", address="人民路8号"),
    ]
    assert resolve_enterprises(rows, at=AT, may_ask=True).ids == (known, known)
    enterprise = Enterprise.objects.get()
    assert (enterprise.uscc, enterprise.identity, enterprise.address) == (USCC, Identity.USCC, "人民路8号")


@pytest.mark.django_db
@pytest.mark.parametrize("others", [1, 30])
def test_resolve_enterprises_asks_the_database_alike_for_one_and_for_many(others: int) -> None:
    resolve(described(NAME, **KNOWN))
    rows = [described(f"苏州宏{chr(0x4E00 + n)}精细化工有限公司", division="320507") for n in range(others)]
    with CaptureQueriesContext(connection) as queries:
        resolve_enterprises(rows, at=AT, may_ask=True)
    more = 4 if connection.vendor == "postgresql" else 0
    assert len(queries) - more <= 16


@pytest.mark.django_db
def test_resolve_enterprises_passes_over_a_piece_that_too_many_share() -> None:
    resolve(*(described(f"苏州宏达{chr(0x4E00 + n)}有限公司", division="320507") for n in range(LARGEST_BLOCK + 60)))
    assert ask(described("苏州宏达龘有限公司", division="320507")) is None


PARTS = st.tuples(
    st.sampled_from(["苏州", "苏州市", "", "无锡"]),
    st.sampled_from(["宏达", "宏大", "鸿达", "永泰"]),
    st.sampled_from(["精细化工", "精细工", "纺织"]),
    st.sampled_from(["有限公司", "有限责任公司", "厂", "有限公司第二分公司"]),
)
SAID = st.builds(
    lambda parts, division, code, address, former: described(
        "".join(parts), division=division, uscc=code, address=address, former_names=former
    ),
    PARTS,
    st.sampled_from(["320507", "320500", "", "320205"]),
    st.sampled_from([None, None, USCC, OTHER_USCC]),
    st.sampled_from(["", "人民路8号", "解放路1号"]),
    st.sampled_from([(), (), ("苏州宏达化工有限公司",)]),
)


def answers(said: list[Description], piece: int) -> list[object]:
    """What is decided on each row, enterprises by the turn in which they were made."""
    found: list[object] = []
    made: dict[int, int] = {}
    for start in range(0, len(said), piece):
        resolution = resolve_enterprises(said[start : start + piece], at=AT, may_ask=True)
        for place, number in enumerate(resolution.ids):
            ask = resolution.asks.get(place)
            ranked = [(made[each.enterprise_id], each.score, each.reasons) for each in ask.ranked] if ask else []
            found.append((ask.why, ranked) if ask else made.setdefault(number or 0, len(made)))
    return found


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID, min_size=2, max_size=14))
def test_resolve_enterprises_decides_alike_in_pieces_of_any_size(said: list[Description]) -> None:
    told = []
    for piece in (len(said), 3, 1):
        with transaction.atomic():
            told.append(answers(said, piece))
            transaction.set_rollback(True)
    assert told[0] == told[1] == told[2]


def test_names_are_passed_over_only_where_the_weights_allow() -> None:
    assert can_pass_over()


@pytest.mark.parametrize(
    ("body", "other", "is_close"),
    [
        ("宏达化工", "宏达化工", True),
        ("宏达化工", "宏大化工", True),
        ("宏达化工", "达宏化工", True),
        ("宏达", "宏达精细化工", True),
        ("宏达精细化工", "宏大精密化工", True),
        ("宏达精细化工", "永泰精细化工", False),
        ("宏达化工", "宏源纺织", False),
        ("宏达化工", "", True),
    ],
)
def test_any_close_keeps_what_could_be_asked_about(body: str, other: str, is_close: bool) -> None:
    assert any_close(body, {other, "毫不相干的名字"}) is is_close
    assert not any_close(body, {"毫不相干的名字"})


@pytest.mark.django_db
def test_rename_enterprise_makes_it_findable_by_pieces_of_the_new_name() -> None:
    (pk,) = resolve(described(NAME, **KNOWN))
    rename_enterprise(pk, name="苏州锦华新材料有限公司", changed_on=None, stated_by="公告", at=AT)
    blocks = set(NameBlock.objects.filter(enterprise_id=pk).values_list("block", flat=True))
    assert {"3205宏达", "3205锦华", "=锦华新材"} <= blocks


@pytest.mark.django_db
def test_hints_name_who_shares_an_address_and_how() -> None:
    shared = {"division": "320507", "address": "苏州市相城区人民路8号"}
    first, second, third = resolve(
        described("甲乙丙化工有限公司", **shared, telephone="0512-6666 7777"),
        described("丁戊己纺织有限公司", **shared, telephone="051266667777"),
        described("庚辛壬建材有限公司", division="320507", address="人民路9号"),
    )
    found = hints(first)
    assert [(each.enterprise_id, each.kinds) for each in found] == [(second, (TraitKind.ADDRESS, TraitKind.TELEPHONE))]
    assert hints(third) == []
    Enterprise.objects.filter(pk=second).update(canonical_id=first)
    assert hints(first) == []


@pytest.mark.django_db
def test_hints_pass_over_what_a_whole_park_shares() -> None:
    ids = resolve(
        *(
            described(f"{chr(0x4E00 + n)}丙化工有限公司", division="320507", address="园区1号")
            for n in range(MOST_SHARING + 1)
        )
    )
    assert hints(ids[0]) == []


@pytest.mark.django_db
def test_traits_are_kept_as_digests_only() -> None:
    resolve(described(NAME, **KNOWN, person="李四维"))
    assert {len(bytes(each.digest)) for each in Trait.objects.all()} == {16}
    assert set(Trait.objects.values_list("kind", flat=True)) == {TraitKind.ADDRESS, TraitKind.PERSON}


@pytest.mark.parametrize(
    ("one", "other", "are_equal"),
    [
        ("上海市嘉定区安亭镇于田路123号", "安亭镇于田路１２３号", True),
        ("北京路12号", "上海路12号", False),
        ("某某工业园区", "某某工业园区", True),
    ],
)
def test_address_key_leaves_out_what_an_address_begins_with(one: str, other: str, are_equal: bool) -> None:
    assert (address_key(one) == address_key(other)) is are_equal


def test_address_key_is_empty_without_a_number() -> None:
    assert address_key("宝山区宝钢厂区纬三路") == ""
    assert traits_of(described(NAME, address="宝山区宝钢厂区纬三路")) == ()


BODY = st.text("宏源华盛鑫瑞恒泰昌隆兴达永安康嘉信德顺", min_size=3, max_size=6)


@given(BODY, st.integers(0, 2), st.sampled_from("龙凤麟"))
def test_blocks_of_a_name_survive_one_slip(body: str, at: int, wrong: str) -> None:
    def blocks(text: str) -> set[str]:
        return set(blocks_of(described(f"苏州{text}化工有限公司", division="320507")))

    whole = blocks(body)
    assert whole & blocks(body[:at] + wrong + body[at + 1 :])
    assert whole & blocks(body[:at] + wrong + body[at:])
    assert whole & blocks(body[:at] + body[at + 1 :])


def test_description_key_is_the_same_for_rows_that_describe_alike() -> None:
    one = described(NAME, address="人民路8号", division="320507")
    other = described("苏州宏达精细化工 有限公司", address="相城区人民路八号", division="320507")
    assert description_key(one) == description_key(other)
    assert len(description_key(one)) == 16
    assert description_key(one) != description_key(described(NAME, division="320507", uscc=USCC))


def test_weights_are_given_for_every_reason() -> None:
    assert set(weights().weights) == set(MatchReason)
    assert 0 < weights().ask < weights().same < 1


@given(st.lists(st.sampled_from(list(MatchReason)), max_size=6, unique=True))
def test_score_is_a_share_with_three_places(reasons: list[MatchReason]) -> None:
    found = score(reasons)
    assert Decimal(0) <= found <= 1
    assert found == found.quantize(Decimal("0.001"))
