"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {"mapping-saved": _("Mapping of a file's columns saved")}
