"""What each act on a claim leaves behind: a change, an entry of the journal, letters to the organisation's admins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.enterprises.enums import ClaimAct
from qingce.domain.enterprises.models import Claim
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import admins_of

SUBMITTED = "claim-submitted"
WRONG_CODE = "claim-code-wrong"
HANDED_OVER = "claim-handed-over"
ACTS = {each.value: each.label for each in ClaimAct} | {
    SUBMITTED: _("Enterprise claimed"),
    WRONG_CODE: _("Wrong code of a letter typed in"),
    HANDED_OVER: _("Claim of an enterprise handed over"),
}
_ALWAYS = ("organisation", "enterprise", "claim")
LETTERS = (
    MailKind("claim-submitted", _ALWAYS, (), _("An enterprise was claimed")),
    MailKind("claim-code-sent", (*_ALWAYS, "until"), (), _("A letter with a code goes out")),
    MailKind("claim-decided", (*_ALWAYS, "state", "reason"), (), _("Decision on a claim"), ("state",)),
    MailKind("claim-ended", (*_ALWAYS, "cause", "reason"), (), _("A claim was ended"), ("cause",)),
)


def note_act(claim: Claim, act: str, *, by: Actor, at: datetime, **detail: str | int) -> None:
    """Says that a claim changed, and who did it; in the act's transaction."""
    note_change("claim", claim.pk, at=at)
    journal(
        act,
        by=by.person_id or None,
        organisation=claim.organisation_id,
        subject=("claim", claim.pk),
        detail=detail,
        at=at,
    )


def write_to_admins(claim: Claim, kind: str, *, at: datetime, params: Mapping[str, str] | None = None) -> None:
    """A letter to each admin of the claiming organisation; it goes out if the act commits."""
    said: dict[str, str | int] = {
        "organisation": claim.organisation.name,
        "enterprise": claim.enterprise.name,
        "claim": claim.pk,
        **(params or {}),
    }
    for admin in admins_of(claim.organisation_id):
        send_mail(kind, to=admin.email, language=admin.language, params=said, at=at)
