"""What the journal calls this room's acts; none of them is public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ANSWERED, CONFLICTED = "checklist-answered", "checklist-conflict"
EVIDENCE, WITHDRAWN, REMARKED = "checklist-evidence", "checklist-evidence-withdrawn", "checklist-remark"
ACTS = {
    ANSWERED: _("Item of a form answered"),
    CONFLICTED: _("Item of a form answered beside another answer"),
    EVIDENCE: _("Evidence added to a form"),
    WITHDRAWN: _("Evidence of a form taken back"),
    REMARKED: _("Item of a form confirmed, or objected to"),
}
