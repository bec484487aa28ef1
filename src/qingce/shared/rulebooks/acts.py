"""What of a release goes into the public ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

KIND = "rulebook"
RELEASED = "rulebook-released"

PUBLIC_ACTS = (
    ActSchema(
        RELEASED,
        _("Version of a rulebook released"),
        KIND,
        {
            "content": Fact(FactKind.HASH, _("Hash of the released file as a leaf of the log")),
            "digest": Fact(FactKind.HASH, _("SHA-256 of the released file")),
            "book": Fact(FactKind.CODE, _("The rulebook")),
            "jurisdiction": Fact(FactKind.NUMBER, _("The division where it holds, GB/T 2260; 0: the whole country")),
            "status": Fact(FactKind.CODE, _("Whether its source is in force or a draft")),
            "source": Fact(FactKind.TEXT, _("The source document")),
            "effective_on": Fact(FactKind.DAY, _("The day from which it holds")),
        },
        states=True,
    ),
)
ACTS = {each.act: each.title for each in PUBLIC_ACTS}
