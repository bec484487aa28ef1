"""What keeps robots off a form of strangers without asking people anything.

The form carries its notice, a nonce and the moment it was opened, signed: one that was sent faster than people read and
write, is too old, or belongs to another notice is shown again with what was typed. A field that people do not see stays
empty. It needs no cookie, no script and no other site, and nothing has to be seen or heard.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from qingce.shared.notices.queries import notice_terms

_FORM = "qingce.objection-form"
TRAP = "website"  # people do not see it; programs fill it in


@dataclass(frozen=True)
class FormToken:
    """The nonce of a form. Args: is_fresh: ours, of this notice, not too old. is_early: sent faster than people can."""

    nonce: str
    text: str
    is_fresh: bool = True
    is_early: bool = False


def new_token(notice: int, *, at: datetime) -> FormToken:
    """A token for a form that is about to be shown."""
    nonce = secrets.token_urlsafe(16)
    return FormToken(nonce, signing.dumps([notice, nonce, int(at.timestamp())], salt=_FORM))


def sent_token(text: str, notice: int, *, at: datetime) -> FormToken:
    """The token that came back with a form; one that is not fresh is replaced."""
    try:
        about, nonce, opened = signing.loads(text, salt=_FORM)
    except (signing.BadSignature, ValueError):
        about, nonce, opened = 0, "", 0
    age, terms = timedelta(seconds=at.timestamp() - opened), notice_terms()
    if about != notice or age > timedelta(hours=terms.form_hours):
        token = new_token(notice, at=at)
        return FormToken(token.nonce, token.text, is_fresh=False)
    return FormToken(nonce, text, is_early=age < timedelta(seconds=terms.form_seconds_least))
