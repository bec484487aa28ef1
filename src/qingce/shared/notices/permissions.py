"""Who of the staff sees and does what with notices and objections; notices themselves are for everybody."""

from __future__ import annotations

from django.db.models import Q

from qingce.shared.notices.errors import NoticeNotFound
from qingce.shared.notices.models import Notice
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, within_duty


def notices_kept_by(actor: Actor) -> Q:
    """The notices that somebody of the staff looks after."""
    return within_duty(actor, Duty.NOTICES, "area")


def objections_visible_to(actor: Actor) -> Q:
    """The objections of which somebody sees more than the public: those to notices of one's areas."""
    return within_duty(actor, Duty.NOTICES, "notice__area")


def check_notice(actor: Actor, pk: int) -> None:
    """Whether somebody of the staff looks after a notice.

    Raises: NoticeNotFound; DutyMissing; OutOfArea.
    """
    area = Notice.objects.filter(pk=pk).values_list("area", flat=True).first()
    if area is None:
        raise NoticeNotFound(f"There is no notice number {pk}.", number=pk)
    check_duty(actor, Duty.NOTICES, area)
