"""What can be wrong with the tables of signs."""

from __future__ import annotations

from qingce.pure.kernel.errors import QingceError


class InvalidSign(QingceError):
    """A line of a table of signs cannot be read."""

    code = "invalid-sign"
