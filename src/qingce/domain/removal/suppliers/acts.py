"""What the journal calls the acts about suppliers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SUPPLIER = "audit-supplier-changed"
ACTS = {SUPPLIER: _("Supplier of an audited enterprise named or taken back")}
