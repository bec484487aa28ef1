"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "enterprises-merged": _("Enterprises merged"),
    "enterprise-split": _("Enterprise set apart again"),
    "question-answered": _("Question of the match review answered"),
    "question-passed-on": _("Question of the match review passed on"),
}
