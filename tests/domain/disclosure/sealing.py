"""Explanations that were sent, sealed and handed in."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.disclosure.actions import (
    Consent,
    add_paper,
    publish_disclosure,
    send_explanations,
    submit_disclosure,
)
from qingce.domain.disclosure.enums import CommitmentKind
from qingce.domain.disclosure.models import Disclosure
from qingce.domain.disclosure.queries import commitment_text, review_checks
from qingce.shared.files.queries import open_file
from qingce.shared.issuing.queries import issued_by_ids, pdf_of
from qingce.shared.parties.enums import Actor
from tests.domain.disclosure.disclosing import write_all
from tests.domain.documents.keeping import Kept, grantor
from tests.factories import AT


def sent(own: Kept, *, actor: Actor | None = None, has_seen: bool = True, at: datetime = AT) -> int:
    """Every record explained and sent."""
    version = commitment_text(CommitmentKind.PROMISE).version
    consent = Consent(version, "zh", has_seen=has_seen)
    return send_explanations(actor or own.actor, own.enterprise, "supervision", consent, at=at)


def document(pk: int) -> bytes:
    """The document of a disclosure, as it was issued."""
    issued = issued_by_ids([Disclosure.objects.get(pk=pk).issued_id or 0])[0]
    with open_file(pdf_of(issued)) as content:
        return content.read()


def submitted(own: Kept, *, at: datetime = AT) -> int:
    """Sent, come back as it was issued, and handed in."""
    write_all(own)
    pk = sent(own, at=at)
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=at)
    submit_disclosure(own.actor, pk, at=at)
    return pk


def published(own: Kept, *, at: datetime = AT) -> int:
    """Checked and public."""
    pk = submitted(own, at=at)
    publish_disclosure(grantor(), pk, checks=[each.id for each in review_checks()], at=at)
    return pk
