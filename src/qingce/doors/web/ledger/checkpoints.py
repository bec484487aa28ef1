"""Checkpoints with their witnesses, how the log grew between two, and its keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.ledger.entry import ledger_crumb, proof_file
from qingce.doors.web.numbers import number_in
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import checkpoints as read_checkpoints
from qingce.shared.ledger.queries import growth as growth_between
from qingce.shared.ledger.queries import key_rows

PER_PAGE = 50


@serves("LED-1")
@require_safe
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Checkpoints, the newest first, and the keys of the log."""
    before = number_in(request.GET.get("before", ""))
    found = read_checkpoints(before=before, count=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    context = {
        "rows": [(row, older) for row, older in zip(shown, [*found[1:], None], strict=False)],
        "older": shown[-1].size if len(found) > PER_PAGE else None,
        "keys": key_rows(),
        "is_later_page": before is not None,
    }
    page = Page(
        title=_("Checkpoints of the ledger"),
        description=_("How many entries the public ledger had when, who signed that, and who co-signed it."),
        crumbs=(home_crumb(), ledger_crumb(), Crumb(_("Checkpoints"))),
        section="ledger",
        is_indexed=before is None,
    )
    return show(request, page, Shown("ledger/checkpoints.html", context))


@serves("LED-2")
@require_safe
def growth(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """The growth file between two checkpoints."""
    del request
    return proof_file(growth_between(older, newer), f"qingce-growth-{older}-{newer}.json")
