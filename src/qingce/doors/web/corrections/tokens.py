"""What makes a form ours without a cookie: a signed nonce in the form, and the page that it was sent from.

A form of strangers acts with nobody's rights, so there is nothing that another site could borrow; the nonce makes the
same form sent twice one request, and lets the form go on after an error with the files that are up already.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from qingce.domain.records.queries import answer_terms

_FORM = "qingce.correction-form"


@dataclass(frozen=True)
class FormToken:
    """The nonce of a form; `is_fresh`: ours, of this record, and not too old."""

    nonce: str
    text: str
    is_fresh: bool = True


def new_token(record_id: int) -> FormToken:
    """A token for a form that is about to be shown."""
    nonce = secrets.token_urlsafe(16)
    return FormToken(nonce, signing.dumps([record_id, nonce], salt=_FORM))


def sent_token(text: str, record_id: int) -> FormToken:
    """The token that came back with a form; one that is not fresh is replaced, and keeps the files of the form."""
    try:
        about, nonce = signing.loads(text, salt=_FORM)
        age = timedelta(hours=answer_terms().form_hours)
        signing.loads(text, salt=_FORM, max_age=age)
    except signing.SignatureExpired:
        return FormToken(nonce, signing.dumps([record_id, nonce], salt=_FORM), is_fresh=False)
    except (signing.BadSignature, ValueError):
        token = new_token(record_id)
        return FormToken(token.nonce, token.text, is_fresh=False)
    return FormToken(nonce, text, is_fresh=about == record_id)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, as far as the browser says."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
