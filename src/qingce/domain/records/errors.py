"""What can go wrong in reading records."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotFound


class RecordNotFound(NotFound):
    """No record has this number."""

    code = "record-not-found"
