"""Closed vocabularies of this room, and what passes between it and others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SEALED = "disclosure-paper"  # what uploads of this room are kept for
FILED = "filed-mail"  # what uploads of filings are kept for


class CommitmentKind(TextChoices):
    """What an enterprise commits to when it discloses (BMD steps 3 and 6)."""

    TRUTHFULNESS = "truthfulness", _("Genuine and accurate, and public")
    PROMISE = "promise", _("New violations corrected and explained in time")


class Part(TextChoices):
    """The three texts of an explanation (BMD step 4)."""

    VIOLATION = "violation", _("What was violated")
    REASON = "reason", _("Why it was violated")
    CORRECTIVE_ACTION = "corrective_action", _("What was corrected, and how")


@dataclass(frozen=True)
class Texts:
    """The three texts of an explanation; empty: not written yet."""

    violation: str = ""
    reason: str = ""
    corrective_action: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether each of them is written."""
        return all(self.all)

    @property
    def all(self) -> tuple[str, str, str]:
        """Them in their order."""
        return (self.violation, self.reason, self.corrective_action)

    @property
    def is_empty(self) -> bool:
        """Whether none of them is."""
        return not any(self.all)

    def of(self, part: Part) -> str:
        """One of them."""
        return str(getattr(self, part.value))


class DisclosureState(TextChoices):
    """Where a disclosure stands."""

    SENT = "sent", _("Waits for the seal")
    SUBMITTED = "submitted", pgettext_lazy("disclosure", "Waits for the check")
    RETURNED = "returned", _("Sent back to be put right")
    TAKEN_BACK = "taken-back", pgettext_lazy("disclosure", "Taken back")
    PUBLISHED = "published", pgettext_lazy("disclosure", "Published")
    REPLACED = "replaced", pgettext_lazy("disclosure", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("disclosure", "Withdrawn")


OPEN_DISCLOSURES = (DisclosureState.SENT, DisclosureState.SUBMITTED, DisclosureState.RETURNED)
TAKES_PAPERS = (DisclosureState.SENT, DisclosureState.RETURNED)  # its files and documents may still change
PUBLIC_DISCLOSURES = (DisclosureState.PUBLISHED, DisclosureState.REPLACED)


class LineStanding(TextChoices):
    """How a record that was explained stands by now."""

    AS_SENT = "as-sent", _("As it was when this was sent")
    CHANGED = "changed", _("Corrected since this was sent")
    GONE = "gone", _("Off the public list since this was sent, or another enterprise's")


class DisclosureAct(TextChoices):
    """The steps of a disclosure."""

    SUBMIT = "disclosure-submitted", _("Sealed explanation submitted")
    TAKE_BACK = "disclosure-taken-back", _("Explanation taken back")
    RETURN = "disclosure-returned", _("Explanation sent back to be put right")
    PUBLISH = "disclosure-published", _("Explanation of an enterprise published")
    REPLACE = "disclosure-replaced", _("Explanation replaced by a newer one")
    WITHDRAW = "disclosure-withdrawn", _("Published explanation of an enterprise withdrawn")


class DisclosureParty(TextChoices):
    """Who takes a step of a disclosure, besides the platform itself."""

    ENTERPRISE = "enterprise", _("The organisation that speaks for the enterprise")
    STAFF = "staff", pgettext_lazy("party", "Staff")


class FilingState(TextChoices):
    """Where a filing stands."""

    WAITING = "waiting", _("Waits for the enterprise")
    CONFIRMED = "confirmed", _("Confirmed by the enterprise")
    REFUSED = "refused", _("Refused by the enterprise")
    TAKEN_BACK = "taken-back", _("Taken back by the liaison")


class FilingAct(TextChoices):
    """The steps of a filing."""

    CONFIRM = "filing-confirmed", _("Filed mail confirmed and handed in")
    REFUSE = "filing-refused", _("Filed mail refused")
    TAKE_BACK = "filing-taken-back", _("Filed mail taken back by the liaison")


class FilingParty(TextChoices):
    """Who takes a step of a filing."""

    ENTERPRISE = "enterprise", pgettext_lazy("party", "The organisation that speaks for the enterprise")
    LIAISON = "liaison", pgettext_lazy("party", "The liaison of the brand")
