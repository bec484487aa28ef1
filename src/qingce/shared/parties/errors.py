"""What can be wrong with a person, an organisation or a role."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother


class NoSuchPerson(NotFound):
    """Nobody has this e-mail address."""

    code = "person-not-found"


class NoSuchPersonNumber(NoSuchPerson):
    """Nobody has this number, or who asks does not look after that person."""

    code = "person-number-not-found"


class PersonKnown(InvalidValue):
    """Somebody with this e-mail address has the role already."""

    code = "person-known"


class BadEmail(InvalidValue):
    """The text is no e-mail address."""

    code = "email-unreadable"


class NameMissing(InvalidValue):
    """A person or an organisation needs a name: it stands beside what is decided."""

    code = "person-name-missing"


class WeakPassword(InvalidValue):
    """The password is too easy to guess."""

    code = "password-weak"


class NoSuchGrant(NotFound):
    """Nobody holds this role."""

    code = "grant-not-found"


class LastAdministrator(QingceError):
    """Without this one nobody could give roles any more."""

    code = "last-administrator"


class OrganisationNotFound(NotFound):
    """No organisation has this number, or whoever asks does not belong to it."""

    code = "organisation-not-found"


class OrganisationNameMissing(InvalidValue):
    """An organisation needs a name of bearable length."""

    code = "organisation-name-missing"


class OrganisationKnown(InvalidValue):
    """An organisation of this kind with this code is here already."""

    code = "organisation-known"


class AreaMissing(InvalidValue):
    """A government or a park stands for an area."""

    code = "organisation-area-missing"


class WrongOrganisationState(StepNotOpen):
    """The organisation is not in the state that this needs."""

    code = "organisation-state"


class TooManyWaiting(QingceError):
    """So many of this person's wait that no more are taken."""

    code = "organisations-waiting"


class MembershipNotFound(NotFound):
    """There is no such member."""

    code = "membership-not-found"


class LastAdmin(QingceError):
    """Without this one nobody could manage the organisation."""

    code = "last-admin"


class MemberKnown(InvalidValue):
    """The person is a member already."""

    code = "member-known"


class InvitationNotFound(NotFound, StepNotOpen):
    """No invitation has this link, or it is over."""

    code = "invitation-not-found"


class InvitationForAnother(NotAllowed):
    """The invitation was sent to another e-mail address."""

    code = "invitation-for-another"


class TooManyInvitations(QingceError):
    """So many of the organisation's invitations are open that no more are sent."""

    code = "invitations-open"


class RoleTooSmall(NotAllowed):
    """The member's role does not allow this, or does not any more."""

    code = "role-too-small"


class DutyMissing(NotAllowed):
    """None of the person's roles has this duty."""

    code = "duty-missing"


class OutOfArea(NotAllowed):
    """The thing lies outside the area that the role reaches."""

    code = "out-of-area"


class PartyReasonMissing(InvalidValue):
    """A decision needs a reason."""

    code = "party-reason-missing"


class TextTooLong(InvalidValue):
    """The text has more characters than the field takes."""

    code = "party-text-too-long"


class StillLastAdmin(QingceError):
    """Organisations would be left that nobody could manage."""

    code = "still-last-admin"


class EmailDiffers(InvalidValue):
    """What was typed is not one's own e-mail address."""

    code = "email-differs"


class SpecialityMissing(InvalidValue):
    """An entry without a speciality tells nothing."""

    code = "speciality-missing"


class EntryNotFound(NotFound):
    """There is no such personal entry."""

    code = "entry-not-found"


class ProviderOrganisationGone(NotAllowed):
    """The organisation whose log-in this is takes no new members."""

    code = "provider-organisation-gone"


class ProposalNotFound(NotFound):
    """No proposal has this number, or whoever asks has nothing to do with it."""

    code = "proposal-not-found"


class ProposedSubjectNotFound(NotFound):
    """What is to be hidden or restored is not there."""

    code = "proposed-subject-not-found"


class AlreadyProposed(QingceError):
    """The same waits for a second person already."""

    code = "already-proposed"


class ProposalDecided(StepNotOpen):
    """The proposal is decided, or taken back, by now."""

    code = "proposal-decided"


class ProposalOutdated(QingceError):
    """The thing is not as it was when the proposal was made."""

    code = "proposal-outdated"


class ProposerGone(QingceError):
    """Whoever proposed may not do so any more."""

    code = "proposer-gone"


class SamePerson(StepOfAnother):
    """One and the same person cannot be two."""

    code = "same-person"


class NotYourProposal(StepOfAnother):
    """Another person's proposal can be refused, not taken back."""

    code = "not-your-proposal"


class SecondPersonNeeded(NotAllowed):
    """What hides or restores something public is done by two people."""

    code = "second-person-needed"
