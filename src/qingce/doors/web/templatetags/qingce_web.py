"""How values are written on a page: dates, numbers, places, marked text, and “not known” as a dash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from html import escape  # as Django's, without looking whether the text comes later
from typing import TYPE_CHECKING

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qingce.domain.enterprises.queries import industry, region
from qingce.pure.kernel.divisions import Division, DivisionPath, UnknownDivision, path_of
from qingce.shared.files.queries import piece_bytes
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import person_number, roles_of, signature_name, staff_names

if TYPE_CHECKING:
    from qingce.domain.records.enums import Due
    from qingce.doors.web.upload_tickets import Ticket

register = template.Library()

UNKNOWN = "—"


def is_chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


@register.filter
def day(value: date | None) -> str:
    """A date in words of the page's language: 2026年11月20日, 20 November 2026."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return format_date(value, "Y年n月j日" if is_chinese() else "j F Y")


@register.filter
def moment(value: datetime) -> str:
    """A date and a time of day in China, to the second: 2026年11月20日 16:00:00, 20 November 2026 16:00:00."""
    return f"{day(value)} {timezone.localtime(value):%H:%M:%S}"


@register.filter
def whole(value: int) -> str:
    """A whole number with thousands set apart: 1,284."""
    return f"{value:,}"


@register.filter
def exact(value: Decimal | None) -> str:
    """A decimal as it is, without empty digits at its end; a dash where there is none."""
    if value is None:
        return UNKNOWN
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def division_name(division: Division) -> str:
    """A division's name: the official English one on English pages, where there is one."""
    return division.name if is_chinese() else division.name_en or division.name


@register.filter
def due_in_words(due: Due) -> str:
    """How long there is time: 还有 3 个工作日（2026年11月25日止）, 3 working days left (until 25 November 2026)."""
    if due.on is None:
        return ngettext(
            "within %(days)d working day; the working days of %(year)d are not published yet",
            "within %(days)d working days; the working days of %(year)d are not published yet",
            due.term_workdays,
        ) % {"days": due.term_workdays, "year": due.missing_year or 0}
    left = due.workdays_left
    if left is None:
        return _("until %(day)s") % {"day": day(due.on)}
    if due.is_overdue:
        return ngettext(
            "%(days)d working day late (was due by %(day)s)", "%(days)d working days late (was due by %(day)s)", -left
        ) % {"days": -left, "day": day(due.on)}
    if not left:
        return _("due today")
    return ngettext(
        "%(days)d working day left (until %(day)s)", "%(days)d working days left (until %(day)s)", left
    ) % {"days": left, "day": day(due.on)}  # fmt: skip


@register.filter
def place(path: DivisionPath | None) -> str:
    """A place from the province down; a dash where it is not known."""
    if path is None:
        return UNKNOWN
    return path.text if is_chinese() else " ".join(division_name(part) for part in path.parts)


@register.filter
def place_of(code: str) -> str:
    """The place of a GB/T 2260 code."""
    return place(region(code))


@register.filter
def industry_of(code: str) -> str:
    """The name and code of an industry of GB/T 4754-2017; a dash where it is not known."""
    entry = industry(code)
    return f"{entry.name}（{entry.full_code}）" if entry else UNKNOWN


@register.filter
def marked(segments: Iterable[tuple[str, bool]]) -> SafeString:
    """Segments of a text as they are, those that were looked for marked; everything is escaped."""
    return SafeString("".join(_segment(text, is_marked) for text, is_marked in segments))  # nosec B703


def _segment(text: str, is_marked: bool) -> str:
    return f"<mark>{escape(text)}</mark>" if is_marked else escape(text)


@register.filter
def signature(kept: str) -> str:
    """What the public is told of who did something: of the staff a number, of a command the name given with it."""
    return signature_name(kept, {})


@register.filter(name="person_number")
def number_of_person(kept: str) -> str:
    """Who did something, of the staff or not, by number alone; of a command the name given with it."""
    return person_number(kept) or kept


@register.simple_tag(takes_context=True)
def staff_name(context: Context, kept: str) -> str:
    """What the office is told of who did something: the name, looked up once per page."""
    request = context["request"]
    names = getattr(request, "qingce_staff_names", None)
    if names is None and person_number(kept):
        request.qingce_staff_names = names = staff_names()
    return signature_name(kept, names or {})


@register.simple_tag
def by_pieces(ticket: Ticket | None) -> SafeString:
    """What a field for files says to the script that sends them piece by piece."""
    if ticket is None:
        return SafeString("")
    return format_html(
        ' data-pieces="{}" data-ticket="{}" data-form="{}" data-piece="{}"',
        reverse("web:uploads"),
        ticket.text,
        ticket.form,
        piece_bytes(),
    )


@register.filter
def has_duty(actor: Actor, duty: str) -> bool:
    """Whether somebody has a duty of the staff anywhere."""
    return bool(actor.roles.intersection(roles_of(Duty(duty))))


@register.filter
def has_duty_everywhere(actor: Actor, duty: str) -> bool:
    """Whether somebody has a duty of the staff in the whole country."""
    return actor.reaches("", *roles_of(Duty(duty)))


@register.filter
def area(code: str) -> str:
    """The name of an area by its code; none: the whole country."""
    if not code:
        return _("The whole country")
    try:
        return path_of(code).text
    except UnknownDivision:
        return code


@register.filter
def named(signature: str, names: dict[str, str]) -> str:
    """The name behind a signature; `names` as `parties.queries.names_of` gives them."""
    return signature_name(signature, names)
