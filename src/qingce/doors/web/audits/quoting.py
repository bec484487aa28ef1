"""An agency that was asked for a quote: what is known of the audit, and its quote."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.removal.actions import QuoteText, decline_quote, quote_for_audit
from qingce.domain.removal.queries import public_audit, quotes_asked_of, quotes_of
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422


class NoQuoteAsked(NotFound):
    """None of one's agencies was asked for a quote in this audit."""

    code = "audit-quote-not-asked"


@serves("REM-4")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_quote(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One's quote for an audit; once an agency is chosen, all quotes."""
    own = quotes_asked_of(actor, pk)
    if not own:
        raise NoQuoteAsked(f"There is no on-site audit number {pk} for which you were asked.", number=pk)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            _quote(request, actor, pk)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [("amount", sentence(error))]
        else:
            messages.success(request, _("Done."))
            return redirect("web:my-quote", pk)
    found = public_audit(pk)
    context = {
        "row": found.row,
        "quote": own[0][2],
        "quotes": quotes_of(pk) if found.row.agency_id else (),
        "is_open": found.row.agency_id is None and found.row.is_open,
        "said": request.POST,
        "faults": faults,
    }
    crumb = Crumb(_("My on-site audits"), reverse("web:my-audits"))
    page = account_page(_("Quote for on-site audit %(number)s") % {"number": pk}, crumb)
    return show(request, page, Shown("audits/quote.html", context), status=WRONG if faults else 200)


def _quote(request: HttpRequest, actor: Actor, pk: int) -> None:
    said, at = request.POST, timezone.now()
    if said.get("act") == "decline":
        decline_quote(actor, pk, at=at)
    else:
        text = QuoteText(said.get("amount", ""), said.get("includes", ""), said.get("days", ""), "independent" in said)
        quote_for_audit(actor, pk, text, at=at)
