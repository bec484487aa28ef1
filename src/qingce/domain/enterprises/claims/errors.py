"""What can be wrong with a claim."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotAllowed, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


class ClaimNotFound(NotFound):
    """No claim has this number, or whoever asks may not see it."""

    code = "claim-not-found"


class EnterpriseWithheld(InvalidValue):
    """The enterprise stands under a pseudonym: to claim it would tell, or invent, who is meant."""

    code = "claim-withheld"


class NotAnEnterprise(InvalidValue):
    """Only an organisation of the kind enterprise claims one."""

    code = "claim-organisation-kind"


class CodeOfAnother(InvalidValue):
    """The code is not the enterprise's."""

    code = "claim-uscc"


class OrganisationCodeDiffers(InvalidValue):
    """The organisation was registered with another code."""

    code = "claim-organisation-uscc"


class ClaimOpen(QingceError):
    """The organisation has an open claim of this enterprise."""

    code = "claim-open"


class ClaimHeld(QingceError):
    """The organisation holds the enterprise already."""

    code = "claim-held"


class TooManyClaims(QingceError):
    """So many claims of this person are open that no more are taken."""

    code = "claims-open"


class ProofMissing(InvalidValue):
    """Neither words nor a file show anything."""

    code = "claim-without-proof"


class TooManyProofs(InvalidValue):
    """More files came than one claim takes."""

    code = "claim-files"


class ClaimTextTooLong(InvalidValue):
    """The text has more characters than the field takes."""

    code = "claim-text-too-long"


class ClaimReasonMissing(InvalidValue):
    """A decision needs a reason."""

    code = "claim-reason-missing"


class GroundsMissing(InvalidValue):
    """It is not said what shows the claim, or what is said is not there."""

    code = "claim-grounds"


class ClaimElsewhere(StepNotOpen):
    """The claim is not in a state in which this can be done."""

    code = "claim-state"


class OwnAffair(NotAllowed):
    """Whoever belongs to one of the organisations concerned does not decide."""

    code = "claim-own"


class HeldByAnother(QingceError):
    """Another organisation holds the enterprise; to grant the claim is to end that one's."""

    code = "claim-held-by-another"


class ClaimantClosed(QingceError):
    """The claiming organisation was closed meanwhile."""

    code = "claim-organisation-closed"


class ClaimantKnown(QingceError):
    """Another open organisation has the same code."""

    code = "claim-organisation-known"


class AddressMissing(QingceError):
    """No source tells an address to which a letter could go."""

    code = "claim-address-missing"


class LettersUsedUp(QingceError):
    """As many letters were made as one claim gets."""

    code = "claim-letters-used-up"


class LetterMade(QingceError):
    """The letter was made already; its code is not kept."""

    code = "claim-letter-made"


class WrongCode(InvalidValue):
    """The code is not that of the letter."""

    code = "claim-code-wrong"


class CodeVoid(QingceError):
    """No code counts now: too many were wrong, too long ago, or it was typed in already."""

    code = "claim-code-void"
