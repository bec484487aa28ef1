"""That an organisation says that an enterprise is its own, what it showed, and what the staff decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimState


class Claim(models.Model):
    """One claim; it stays with the enterprise that it was made for, whatever that is merged into later."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(
        max_length=6, blank=True, default="", help_text="Of the enterprise; empty: not known when it was claimed."
    )
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Whom of the organisation to ask; null: nobody in particular, since somebody left.",
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.SUBMITTED)
    uscc = models.CharField(max_length=18, help_text="As typed by the claimant; valid.")
    statement = models.TextField(blank=True, default="")
    submitted_by = models.CharField(max_length=100)
    submitted_at = models.DateTimeField()
    letters = models.PositiveSmallIntegerField(default=0, help_text="Letters with a code that were made.")
    sent_to = models.CharField(max_length=300, blank=True, default="", help_text="The address of the last letter.")
    code_digest = models.BinaryField(
        max_length=32, null=True, help_text="Of the last letter's code; null: none counts."
    )
    code_sent_at = models.DateTimeField(null=True)
    code_ends_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong ones since the last letter.")
    code_right_at = models.DateTimeField(null=True)
    grounds = models.JSONField(default=list, help_text="`ProofKind`s on which it was granted.")
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="", help_text="Of the decision.")
    ended_by = models.CharField(max_length=100, blank=True, default="")
    ended_at = models.DateTimeField(null=True, help_text="Withdrawn, given up, or ended by the staff.")
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=["state", "submitted_at"], name="claim_queue"),
            models.Index(fields=["submitted_by"], name="claim_submitted_by"),
            models.Index(fields=["division", "submitted_at"], name="claim_place"),
            models.Index(fields=["submitted_at"], name="claim_by_age"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state=ClaimState.GRANTED), name="one_granted_claim_per_enterprise"
            ),
            models.UniqueConstraint(
                fields=["organisation", "enterprise"],
                condition=Q(state__in=OPEN_CLAIMS),
                name="one_open_claim_per_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"claim {self.pk}"


class ClaimProof(models.Model):
    """A file that came with a claim; seen by the claiming organisation and the staff."""

    claim = models.ForeignKey("enterprises.Claim", on_delete=models.PROTECT, related_name="proofs")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"proof of claim {self.claim_id}"
