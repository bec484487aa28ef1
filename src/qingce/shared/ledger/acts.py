"""This room's own public acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind

PUBLIC_ACTS = (
    ActSchema(
        "ledger-key-begun",
        _("Key of the ledger begun to be used"),
        "ledger-key",
        {"key": Fact(FactKind.TEXT, _("The public key"))},
    ),
    ActSchema(
        "ledger-key-ended",
        _("Key of the ledger no longer used"),
        "ledger-key",
        {"key": Fact(FactKind.TEXT, _("The public key"))},
    ),
    ActSchema(
        "ledger-recovered",
        _("Entries taken over from the published files after a restore"),
        "ledger",
        {
            "first": Fact(FactKind.NUMBER, _("Number of the first entry that the database had lost")),
            "count": Fact(FactKind.NUMBER, _("How many it had lost")),
        },
    ),
    ActSchema(
        "words-redacted",
        _("Words beside an entry taken away"),
        "entry",
        words={"reason": _("Reason"), "clause": _("Clause")},
    ),
)
