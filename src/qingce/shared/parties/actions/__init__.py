"""Writing people, organisations, memberships and roles."""

from __future__ import annotations

from qingce.shared.parties.actions.admission import admit_by_provider
from qingce.shared.parties.actions.drawing import (
    freeze_draw,
    propose_value,
    propose_void_draw,
    replace_drawn,
    settle_draw,
)
from qingce.shared.parties.actions.entries import EntryText, drop_entry, save_entry
from qingce.shared.parties.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from qingce.shared.parties.actions.membership import (
    appoint_admin,
    change_member_role,
    end_membership,
    leave_organisation,
)
from qingce.shared.parties.actions.organisations import (
    PROOF,
    OrganisationText,
    admit_by_claim,
    close_by_staff,
    close_organisation,
    decide_organisation,
    register_organisation,
)
from qingce.shared.parties.actions.people import (
    change_profile,
    make_person,
    note_log_in_change,
    set_password,
)
from qingce.shared.parties.actions.personal_data import erase_person, export_person
from qingce.shared.parties.actions.proposals import confirm_proposal, propose, refuse_proposal, take_back
from qingce.shared.parties.actions.staff import add_staff, end_role, end_staff, grant_role

__all__ = [
    "PROOF",
    "EntryText",
    "OrganisationText",
    "accept_invitation",
    "add_staff",
    "admit_by_claim",
    "admit_by_provider",
    "appoint_admin",
    "change_member_role",
    "change_profile",
    "close_by_staff",
    "close_organisation",
    "confirm_proposal",
    "decide_organisation",
    "decline_invitation",
    "drop_entry",
    "end_membership",
    "end_role",
    "end_staff",
    "erase_person",
    "export_person",
    "freeze_draw",
    "grant_role",
    "invite",
    "leave_organisation",
    "make_person",
    "note_log_in_change",
    "propose",
    "propose_value",
    "propose_void_draw",
    "refuse_proposal",
    "register_organisation",
    "replace_drawn",
    "save_entry",
    "set_password",
    "settle_draw",
    "take_back",
    "withdraw_invitation",
]
