"""The declaration of annex 3 as a document to print: its text from the rulebook, the facts, and room to sign."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qingce.domain.removal.audits.agreeing import newest_plan
from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import seen_by
from qingce.domain.removal.models import Audit
from qingce.pure.rules.schema import Text
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Issued, Language, draft
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import book_of

DECLARATION = "audit-declaration"
LIST, FORM = "declaration", "declaration-form"
_CODES = {"zh": "zh-hans", "en": "en"}
_BLANK = "＿＿＿＿＿＿＿＿"


def declaration_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the declaration of an audit says; None: there is no such audit."""
    audit = Audit.objects.select_related("case__enterprise", "agency", "observer").filter(pk=number).first()
    if audit is None:
        return None
    with translation.override(_CODES[language]):
        return _draft(audit, language, on)


def issue_declaration(pk: int, language: Language, *, actor: Actor, at: datetime) -> Issued:
    """The declaration to print, for who sees the audit: the same one on the same day.

    Raises: AuditNotFound; the errors of issuing.
    """
    if not Audit.objects.filter(seen_by(actor), pk=pk).exists():
        raise audit_not_found(pk)
    made = declaration_draft(pk, language, on=localdate(at))
    if made is None:
        raise audit_not_found(pk)
    return issue_document(made, subject=pk, at=at, by=actor.person_id)


def _draft(audit: Audit, language: Language, on: date) -> Draft:
    book, plan = book_of(audit.rules), newest_plan(audit)
    observer = audit.observer.name if audit.observer else ""
    known = {
        "date": " – ".join(dict.fromkeys((plan.from_on.isoformat(), plan.until_on.isoformat()))) if plan else "",
        "factory": audit.case.enterprise.name,
        "agency": audit.agency.name if audit.agency else "",
        "ngo": observer or (_("The platform itself") if audit.is_platform_observing else ""),
    }
    listed = book.lists[LIST]
    items = [
        (_in(party.title, language), str(place), _in(item.title, language), item.clause)
        for party in listed.axis["party"]
        for place, item in enumerate((each for each in listed.item if each.at["party"] == party.id), start=1)
    ]
    form = book.lists[FORM].item
    return draft(
        DECLARATION,
        language=language,
        title=audit.case.enterprise.name,
        subtitle=_("On-site audit %(audit)d of case %(case)d") % {"audit": audit.pk, "case": audit.case_id},
        issuer=_("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc},
        issued_on=on,
        values={
            "facts": [(_in(each.title, language), known[each.id] or _BLANK) for each in form if each.id in known],
            "promises": items,
            "signatures": [(_in(each.title, language), "", "", "") for each in form if each.at["part"] == "signatures"],
            "notes": [_("Rules: %(book)s, %(digest)s.") % {"book": book.key, "digest": audit.rules}],
        },
    )


def _in(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
