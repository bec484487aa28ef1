"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
    "request-answered": _("Correction request answered"),
    "statement-released": _("Words of a correction request released or taken back"),
    "contact-erased": _("Who asked for a correction erased"),
}
