"""Reading people, organisations and roles."""

from __future__ import annotations

from qingce.shared.parties.acting import SYSTEM, Operator, actor_of, operator
from qingce.shared.parties.actions.people import checked_name, readable_email
from qingce.shared.parties.drawing import CORRECT_VALUE, VOID_DRAW, waiting_draws
from qingce.shared.parties.duties import roles_of
from qingce.shared.parties.naming import (
    is_email_known,
    is_one_person,
    language_of,
    name_behind,
    names_of,
    person_number,
    signature_name,
    staff_names,
)
from qingce.shared.parties.open_work import open_work
from qingce.shared.parties.permissions import (
    check_duty,
    check_reach,
    check_two_people,
    in_areas,
    seat_for,
    within_duty,
)
from qingce.shared.parties.personal_data import personal_parts
from qingce.shared.parties.reading_entries import EntryRow, entries_of
from qingce.shared.parties.reading_organisations import (
    AdminAddress,
    InvitationRow,
    MemberRow,
    OrganisationDetail,
    OrganisationRow,
    active_organisations,
    admins_of,
    count_organisations,
    get_organisation,
    invitation_of,
    members_of,
    organisations,
    organisations_by_ids,
    waiting_organisations,
)
from qingce.shared.parties.reading_people import (
    GrantRow,
    PersonDetail,
    PersonRow,
    StaffRow,
    count_people,
    get_person,
    people,
    staff,
    staff_with,
)
from qingce.shared.parties.reading_proposals import (
    ProposalDetail,
    ProposalRow,
    count_proposals,
    get_proposal,
    open_proposal,
    proposals,
    waiting_proposals,
)
from qingce.shared.parties.signing import signatory_of, taker_of
from qingce.shared.parties.terms import entry_limits, parties_terms

__all__ = [
    "CORRECT_VALUE",
    "SYSTEM",
    "VOID_DRAW",
    "AdminAddress",
    "EntryRow",
    "GrantRow",
    "InvitationRow",
    "MemberRow",
    "Operator",
    "OrganisationDetail",
    "OrganisationRow",
    "PersonDetail",
    "PersonRow",
    "ProposalDetail",
    "ProposalRow",
    "StaffRow",
    "active_organisations",
    "actor_of",
    "admins_of",
    "check_duty",
    "check_reach",
    "check_two_people",
    "checked_name",
    "count_organisations",
    "count_people",
    "count_proposals",
    "entries_of",
    "entry_limits",
    "get_organisation",
    "get_person",
    "get_proposal",
    "in_areas",
    "invitation_of",
    "is_email_known",
    "is_one_person",
    "language_of",
    "members_of",
    "name_behind",
    "names_of",
    "open_proposal",
    "open_work",
    "operator",
    "organisations",
    "organisations_by_ids",
    "parties_terms",
    "people",
    "person_number",
    "personal_parts",
    "proposals",
    "readable_email",
    "roles_of",
    "seat_for",
    "signatory_of",
    "signature_name",
    "staff",
    "staff_names",
    "staff_with",
    "taker_of",
    "waiting_draws",
    "waiting_organisations",
    "waiting_proposals",
    "within_duty",
]
