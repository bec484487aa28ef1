"""What the journal calls this room's acts, and which of them the public ledger holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.registry import ActSchema, Fact, FactKind

ACTS = {
    "file-received": _("File brought for import"),
    "file-mapped": _("Columns of an import said"),
    "import-queued": _("Import begun"),
    "import-stopped": _("Import stopped"),
    "import-discarded": _("Import discarded"),
    "import-restored": _("Records of an undone import published again"),
    "import-undone": _("Import undone"),
    "record-corrected": _("Record corrected"),
    "record-moved": _("Record moved to another enterprise"),
    "record-withdrawn": _("Record withdrawn"),
    "record-republished": _("Record published again"),
    "record-removed": _("Record removed after review"),
    "record-restored": _("Removed record restored"),
    "request-answered": _("Correction request answered"),
    "statement-released": _("Words of a correction request released or taken back"),
    "contact-erased": _("Who asked for a correction erased"),
}

_CONTENT = Fact(FactKind.HASH, _("Hash of all that the record says now"))
_BATCH = Fact(FactKind.NUMBER, _("Number of the import"))
_REASON = {"reason": _("Reason")}
_WHY = _REASON | {"clause": _("Clause")}
_CASE = Fact(FactKind.NUMBER, _("Number of the case"))

PUBLIC_ACTS = (
    ActSchema(
        "records-published",
        _("Records published"),
        "record",
        {
            "batch": _BATCH,
            "file": Fact(FactKind.HASH, _("Hash of the file that they came in")),
            "mapping": Fact(FactKind.HASH, _("Hash of the mapping by which it was read")),
            "rows_known": Fact(FactKind.NUMBER, _("Rows of the file that met known records")),
            "rows_held": Fact(FactKind.NUMBER, _("Rows that wait for a person")),
            "rows_rejected": Fact(FactKind.NUMBER, _("Rows that were put aside")),
        },
        is_bulk=True,
        states=True,
        shows=True,
    ),
    ActSchema(
        "records-found",
        _("Records that were public before the ledger began"),
        "record",
        is_bulk=True,
        states=True,
        shows=True,
    ),
    ActSchema(
        "records-found-withdrawn",
        _("Of these, records that were withdrawn already"),
        "record",
        is_bulk=True,
        shows=False,
    ),
    ActSchema(
        "records-found-removed",
        _("Of these, records that were removed after review already"),
        "record",
        is_bulk=True,
        shows=False,
    ),
    ActSchema(
        "records-withdrawn",
        _("Records of an import withdrawn"),
        "record",
        {"batch": _BATCH},
        is_bulk=True,
        words=_REASON,
        shows=False,
    ),
    ActSchema(
        "records-republished",
        _("Records of an import published again"),
        "record",
        {"batch": _BATCH},
        is_bulk=True,
        words=_REASON,
        shows=True,
    ),
    ActSchema(
        "record-corrected",
        _("Record corrected"),
        "record",
        {"content": _CONTENT, "fields": Fact(FactKind.CODES, _("What was corrected"))},
        words=_REASON | {"former": _("Former values"), "current": _("New values")},
        states=True,
    ),
    ActSchema(
        "record-moved",
        _("Record moved to another enterprise"),
        "record",
        {
            "content": _CONTENT,
            "from": Fact(FactKind.NUMBER, _("Number of the former enterprise")),
            "to": Fact(FactKind.NUMBER, _("Number of the enterprise it is about now")),
        },
        words=_REASON,
        states=True,
    ),
    ActSchema("record-withdrawn", _("Record withdrawn"), "record", words=_WHY, shows=False),
    ActSchema("record-republished", _("Record published again"), "record", words=_WHY, shows=True),
    ActSchema(
        "record-removed",
        _("Record removed after review"),
        "record",
        {"case": _CASE, "path": Fact(FactKind.CODE, _("How the case was reviewed: off-site or on-site"))},
        words=_WHY,
        shows=False,
    ),
    ActSchema("record-restored", _("Removed record restored"), "record", {"case": _CASE}, words=_WHY, shows=True),
)
