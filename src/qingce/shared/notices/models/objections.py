"""Objections to notices. Who objects is kept apart, in a row that can be erased."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.notices.enums import NotShown, ObjectionCame, ObjectionState


class Objection(models.Model):
    """What somebody says against a notice, what of it the public reads, and how it was answered."""

    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, related_name="objections")
    place = models.PositiveIntegerField(help_text="From 1, within the notice; public.")
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.RECEIVED)
    came = models.CharField(max_length=10, choices=ObjectionCame)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "parties.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="In whose name; public.",
    )
    statement = models.TextField(help_text="As typed; not public.")
    salt = models.CharField(max_length=32, help_text="Of the hash that the ledger holds of the statement.")
    link_sha256 = models.BinaryField(max_length=32, unique=True, help_text="Of the secret in the objector's own link.")
    received_at = models.DateTimeField()
    shown = models.TextField(blank=True, default="", help_text="What the public reads of it.")
    not_shown = models.CharField(max_length=16, choices=NotShown, blank=True, default="")
    not_shown_why = models.TextField(blank=True, default="", help_text="Public.")
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=100, blank=True, default="")
    answer = models.TextField(blank=True, default="", help_text="Public.")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True, default="")
    version = models.PositiveSmallIntegerField(default=0, help_text="How often the staff changed it.")

    class Meta:
        indexes = (
            models.Index(fields=["notice", "state"], name="objections_of_notice"),
            models.Index(fields=["notice", "came", "received_at"], name="objections_came"),
            models.Index(
                fields=["received_at"],
                condition=~Q(state=ObjectionState.ANSWERED),
                name="objections_waiting",
            ),
            models.Index(
                fields=["-answered_at", "-id"],
                condition=Q(state=ObjectionState.ANSWERED),
                name="objections_answered",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["notice", "place"], name="objection_place"),
            models.CheckConstraint(
                condition=~Q(state=ObjectionState.ANSWERED) | ~Q(answer=""), name="answered_has_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.place}"


class ObjectionContact(models.Model):
    """Who objected, for the staff only: never in a page, index, export or log; erased after the answer."""

    objection = models.OneToOneField("notices.Objection", on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=100, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")

    def __str__(self) -> str:
        return f"contact of {self.objection_id}"


class WaitingObjection(models.Model):
    """An objection that counts once its sender has followed the link of a letter; else it is dropped."""

    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.BinaryField(max_length=32, unique=True)
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=100, blank=True, default="")
    statement = models.TextField()
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "email"], name="one_waiting_per_address"),)

    def __str__(self) -> str:
        return f"{self.notice_id}: waits"
