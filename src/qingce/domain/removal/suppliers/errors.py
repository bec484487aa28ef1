"""What can be wrong with a supplier."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue


class SupplierWrong(InvalidValue):
    """A supplier cannot be named like this."""

    code = "audit-supplier"
