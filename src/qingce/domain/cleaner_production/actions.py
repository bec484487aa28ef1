"""What can be done with what governments published."""

from __future__ import annotations

from qingce.domain.cleaner_production.entering import FindingText, enter_finding
from qingce.domain.cleaner_production.loading import take_in_survey

__all__ = ["FindingText", "enter_finding", "take_in_survey"]
