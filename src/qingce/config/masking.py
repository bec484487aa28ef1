"""Addresses that open something to whoever knows them are not written into the log."""

from __future__ import annotations

import logging
import re

# Links to a correction request, an upload that goes on, an invitation, a new password, the confirmation of an address,
# to letters about notices and to an objection.
_OPENING = "requests|uploads|invitations|password/reset/key|confirm-email|notices/letters|notices/objections"
_SECRET = re.compile(rf"(/(?:{_OPENING})/)[^/\s'\"?]+")


def masked(text: str) -> str:
    """A text with an ellipsis in place of what opens something."""
    return _SECRET.sub(r"\1…", text)


class Masking(logging.Filter):
    """Masks a line before it is written: Django names the path of what failed, and of forms without their token."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, masked."""
        record.msg = masked(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(masked(each) if isinstance(each, str) else each for each in record.args)
        return True
