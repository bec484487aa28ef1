"""Notices for tests: a room of their own that publishes, with terms of the rulebooks that come with Qingce."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import object_to_notice, publish_notice
from qingce.shared.notices.enums import About, NoticeText, Objected, ObjectionText
from qingce.shared.notices.models import Objection
from qingce.shared.notices.registry import NoticeKind, NoticeTerm, register_notice_kind
from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.rulebooks.queries import releases
from tests.factories import AT, release_rules

STANDING = NoticeKind("test-standing", "样例公布", "样例：没有期限的公告")
SEVEN_DAYS = NoticeKind(
    "test-seven-days",
    "样例公示",
    "样例：七天公示",
    term=NoticeTerm("removal", "alliance-notice"),
    takes_objections=True,
)
FIVE_WORKDAYS = NoticeKind(
    "test-five-workdays", "样例期限", "样例：五个工作日", term=NoticeTerm("removal", "internal-approval")
)
for kind in (STANDING, SEVEN_DAYS, FIVE_WORKDAYS):
    register_notice_kind(kind)
ABOUT = (About("enterprise", 12, "绍兴样甲印染有限公司"), About("record", 7, "废水超标排放行政处罚决定"))
TEXT = NoticeText(
    kind=SEVEN_DAYS.name,
    key="test",
    title_zh="审核报告公示：绍兴样甲印染有限公司",
    title_en="Audit report: 绍兴样甲印染有限公司",
    body_zh="现将审核报告予以公示。\n\n如有异议，请在公示期内提出。",
    body_en="The audit report is published.\n\nObjections are taken within the period.",
    area="330603",
    about=ABOUT,
)
_keys = count(1)


def published(kind: NoticeKind = SEVEN_DAYS, *, at: datetime = AT, **changes: Any) -> int:
    """A notice of a kind, under a key of its own unless told."""
    if kind.term and not releases(book=kind.term.book):
        release_rules(kind.term.book)
    said = replace(TEXT, **{"kind": kind.name, "key": f"test/{next(_keys)}", **changes})
    return publish_notice(said, by=THE_PLATFORM, at=at)


def objected(
    notice: int,
    statement: str = "报告第三页的流量数据与在线监测不符。",
    *,
    name: str = "",
    email: str = "",
    nonce: str = "",
    actor: Actor = NOBODY,
    at: datetime = AT,
) -> Objected:
    """An objection by a form of its own unless told."""
    said = ObjectionText(statement, name, email)
    nonce = nonce or f"form-{next(_keys)}"
    return object_to_notice(notice, said, nonce=nonce, actor=actor, language="zh", at=at)


def an_objection(*, at: datetime = AT, **changes: Any) -> int:
    """The number of an objection to a notice of its own."""
    objected(published(at=at, **changes), at=at)
    return Objection.objects.latest("pk").pk
