"""How long a notice still runs, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.doors.web.templatetags.qingce_web import day
from qingce.shared.notices.enums import Left, NoticeUnit

register = template.Library()


@register.filter
def left_in_words(left: Left) -> str:
    """What is left of a period: 还有 3 个工作日（2026年11月25日止）, 3 working days left (until 25 November 2026)."""
    on = day(left.on)
    if left.days is None:
        return _("until %(day)s; the working days of %(year)s are not published yet") % {
            "day": on,
            "year": left.missing_year,
        }
    if left.days < 0:
        return _("ended on %(day)s") % {"day": on}
    if left.days == 0:
        return _("ends today, %(day)s") % {"day": on}
    if left.unit == NoticeUnit.WORKING_DAYS:
        return ngettext(
            "%(days)s working day left (until %(day)s)", "%(days)s working days left (until %(day)s)", left.days
        ) % {"days": left.days, "day": on}
    return ngettext("%(days)s day left (until %(day)s)", "%(days)s days left (until %(day)s)", left.days) % {
        "days": left.days,
        "day": on,
    }
