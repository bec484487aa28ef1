"""Surveys for tests: a roster of invented enterprises, a design, a draw that was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from qingce.domain.cleaner_production.actions import (
    ContactText,
    DesignText,
    assign_unit,
    code_member,
    design_survey,
    freeze_survey,
    note_member_contact,
    take_sample,
)
from qingce.domain.cleaner_production.enums import CodedAs, ContactKind, Outcome
from qingce.domain.cleaner_production.models import Survey, SurveyMember
from qingce.shared.draws.enums import Source
from qingce.shared.ledger.actions import number_entries
from qingce.shared.parties.actions import settle_draw
from qingce.shared.parties.enums import Actor
from tests.factories import key_unit, release_rules, take_in

UNIT = "310000"
NAMES = ("上海样甲化工", "上海例乙印染", "上海样丙电镀", "上海例丁水泥", "上海样戊制药", "上海例己造纸")
DESIGN = DesignText("样例调研", 2019, 2022, 3, 1, 2020, 2021, 50)
SEARCH = ContactText(ContactKind.SEARCH, Outcome.NOT_FOUND, "样例搜索引擎", date(2026, 11, 19), "样例 清洁生产公示")


def audited(count: int = 5, *, county: str = "上海市金山区") -> None:
    """Enterprises on a roster, their grounds in turn."""
    grounds = ("over-limits", "energy", "toxic")
    take_in(
        *(
            key_unit(
                enterprise_name=f"{NAMES[place]}有限公司",
                county=county,
                type="cleaner-production",
                title=f"样例名单{place}",
                year=str(2020 + place % 2),
                details=f"obligation=mandatory;grounds={grounds[place % 3]}",
                source_title="样例名单",
            )
            for place in range(count)
        )
    )


def designed(lead: Actor, *, at: datetime | None = None, design: DesignText = DESIGN) -> int:
    """A survey that is designed, with a population to draw from."""
    now = at or timezone.now()
    release_rules("cleaner-production", at=now - timedelta(days=2))
    audited()
    return design_survey(lead, design, at=now)


def frozen(lead: Actor, **changes: object) -> int:
    """A survey whose population is frozen in a draw whose source has spoken by now."""
    now = timezone.now()
    pk = designed(lead, at=now - timedelta(hours=3), design=replace(DESIGN, **changes))  # type: ignore[arg-type]
    due = now - timedelta(hours=1)
    source = Source("样例彩票第 1 期", "https://example.org/one", due, 1, highest=9999)
    freeze_survey(lead, pk, [source], at=due - timedelta(hours=1))
    number_entries(at=due - timedelta(minutes=59))
    return pk


def sampled(lead: Actor, value: str = "4711", **changes: object) -> int:
    """A survey with its sample."""
    pk = frozen(lead, **changes)
    draw = Survey.objects.get(pk=pk).draw_id
    assert draw
    settle_draw(lead, draw, ((value,),), read="https://example.org/result", at=timezone.now())
    take_sample(lead, pk, at=timezone.now())
    return pk


def given(lead: Actor, first: Actor, second: Actor | None = None, **changes: object) -> int:
    """A survey whose sample is given to somebody."""
    pk = sampled(lead, "4711", **changes)
    assign_unit(lead, pk, UNIT, first=first.signature, second=second.signature if second else "", at=timezone.now())
    return pk


def sample_of(pk: int) -> Sequence[SurveyMember]:
    """The unit's sample in the order of its places."""
    return list(SurveyMember.objects.filter(survey=pk, unit=UNIT).exclude(place=None).order_by("place"))


def coded(actor: Actor, member: SurveyMember, as_: CodedAs = CodedAs.NOT_PUBLISHED) -> None:
    """Searched and coded by somebody."""
    note_member_contact(actor, member.pk, SEARCH, at=timezone.now())
    code_member(actor, member.pk, as_, at=timezone.now())
