"""What can be done with what governments and enterprises published."""

from __future__ import annotations

from qingce.domain.cleaner_production.advising import LetterText, issue_letter, send_letter, write_letter
from qingce.domain.cleaner_production.assigning import assign_unit
from qingce.domain.cleaner_production.copying import add_publication_copy
from qingce.domain.cleaner_production.designing import DesignText, design_survey, freeze_survey, take_sample
from qingce.domain.cleaner_production.entering import FindingText, enter_finding
from qingce.domain.cleaner_production.loading import take_in_survey
from qingce.domain.cleaner_production.publication_file import take_publications
from qingce.domain.cleaner_production.publishing import PublicationText, note_publication, publish_fields
from qingce.domain.cleaner_production.reporting import write_recommendations
from qingce.domain.cleaner_production.rosters import RosterText, bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.surveying import (
    ContactText,
    code_member,
    note_member_contact,
    note_unit_contact,
)
from qingce.domain.cleaner_production.undoing import undo_publications
from qingce.domain.cleaner_production.withdrawing import withdraw_publication

__all__ = [
    "ContactText",
    "DesignText",
    "FindingText",
    "LetterText",
    "PublicationText",
    "RosterText",
    "add_publication_copy",
    "assign_unit",
    "bring_roster",
    "choose_roster_columns",
    "code_member",
    "design_survey",
    "enter_finding",
    "freeze_survey",
    "issue_letter",
    "note_member_contact",
    "note_publication",
    "note_unit_contact",
    "publish_fields",
    "send_letter",
    "take_in_survey",
    "take_publications",
    "take_sample",
    "undo_publications",
    "withdraw_publication",
    "write_letter",
    "write_recommendations",
]
