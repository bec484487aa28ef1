"""What other rooms tell this one when Django starts."""

from __future__ import annotations

from qingce.shared.parties.open_work import OpenWork, register_open_work
from qingce.shared.parties.personal_data import DataSubject, PersonalPart, register_personal_data

__all__ = ["DataSubject", "OpenWork", "PersonalPart", "register_open_work", "register_personal_data"]
