"""What can be done with what governments published."""

from __future__ import annotations

from qingce.domain.cleaner_production.entering import FindingText, enter_finding
from qingce.domain.cleaner_production.loading import take_in_survey
from qingce.domain.cleaner_production.rosters import RosterText, bring_roster, choose_roster_columns

__all__ = [
    "FindingText",
    "RosterText",
    "bring_roster",
    "choose_roster_columns",
    "enter_finding",
    "take_in_survey",
]
