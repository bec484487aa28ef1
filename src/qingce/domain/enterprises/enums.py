"""Closed vocabularies of this room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NameKind(TextChoices):
    """How a name belongs to an enterprise."""

    CURRENT = "current", _("Current name")
    FORMER = "former", _("Former name")
    VARIANT = "variant", _("Written differently")


class Identity(TextChoices):
    """How sure we are who an enterprise is."""

    USCC = "uscc", _("Identified by its unified social credit code")
    NAME = "name", _("Identified by its name only")
    PSEUDONYM = "pseudonym", _("Pseudonym: the enterprise's real name is withheld")


class TraitKind(TextChoices):
    """What several enterprises may share."""

    ADDRESS = "address", _("Address")
    TELEPHONE = "telephone", _("Telephone")
    PERSON = "person", _("Legal representative")


class MatchReason(TextChoices):
    """What speaks for or against a description and a known enterprise being one."""

    CODE_EQUAL = "code-equal", _("Same unified social credit code")
    CODE_ONE_OFF = "code-one-off", _("The stated code differs in one place from its code")
    CODE_PART = "code-part", _("The stated code agrees with its code as far as it goes")
    CODE_UNLIKE = "code-unlike", _("The stated code is not its code")
    NAME_EQUAL = "name-equal", _("Same name")
    NAME_FORMER = "name-former", _("One of its former or other names")
    NAME_STATED_FORMER = "name-stated-former", _("The source gives its name as a former one")
    CORE_EQUAL = "core-equal", _("Same name but for place and legal form")
    ONE_CHARACTER = "one-character", _("The names differ in one character")
    ONE_SOUND = "one-sound", _("The names sound alike")
    TWO_CHARACTERS = "two-characters", _("The names differ in two characters")
    MASK_FITS = "mask-fits", _("Its name fits the hidden characters")
    NAME_PART = "name-part", _("One name is part of the other")
    NAME_LATIN = "name-latin", _("Its name written in Latin letters")
    TRADE_DIFFERS = "trade-differs", _("Same beginning, another trade")
    NAME_UNLIKE = "name-unlike", _("The names differ much")
    LEGAL_FORM_DIFFERS = "legal-form-differs", _("Another legal form")
    REGION_WORD_MISSING = "region-word-missing", _("One name leaves out the place")
    REGION_WORD_DIFFERS = "region-word-differs", _("The names tell different places")
    NUMBER_DIFFERS = "number-differs", _("Numbers in the names differ")
    BRANCH_OF = "branch-of", _("One is a branch or site of the other")
    BRANCH_DIFFERS = "branch-differs", _("Different branches or sites")
    SAME_ADDRESS = "same-address", _("Same address")
    OTHER_ADDRESS = "other-address", _("Another address")
    SAME_COUNTY = "same-county", _("Same county or district")
    SAME_PREFECTURE = "same-prefecture", _("Same city, another district")
    OTHER_PREFECTURE = "other-prefecture", _("Another city")
    PLACE_UNKNOWN = "place-unknown", _("A place is not stated")


class AskReason(TextChoices):
    """Why a row is asked about."""

    CODE_OTHER_NAME = "code-other-name", _("The code is known, but under another name")
    SEVERAL = "several", _("Several known enterprises fit equally")
    NEAR = "near", _("A known enterprise nearly fits")
    OTHER_PLACE = "other-place", _("The name is known, but in another place")
    MASKED = "masked", _("Characters of the name are hidden, and a known enterprise fits")


class QuestionState(TextChoices):
    """Where a question of the match review stands."""

    OPEN = "open", _("Open")
    PASSED_ON = "passed-on", _("Passed on to a colleague")
    SAME = "same", _("Known enterprise")
    NEW = "new", _("New enterprise")
    VOID = "void", _("No longer asked: its batch was undone")


WAITING = (QuestionState.OPEN, QuestionState.PASSED_ON)


class ClaimState(TextChoices):
    """Where the claim of an enterprise stands."""

    SUBMITTED = "submitted", _("Waits for the staff")
    CODE_SENT = "code-sent", _("A code was sent by letter")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("of an enterprise", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("of an enterprise", "Withdrawn")
    ENDED = "ended", pgettext_lazy("of an enterprise", "Ended")


OPEN_CLAIMS = (ClaimState.SUBMITTED, ClaimState.CODE_SENT)


class ProofKind(TextChoices):
    """What shows that an organisation speaks for an enterprise."""

    PAPERS = "papers", _("Papers: licence, authorisation")
    CODE = "code", _("The code sent to the registered address")
    CHECK = "check", _("A check by the staff")


class ClaimAct(TextChoices):
    """What may be done with a claim; the value is the act's name in the journal."""

    SEND_CODE = "claim-code-sent", _("Letter with a code made")
    ENTER_CODE = "claim-code-entered", _("Code of a letter typed in")
    GRANT = "claim-granted", _("Claim of an enterprise granted")
    REFUSE = "claim-refused", _("Claim of an enterprise refused")
    WITHDRAW = "claim-withdrawn", _("Claim of an enterprise withdrawn")
    GIVE_UP = "claim-given-up", _("Enterprise given up")
    END = "claim-ended", _("Claim of an enterprise ended by the staff")


class ClaimParty(TextChoices):
    """Who acts on a claim."""

    CLAIMANT = "claimant"
    STAFF = "staff"
