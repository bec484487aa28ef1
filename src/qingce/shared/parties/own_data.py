"""What this room, the journal and the mail keep about a person."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qingce.shared.ledger.actions import forget_details, forget_person
from qingce.shared.ledger.queries import count_entries_of_person, entries_of_person
from qingce.shared.mail.actions import forget_letters
from qingce.shared.mail.queries import days_kept, letters_to
from qingce.shared.parties.enums import ProposalState
from qingce.shared.parties.log_in_data import LOG_IN_PARTS, UNTIL_ERASED
from qingce.shared.parties.models import Invitation, Membership, Person, PersonalEntry, Proposal, RoleGrant
from qingce.shared.parties.personal_data import DataSubject, PersonalPart


def export_account(subject: DataSubject) -> dict[str, object]:
    """The account itself; without the password, of which only a digest is kept."""
    fields = ("number", "name", "email", "language", "created_at", "last_login", "privacy_agreed_on")
    return dict(Person.objects.values(*fields).get(pk=subject.person_id))


def erase_account(subject: DataSubject, at: datetime) -> None:
    """Empties the account: number and dates stay, so that public acts keep their signature."""
    person = Person.objects.get(pk=subject.person_id)
    person.name, person.email, person.language = "", erased_address(subject), "zh"
    person.is_active, person.erased_at, person.last_login = False, at, None
    person.set_unusable_password()
    person.save()


def erased_address(subject: DataSubject) -> str:
    """What stands where the e-mail address stood; no letter can ever arrive there."""
    return f"{subject.number.lower()}@erased.invalid"


def export_roles(subject: DataSubject) -> list[dict[str, object]]:
    """Roles of the staff, ended ones too."""
    rows = RoleGrant.objects.filter(person=subject.person_id).order_by("pk")
    return [dict(row) for row in rows.values("role", "area", "granted_at", "ended_at")]


def export_memberships(subject: DataSubject) -> list[dict[str, object]]:
    """Memberships, ended ones too."""
    rows = Membership.objects.filter(person=subject.person_id).select_related("organisation").order_by("pk")
    return [
        {
            "organisation": row.organisation.name,
            "number": row.organisation.number,
            "role": row.role,
            "since": row.since,
            "ended_at": row.ended_at,
        }
        for row in rows
    ]


def export_invitations(subject: DataSubject) -> list[dict[str, object]]:
    """Invitations to the person's addresses; without the secrets of their links."""
    rows = Invitation.objects.filter(email__in=subject.emails).select_related("organisation").order_by("pk")
    return [
        {
            "organisation": row.organisation.name,
            "email": row.email,
            "role": row.role,
            "state": row.state,
            "invited_at": row.invited_at,
            "answered_at": row.answered_at,
        }
        for row in rows
    ]


def erase_invitations(subject: DataSubject, at: datetime) -> None:
    """Takes the address out of answered ones; open ones have been declined before."""
    del at
    Invitation.objects.filter(email__in=subject.emails).update(email=erased_address(subject))


def export_entries(subject: DataSubject) -> list[dict[str, object]]:
    """Entries as a practitioner or an expert."""
    rows = PersonalEntry.objects.filter(person=subject.person_id).order_by("kind")
    return [dict(row) for row in rows.values("kind", "title", "speciality", "employer", "qualification", "updated_at")]


def erase_entries(subject: DataSubject, at: datetime) -> None:
    """Drops them."""
    del at
    PersonalEntry.objects.filter(person=subject.person_id).delete()


def export_proposals(subject: DataSubject) -> list[dict[str, object]]:
    """What the person proposed or decided where two people are needed."""
    rows = Proposal.objects.filter(proposed_by=subject.person_id) | Proposal.objects.filter(
        decided_by=subject.person_id
    )
    return [
        {
            "act": row.act,
            "subject": row.subject_id,
            "role": "proposed" if row.proposed_by_id == subject.person_id else "decided",
            "text": row.reason if row.proposed_by_id == subject.person_id else row.answer,
            "state": row.state,
            "at": row.proposed_at if row.proposed_by_id == subject.person_id else row.decided_at,
        }
        for row in rows.order_by("pk")
    ]


def erase_proposals(subject: DataSubject, at: datetime) -> None:
    """Takes open ones back; the others stay, under the number."""
    rows = Proposal.objects.filter(proposed_by=subject.person_id, state=ProposalState.OPEN)
    rows.update(state=ProposalState.TAKEN_BACK, decided_by=subject.person_id, decided_at=at)


def export_journal(subject: DataSubject) -> list[dict[str, object]]:
    """What the person did, and what was done to the person, the newest first; others are not named."""
    total = count_entries_of_person(subject.person_id)
    return [
        {
            "at": each.at,
            "act": each.act,
            "by": "you" if each.person_id == subject.person_id else "somebody else" if each.person_id else "platform",
            "organisation": each.organisation_id,
            "subject": f"{each.subject_kind} {each.subject_id}" if each.subject_kind else "",
            "detail": each.detail,
        }
        for each in entries_of_person(subject.person_id, count=total)
    ]


def erase_journal(subject: DataSubject, at: datetime) -> None:
    """Empties what explains each act, and forgets whose the public ones were."""
    del at
    forget_details(subject.person_id)
    forget_person(subject.signature)


def export_letters(subject: DataSubject) -> list[dict[str, object]]:
    """Letters to the person's addresses: that there were, not their words, which may hold secrets."""
    return [
        {
            "to": each.to,
            "kind": each.kind,
            "state": each.state.value,
            "created_at": each.created_at,
            "sent_at": each.sent_at,
        }
        for email in subject.emails
        for each in letters_to(email)
    ]


def erase_letters(subject: DataSubject, at: datetime) -> None:
    """Takes addresses and words out of them; one that waits is not sent."""
    for email in subject.emails:
        forget_letters(email, at=at)


# Forgotten from the last to the first, so that what forgetting one part writes down goes with the next.
OWN_PARTS = (
    PersonalPart(
        "account",
        _("Account: name, e-mail address, language, public number"),
        _("To know who acts; members of your organisations and the staff see the name"),
        _("Until you erase the account; the number and the dates stay"),
        export_account,
        erase_account,
    ),
    PersonalPart(
        "letters",
        _("Letters to you"),
        _("To send them, and to see what came back"),
        format_lazy(_("{days} days"), days=days_kept()),
        export_letters,
        erase_letters,
    ),
    PersonalPart(
        "journal",
        _("Activity"),
        _("So that you, and if need be a court, can see what was done in your name"),
        _("For good; after erasing without any detail, under the number"),
        export_journal,
        erase_journal,
    ),
    *LOG_IN_PARTS,
    PersonalPart(
        "roles",
        _("Roles of the staff"),
        _("To know who was allowed to do what"),
        _("For good, under the number"),
        export_roles,
    ),
    PersonalPart(
        "memberships",
        _("Memberships of organisations"),
        _("To know who was allowed to speak for an organisation"),
        _("For good, under the number"),
        export_memberships,
    ),
    PersonalPart(
        "invitations",
        _("Invitations to your address"),
        _("So that only you can take them up"),
        _("Until you erase the account; then without the address"),
        export_invitations,
        erase_invitations,
    ),
    PersonalPart(
        "entries",
        _("Entries as practitioner or expert"),
        _("So that the staff know whom to ask for what"),
        UNTIL_ERASED,
        export_entries,
        erase_entries,
    ),
    PersonalPart(
        "decisions of two people",
        _("What you proposed or decided where two people are needed"),
        _("So that everybody can see that two people decided; the public sees numbers only"),
        _("For good, under the number"),
        export_proposals,
        erase_proposals,
    ),
)
