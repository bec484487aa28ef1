"""Saying what a record's removal is decided on, and deciding otherwise: every write is one function here."""

from qingce.domain.removal.actions.confirming import confirm_facts
from qingce.domain.removal.actions.overriding import end_override, override_determination

__all__ = ["confirm_facts", "end_override", "override_determination"]
