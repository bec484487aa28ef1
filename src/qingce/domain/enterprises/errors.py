"""What can be wrong with an enterprise that somebody asks for, whoever asks."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotFound


class EnterpriseNotFound(NotFound):
    """No enterprise has this number."""

    code = "enterprise-not-found"


def not_found(pk: int) -> EnterpriseNotFound:
    """The error for a number that no enterprise has."""
    return EnterpriseNotFound(f"There is no enterprise number {pk}; look it up by name.", number=pk)
