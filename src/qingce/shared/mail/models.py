"""Letters: to whom, what about, and what became of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qingce.shared.mail.enums import Language, LetterState, Problem


class Letter(models.Model):
    """One letter to one address; its words are made when it is sent, from its kind and parameters.

    Secrets among the parameters go when the letter is sent or has failed; address and parameters go when the
    address is erased. Message-ID and return address are made of the token, so that a second copy after a kill is
    known as the same letter.
    """

    to = models.CharField(max_length=254, blank=True, help_text="In small letters; empty once erased.")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=Language)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    problem = models.CharField(max_length=12, choices=Problem, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="That failed, since it was queued.")
    token = models.CharField(max_length=32, unique=True)
    message_id = models.CharField(max_length=300, help_text="Without angle brackets.")
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(help_text="When it was last put into the queue.")
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=300, blank=True, default="", help_text="In the server's words.")

    class Meta:
        indexes = (
            models.Index(fields=["state", "id"], name="mail_by_state"),
            models.Index(fields=["to"], condition=~Q(to=""), name="mail_by_address"),
            models.Index(fields=["created_at"], name="mail_by_age"),
        )

    def __str__(self) -> str:
        return f"letter {self.pk}: {self.kind}"  # never to whom: this may stand in a log
