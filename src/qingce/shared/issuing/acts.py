"""What of an issued document goes into the public ledger: enough to tell a true one from a false one, no text of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

ISSUED = "document-issued"
SUBJECT = "issued-document"

PUBLIC_ACTS = (
    ActSchema(
        ISSUED,
        _("Document issued"),
        SUBJECT,
        {
            "code": Fact(FactKind.CODE, _("The code that stands on each of its pages")),
            "kind": Fact(FactKind.CODE, _("What kind of document it is")),
            "about": Fact(FactKind.CODE, _("What it is about: kind and number, such as record/12")),
            "language": Fact(FactKind.CODE, _("Its language, zh or en")),
            "fingerprint": Fact(FactKind.HASH, _("SHA-256 of all that it says, as canonical JSON")),
            "file": Fact(FactKind.HASH, _("SHA-256 of its PDF file")),
            "pages": Fact(FactKind.NUMBER, _("How many pages it has")),
        },
    ),
)

ACTS = {ISSUED: _("Document issued"), "document-forgotten": _("Text of an issued document forgotten")}
