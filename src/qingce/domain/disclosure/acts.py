"""What the journal calls this room's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACCEPTED, DECLINED, WRITTEN = "commitment-accepted", "commitment-declined", "explanation-written"
ACTS = {
    ACCEPTED: _("Commitment of an enterprise accepted"),
    DECLINED: _("Commitment of an enterprise declined"),
    WRITTEN: _("Explanation of a record written"),
}
