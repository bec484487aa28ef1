"""What the journal calls this room's acts, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

ADDED, REPLACED, WITHDRAWN, AUDIENCE, REDACTED, REMINDED = (
    "document-added",
    "document-replaced",
    "document-withdrawn",
    "document-audience-set",
    "document-file-redacted",
    "document-expiry-told",
)
ACTS = {
    ADDED: _("Document of an enterprise added"),
    REPLACED: _("New version of a document added"),
    WITHDRAWN: _("Document of an enterprise withdrawn"),
    AUDIENCE: _("Audience of a document set"),
    REDACTED: _("Parts taken out of a file of a document"),
    REMINDED: _("Members told that a document expires"),
}

PUBLIC_ACTS = (
    ActSchema(
        "document-published",
        _("Document of an enterprise published"),
        "document",
        {
            "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
            "type": Fact(FactKind.CODE, _("Type of the paper, as the rulebook “documents” has it")),
            "version": Fact(FactKind.NUMBER, _("Version of the document, 1 the first")),
            "files": Fact(FactKind.HASH, _("SHA-256 of the SHA-256 of its files, in their order, one per line")),
        },
    ),
    ActSchema(
        "document-redacted",
        _("Parts taken out of a public document of an enterprise"),
        "document",
        {
            "enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise")),
            "version": Fact(FactKind.NUMBER, _("Version of the document, 1 the first")),
            "files": Fact(FactKind.HASH, _("SHA-256 of the SHA-256 of its files, in their order, one per line")),
        },
        words={"reason": _("Reason")},
    ),
    ActSchema(
        "document-unpublished",
        _("Document of an enterprise no longer public"),
        "document",
        {"enterprise": Fact(FactKind.NUMBER, _("Number of the enterprise"))},
        words={"reason": _("Reason")},
    ),
)
