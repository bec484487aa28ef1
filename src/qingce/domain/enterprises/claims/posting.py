"""The letter with a code: made by the staff, its code typed in by the claimant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.enterprises.claims.codes import digest_of, is_same, new_code, spaced
from qingce.domain.enterprises.claims.deciding import deciding, root_of
from qingce.domain.enterprises.claims.errors import AddressMissing, CodeVoid, LetterMade, LettersUsedUp, WrongCode
from qingce.domain.enterprises.claims.locking import family_members, locked_claim
from qingce.domain.enterprises.claims.noting import WRONG_CODE, note_act, write_to_admins
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.claims.transitions import CLAIMANTS, CLAIMS
from qingce.domain.enterprises.enums import ClaimAct, ClaimParty
from qingce.domain.enterprises.models import Claim
from qingce.shared.ledger.actions import Writes, apply_transition, check_step
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import seat_for, taker_of


@dataclass(frozen=True)
class CodeLetter:
    """What is printed, once; the code is not kept."""

    claim_id: int
    code: str
    sent_to: str
    enterprise_name: str
    organisation_name: str
    made_on: date
    until: date


def send_code(actor: Actor, pk: int, *, letters_seen: int, at: datetime) -> CodeLetter:
    """Makes a letter with a new code, by the staff; the code of an earlier one counts no more.

    Args: letters_seen: how many letters there were when it was asked for, so that a page loaded again makes none.
    Raises: ClaimNotFound; OutOfArea; OwnAffair; ClaimElsewhere; LetterMade; LettersUsedUp; AddressMissing.
    """
    code = new_code()
    with transaction.atomic():
        claim = deciding(actor, pk, ClaimAct.SEND_CODE)
        _check_letters(claim, letters_seen)
        letter = {"letters": claim.letters + 1, "sent_to": address_of(claim), "code_sent_at": at}
        counts = {"code_digest": digest_of(code, pk), "code_tries": 0, "code_right_at": None}
        writes = Writes(columns=letter | counts, detail={"letter": claim.letters + 1})
        by = taker_of(actor, ClaimParty.STAFF)
        apply_transition(CLAIMS, claim, ClaimAct.SEND_CODE, by=by, at=at, writes=writes)
        until = localdate(claim.code_ends_at)
        write_to_admins(claim, "claim-code-sent", at=at, params={"until": until.isoformat()})
    return CodeLetter(
        claim_id=pk,
        code=spaced(code),
        sent_to=claim.sent_to,
        enterprise_name=claim.enterprise.name,
        organisation_name=claim.organisation.name,
        made_on=localdate(at),
        until=until,
    )


def enter_code(actor: Actor, pk: int, typed: str, *, at: datetime) -> None:
    """Types the code of a letter in, by an editor or admin of the claimant; the staff see that it was right.

    Raises: ClaimNotFound; OrganisationNotFound; RoleTooSmall; ClaimElsewhere; WrongCode: counted; CodeVoid.
    """
    with transaction.atomic():
        claim = locked_claim(pk)
        seat_for(actor, claim.organisation_id, CLAIMANTS[ClaimAct.ENTER_CODE])
        check_step(CLAIMS, claim, ClaimAct.ENTER_CODE, party=ClaimParty.CLAIMANT)
        _check_counts(claim, at)
        is_right = is_same(claim.code_digest or b"", digest_of(typed, pk))
        left = _note_right(claim, actor, at) if is_right else _count_wrong(claim, actor, at)
    # Raised when the count is kept: an error inside the transaction would take it back.
    if not is_right and left:
        raise WrongCode(f"This is not the code of the letter. It can be tried {left} more times.", left=left)
    if not is_right:
        raise _void("tries")


def address_of(claim: Claim) -> str:
    """Where a letter goes: the address as the sources have it, of the enterprise or of one that it is merged with.

    Returns: empty: no source tells one. One query.
    """
    if claim.enterprise.address:
        return claim.enterprise.address
    known = family_members(root_of(claim)).exclude(address="").order_by("pk")
    return known.values_list("address", flat=True).first() or ""


def _check_letters(claim: Claim, letters_seen: int) -> None:
    most = claim_terms().letters_most
    if claim.letters != letters_seen:
        raise LetterMade(
            "This letter was made already, and its code is not kept. Make another one if it was not printed."
        )
    if claim.letters >= most:
        raise LettersUsedUp(
            f"{most} letters were made for this claim, and no more are; decide on what is there.", most=most
        )
    if not address_of(claim):
        raise AddressMissing("No source tells an address of this enterprise; decide on papers or by a check.")


def _check_counts(claim: Claim, at: datetime) -> None:
    if claim.code_right_at is not None:
        raise _void("typed")
    if claim.code_digest is None:
        raise _void("tries")
    if claim.code_ends_at is not None and claim.code_ends_at <= at:
        raise _void("time")


def _void(cause: str) -> CodeVoid:
    told = {
        "typed": "The code was typed in already; the staff decide now.",
        "tries": "Too many wrong codes were typed in; this letter's counts no more. Ask the staff for another letter.",
        "time": "The letter is too old; its code counts no more. Ask the staff for another letter.",
    }
    return CodeVoid(told[cause], cause=cause)


def _note_right(claim: Claim, actor: Actor, at: datetime) -> int:
    by = taker_of(actor, ClaimParty.CLAIMANT)
    right = {"code_right_at": at, "code_digest": None}
    apply_transition(CLAIMS, claim, ClaimAct.ENTER_CODE, by=by, at=at, writes=Writes(columns=right))
    return 0


def _count_wrong(claim: Claim, actor: Actor, at: datetime) -> int:
    """Counts a wrong code. Returns: how many tries are left; with none the code is void."""
    claim.code_tries += 1
    left = max(0, claim_terms().code_tries - claim.code_tries)
    if not left:
        claim.code_digest = None
    claim.save(update_fields=["code_tries", "code_digest"])
    note_act(claim, WRONG_CODE, by=actor, at=at, tries=claim.code_tries)
    return left
