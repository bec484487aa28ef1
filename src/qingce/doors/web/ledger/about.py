"""How to check the ledger oneself, and every kind of act that it may hold."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.ledger.entry import ledger_crumb
from qingce.doors.web.ledger.subjects import kind_title
from qingce.doors.web.links import absolute
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import key_rows
from qingce.shared.ledger.queries import schemas as all_schemas


@serves("LED-2")
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Checks a file from the reader's device in the browser, and says how else it is done."""
    page = Page(
        title=_("Check it yourself"),
        description=_("Check a proof, a certificate or a checkpoint of the public ledger, without trusting this site."),
        crumbs=(home_crumb(), ledger_crumb(), Crumb(_("Check it yourself"))),
        section="ledger",
    )
    context = {"keys": [each for each in key_rows() if each.last_size is None], "site": absolute("")}
    return show(request, page, Shown("ledger/check.html", context))


@serves("LED-1")
@require_safe
def schemas(request: HttpRequest) -> HttpResponse:
    """Every kind of act, with its version, facts and words."""
    page = Page(
        title=_("What entries of the ledger say"),
        description=_("Every kind of public act: what an entry of it states, and which words it is bound to."),
        crumbs=(home_crumb(), ledger_crumb(), Crumb(_("Kinds of acts"))),
        section="ledger",
    )
    rows = [(each, kind_title(each.subject)) for each in all_schemas()]
    return show(request, page, Shown("ledger/schemas.html", {"rows": rows}))
