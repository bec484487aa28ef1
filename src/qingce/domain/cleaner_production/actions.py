"""What can be done with what governments and enterprises published."""

from __future__ import annotations

from qingce.domain.cleaner_production.assigning import assign_unit
from qingce.domain.cleaner_production.designing import DesignText, design_survey, freeze_survey, take_sample
from qingce.domain.cleaner_production.entering import FindingText, enter_finding
from qingce.domain.cleaner_production.loading import take_in_survey
from qingce.domain.cleaner_production.rosters import RosterText, bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.surveying import (
    ContactText,
    code_member,
    note_member_contact,
    note_unit_contact,
)

__all__ = [
    "ContactText",
    "DesignText",
    "FindingText",
    "RosterText",
    "assign_unit",
    "bring_roster",
    "choose_roster_columns",
    "code_member",
    "design_survey",
    "enter_finding",
    "freeze_survey",
    "note_member_contact",
    "note_unit_contact",
    "take_in_survey",
    "take_sample",
]
